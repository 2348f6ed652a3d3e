"""Plain text, tables in text, HTML: what would be active elsewhere, and invisible characters."""

from __future__ import annotations

import re

from pecia.engine.formats import encodings
from pecia.engine.inspection import embedded
from pecia.engine.inspection.inspection import Inspection

_FORMULA_CELL = re.compile(
    r"(?:^|[,;\t\n])\"?\s*(=|@|\+(?!\d)|-(?![\d\s\-]))[^,;\t\n]{2,}", re.MULTILINE
)
_SCRIPT = re.compile(rb"<script\b|\son[a-z]{3,20}\s*=\s*[\"']?|javascript:", re.IGNORECASE)
_REMOTE = re.compile(
    rb"<(?:img|link|iframe|object|embed|source|video|audio|base|image|use|input|frame)\b[^>]*?"
    rb"\b(?:src|href|data|xlink:href)\s*=\s*[\"']?\s*((?:https?|ftp|file|[a-z]+):?//[^\"'\s>]{1,200})"
    rb"|(?:@import\s+|url\()\s*[\"']?\s*((?:https?|ftp|file)://[^\"'\s)>]{1,200})",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)

# C0 and C1 but for tab and line ends; bidirectional overrides; characters of no width.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def inspect_text(data: bytes, inspection: Inspection) -> None:
    """Fill the inspection of a text in any encoding; also its encoding."""
    text, inspection.encoding = encodings.decode(data)
    inspection.findings.add("text_encoding", inspection.encoding)
    sample = text[:1_000_000].removeprefix("\ufeff")
    if CONTROL.search(sample):
        inspection.findings.add("control_characters", "control or invisible characters")
    if inspection.format.name in ("csv", "tsv") and (cell := _FORMULA_CELL.search(sample)):
        inspection.findings.add("active_formula", f"a cell begins with {cell[1]}")
    if embedded.EICAR in data[:65_536]:
        inspection.findings.add("malware_test_file", "the EICAR test string")
    _glance(sample, inspection)


def inspect_html(data: bytes, inspection: Inspection) -> None:
    """Fill the inspection of HTML."""
    if _SCRIPT.search(data):
        inspection.findings.add("active_content", "script")
    for groups in _REMOTE.findall(data)[:50]:
        target = next(group for group in groups if group)
        inspection.findings.add("remote_content", target.decode("utf-8", "replace")[:120])
    text, inspection.encoding = encodings.decode(data)
    if title := _TITLE.search(text[:100_000]):
        inspection.metadata.title = " ".join(title[1].split())[:500]
    _glance(text[:200_000], inspection)


def _glance(sample: str, inspection: Inspection) -> None:
    han = sum(1 for character in sample[:20_000] if "\u4e00" <= character <= "\u9fff")
    inspection.east_asian = han > 20
