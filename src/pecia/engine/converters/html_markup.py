"""HTML as text: its encoding, what is left out before it is parsed, and whether it may be."""

from __future__ import annotations

import re

import webencodings

from pecia.engine.converters.errors import ConvertError
from pecia.engine.formats import encodings

MAX_OPEN = 5_000  # the parser takes a second for so many, and its time grows with the square

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CHARSET = re.compile(
    rb"<meta\b[^<>]{0,500}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|\A\s*<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_RAW = re.compile(r"<!--|<(script|iframe|style|title|textarea)\b[^<>]*>", re.IGNORECASE)
_DROPPED = frozenset(("script", "iframe"))
_ENDS = {
    name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    for name in ("script", "iframe", "style", "title", "textarea")
}
_EMPTY = re.compile(r"<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr")
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
# Elements that others close, or that are never closed, don't nest by being repeated.
_UNCOUNTED = frozenset(
    ("a", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
     "rt", "rp", "colgroup", "caption", "html", "head", "body", "area", "base", "br", "col",
     "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "path",
     "rect", "g", "use", "circle", "line", "polygon", "polyline", "ellipse", "stop")
)  # fmt: skip


def decode_html(data: bytes) -> str:
    """The text of a page: by its mark, by what it declares, else by its look. Never raises."""
    declared = None if data.startswith(_BOMS) else _CHARSET.search(data[:4_096])
    if declared:
        label = (declared[1] or declared[2]).decode("ascii", "replace")
        encoding = webencodings.lookup(label)
        # A declaration that can be read is not in UTF-16.
        if encoding is not None and not encoding.name.startswith("utf-16"):
            return str(encoding.codec_info.decode(data, "replace")[0])
    return encodings.decode(data)[0].removeprefix("\ufeff")


def from_xhtml(markup: str) -> str:
    """XHTML as an HTML parser understands it: `<a/>` closes itself in XML only."""
    return _EMPTY.sub(_opened, markup.replace("<![CDATA[", "").replace("]]>", ""))


def without_scripts(markup: str) -> str:
    """The markup without scripts, inner frames and comments; in time linear in its length."""
    kept: list[str] = []
    position = 0
    while found := _RAW.search(markup, position):
        name = (found[1] or "").lower()
        end = _end(markup, found, name)
        kept.append(markup[position : end if name and name not in _DROPPED else found.start()])
        position = end
    return "".join(kept) + markup[position:]


def check_tags(markup: str) -> None:
    """Refuse what the parser would need minutes for. Raises `ConvertError` (`depth`).

    Counts tags and does not parse, so the limit is far above what is allowed afterwards.
    """
    opened = 0
    for closing, name in _TAG.findall(markup):
        if name.lower() not in _UNCOUNTED:
            opened = max(0, opened - 1) if closing else opened + 1
            if opened > MAX_OPEN:
                raise ConvertError("depth", f"more than {MAX_OPEN} elements are open at once")


def _opened(tag: re.Match[str]) -> str:
    name, attributes = tag[1], tag[2]
    return tag[0] if name.lower() in _VOID else f"<{name}{attributes}></{name}>"


def _end(markup: str, opened: re.Match[str], name: str) -> int:
    """Where a comment or raw text ends; without an end it reaches to that of the document."""
    if not name:
        end = markup.find("-->", opened.start() + 2)
        return end + 3 if end >= 0 else len(markup)
    closed = _ENDS[name].search(markup, opened.end())
    return closed.end() if closed else len(markup)
