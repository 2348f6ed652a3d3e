"""Whether a part written in XML is safe to hand to a parser: no entities, no absurd depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pecia.engine.errors import Refusal

MAX_DEPTH = 2_000
MAX_TAG = 10_000_000  # bytes; what libxml2 takes for one attribute too
MAX_ATTRIBUTES = 5_000  # of one element
MAX_RATIO = 400  # of a large part; honest markup reaches half of it
_CHUNK = 4_096
_WINDOW = 65_536
_RATIO_MATTERS = 16 << 20
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
    for start, end in _long_tags(content):
        if end - start > MAX_TAG or content.count(b"=", start, end) > MAX_ATTRIBUTES:
            raise Refusal("xml_limits", f"{name} has an element tag of {end - start} bytes")


def check_ratio(name: str, content: bytes, ratio: float) -> None:
    """Raise `Refusal` (`ratio`) for a large part that packs as only repetition does."""
    if len(content) > _RATIO_MATTERS and ratio > MAX_RATIO:
        raise Refusal("ratio", f"{name} unpacks to {ratio:.0f} times its size")


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


def _long_tags(content: bytes) -> Iterator[tuple[int, int]]:
    """From where to where tags reach that fill a whole window of 64 KiB."""
    position = 0
    while position < len(content):
        window = position + _WINDOW
        if content.find(b">", position, window) < 0:
            start = content.rfind(b"<", 0, window)
            window = (content.find(b">", window) + 1) or len(content)
            if start > content.rfind(b">", 0, window - 1):
                yield start, window
        position = window
