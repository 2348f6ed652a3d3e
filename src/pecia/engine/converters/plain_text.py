"""Plain text made safe and certain for LibreOffice: UTF-8 with its mark, no control characters."""

from __future__ import annotations

import codecs
import re

from pecia.engine.errors import Refusal
from pecia.engine.inspection.inspection import Inspection
from pecia.engine.inspection.plain import CONTROL

MAX_CHARACTERS = 5_000_000
MAX_COLUMNS = 1_024
_LONG_LINE = re.compile(r"[^\n]{20001,}")


def as_utf8(data: bytes, inspection: Inspection) -> bytes:
    """The text in UTF-8, control and invisible characters removed, long lines cut into several.

    Notes `truncated` when the text is longer than `MAX_CHARACTERS`, or a row of a table has more
    than `MAX_COLUMNS` cells. Raises `Refusal` when nothing is left.
    """
    text = data.decode(inspection.encoding or "utf-8", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    form_feeds = text.replace("\f", "\ue00c")  # a page break, the one control with a meaning
    text = CONTROL.sub("", form_feeds).replace("\ue00c", "\f")
    if not text.strip():
        raise Refusal("empty", "nothing but white space")
    if len(text) > MAX_CHARACTERS:
        inspection.findings.add(
            "truncated", f"the first {MAX_CHARACTERS} of {len(text)} characters"
        )
        text = text[:MAX_CHARACTERS]
    if inspection.format.name == "txt":
        text = _LONG_LINE.sub(lambda line: _cut(line[0]), text)
    else:
        text = _narrow(text, inspection)
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def _cut(line: str) -> str:
    return "\n".join(line[start : start + 20_000] for start in range(0, len(line), 20_000))


def _narrow(text: str, inspection: Inspection) -> str:
    separator = "\t" if inspection.format.name == "tsv" else ","
    rows = text.split("\n")
    wide = [number for number, row in enumerate(rows) if row.count(separator) >= MAX_COLUMNS]
    if not wide:
        return text
    inspection.findings.add("truncated", f"the first {MAX_COLUMNS} columns")
    for number in wide:
        rows[number] = separator.join(rows[number].split(separator, MAX_COLUMNS)[:MAX_COLUMNS])
    return "\n".join(rows)
