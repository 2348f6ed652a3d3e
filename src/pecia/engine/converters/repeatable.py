"""The same document gives the same bytes: what LibreOffice takes from the clock, or draws by lot.

It writes the time into the last object of a PDF and random identifiers into the trailer.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_LAST_OBJECT = 4_096  # bytes before the cross-reference table
_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_DATE = re.compile(rb"(?<=/CreationDate\()D:[^)]{10,40}(?=\))|(?<=/ModDate\()D:[^)]{10,40}(?=\))")
_RANDOM = re.compile(rb"(?<=<|/)[0-9A-F]{32}(?=\s*>|\s)")
_EPOCH = b"D:19700101000000Z"


def make_repeatable(pdf: Path) -> None:
    """Replace dates by the epoch, and identifiers by a digest of the rest; no byte is moved."""
    with pdf.open("r+b") as file:
        start = _start_of_tail(file.read()[-64:])
        if start is None:
            return
        file.seek(start)
        tail = _DATE.sub(lambda date: _EPOCH.ljust(len(date[0]))[: len(date[0])], file.read())
        file.seek(0)
        digest = hashlib.sha256(file.read(start) + _RANDOM.sub(b"", tail)).hexdigest()[:32]
        file.seek(start)
        file.write(_RANDOM.sub(digest.upper().encode(), tail))


def _start_of_tail(end: bytes) -> int | None:
    found = _XREF.search(end)
    return max(0, int(found[1]) - _LAST_OBJECT) if found else None
