"""Whether a part written in XML is safe to hand to a parser: no entities, no absurd depth."""

from __future__ import annotations

import re

from pecia.engine.errors import Refusal

MAX_DEPTH = 2_000
_CHUNK = 4_096
_DOCTYPE = re.compile(rb"<!DOCTYPE\b[^>\[]*(\[)?", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY\s+(%\s*)?[^\s>]+\s+(?P<rest>[^>]*)", re.IGNORECASE)


def check(name: str, content: bytes, *, doctype_allowed: bool = False) -> None:
    """Raise `Refusal` (`dtd`, `xml_limits`, `depth`) for XML that no honest program writes.

    `doctype_allowed`: XHTML and old manifests name a document type; entities stay forbidden.
    """
    content = as_single_bytes(content)
    declared = _DOCTYPE.search(content, 0, 65_536)
    if declared:
        _check_doctype(name, content, declared, doctype_allowed)
    if depth(content) > MAX_DEPTH:
        raise Refusal("depth", f"{name} is nested more than {MAX_DEPTH} deep")


def _check_doctype(
    name: str, content: bytes, declared: re.Match[bytes], doctype_allowed: bool
) -> None:
    entities = list(_ENTITY.finditer(content))
    if any(b"&" in entity["rest"] for entity in entities):
        raise Refusal("xml_limits", f"{name} declares entities made of entities")
    if any(content.count(b"&", entity.end()) > 10_000 for entity in entities[:1]):
        raise Refusal("xml_limits", f"{name} repeats its entities")
    if entities or declared[1] or not doctype_allowed:
        raise Refusal("dtd", f"{name} declares a document type")


def as_single_bytes(content: bytes) -> bytes:
    """XML in UTF-16 as UTF-8, so that one pattern finds a tag in either; other bytes unchanged."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:4] in (b"<\0?\0", b"\0<\0?"):
        encoding = "utf-16-be" if content[:1] in (b"\xfe", b"\0") else "utf-16-le"
        return content.decode(encoding, "replace").encode()
    return content


def depth(content: bytes) -> int:
    """How deeply elements are nested, to within the tags of one chunk of 4 KiB.

    Counting in C keeps this a hundred times faster than a parser. Comments and CDATA can mislead
    it, in either direction; the parser behind has limits of its own.
    """
    deepest = current = 0
    for start in range(0, len(content), _CHUNK):
        chunk = content[start : start + _CHUNK + 1]  # one more byte: `</` may be cut in two
        opened = chunk.count(b"<", 0, _CHUNK) - chunk.count(b"<!") - chunk.count(b"<?")
        current += opened - 2 * chunk.count(b"</") - chunk.count(b"/>")
        deepest = max(deepest, current)
    return deepest
