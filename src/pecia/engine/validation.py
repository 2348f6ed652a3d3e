"""What a child sends is untrusted: its process may have been taken over by the document.

Every function here takes raw values and returns checked ones, or raises `Untrustworthy`.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from PIL import Image

from pecia.engine.findings import SEVERITY, Finding
from pecia.engine.formats.catalogue import BY_NAME
from pecia.engine.images import MAX_PIXELS, MAX_SIDE
from pecia.engine.pool.sealed_memory import mapped
from pecia.engine.rendering import Facts, HiddenData, Metadata, TextLine
from pecia.engine.whole_files import written_whole

MAX_JSON = 256 << 20
MAX_PDF = 512 << 20
_MAX_LINES = 20_000  # of a page
_MAX_SIDE = 1_000_000.0
_CHANNELS = {"L": 1, "RGBX": 4}  # bytes a pixel
# What no title or line of text needs: controls, bidirectional overrides, surrogates by themselves.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e"
                       "\u061c\u2060-\u2069\ufeff\ud800-\udfff]")  # fmt: skip


class Untrustworthy(Exception):
    """A child sent what no honest child would."""


def clean(value: Any, length: int = 500) -> str:
    """A string without control characters, cut."""
    if not isinstance(value, str):
        raise Untrustworthy("not a string")
    return UNWANTED.sub("", value[: length * 2])[:length]


def number(value: Any, low: float, high: float) -> float:
    """A finite number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Untrustworthy("not a number")
    if not low <= value <= high:
        raise Untrustworthy(f"{value} is out of bounds")
    return float(value)


def whole(value: Any, low: int, high: int) -> int:
    """An integer within bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Untrustworthy("not a whole number")
    return int(number(value, low, high))


def page_size(value: Any) -> tuple[float, float]:
    """Width and height in points."""
    if not isinstance(value, list) or len(value) != 2:
        raise Untrustworthy("not a size")
    return number(value[0], 0, _MAX_SIDE), number(value[1], 0, _MAX_SIDE)


def pixels(message: Mapping[str, Any], fd: int | None) -> Image.Image:
    """The picture of a page over raw pixels: nothing is decoded, only counted.

    `L` or `RGBX`, as the child says.
    """
    size, mode = message.get("pixels"), message.get("mode")
    if not isinstance(size, list) or len(size) != 2 or mode not in _CHANNELS:
        raise Untrustworthy("not a picture")
    width, height = (whole(side, 1, MAX_SIDE) for side in size)
    if width * height > MAX_PIXELS * 1.01:
        raise Untrustworthy("too many pixels")
    expected = width * height * _CHANNELS[mode]
    if fd is None:
        raise Untrustworthy("no pixels")
    try:
        data = mapped(fd, expected)
    except (OSError, ValueError) as error:
        raise Untrustworthy("not sealed memory") from error
    # Pillow takes anything with a buffer; its types name only some.
    return Image.frombuffer(mode, (width, height), cast("bytes", data), "raw", mode, 0, 1)


def content(fd: int | None, limit: int) -> bytes:
    """The bytes behind a descriptor that must be a regular file of a reasonable size."""
    size = _size(fd, limit)
    if fd is None:
        raise Untrustworthy("a file is missing")
    data = os.pread(fd, size, 0)  # a regular file in memory is read in one piece
    if len(data) != size:
        raise Untrustworthy("the file shrank")
    return data


def save_pdf(fd: int | None, target: Path) -> None:
    """Copy a PDF to where it is to lie; its beginning must be one."""
    size = _size(fd, MAX_PDF)
    if fd is None or os.pread(fd, 5, 0) != b"%PDF-":
        raise Untrustworthy("not a PDF")
    with written_whole(target) as partial, partial.open("wb") as file:
        offset = 0
        while offset < size and (count := os.sendfile(file.fileno(), fd, offset, size - offset)):
            offset += count


def document(fd: int | None) -> Any:
    """JSON out of a file."""
    try:
        return json.loads(content(fd, MAX_JSON))
    except (ValueError, RecursionError) as error:
        raise Untrustworthy("not JSON") from error


def facts(raw: Any) -> Facts:
    """An inspection's facts."""
    record = _record(raw)
    if record.get("type") not in BY_NAME:
        raise Untrustworthy("not a format")
    format_ = BY_NAME[record["type"]]
    encoding = record.get("encoding")
    return Facts(
        type=format_.name,
        family=str(format_.family),
        encoding=None if encoding is None else clean(encoding, 40),
        findings=tuple(_finding(entry) for entry in _list(record.get("findings"), len(SEVERITY))),
        metadata=_metadata(_record(record.get("metadata"))),
        hidden=_hidden(_record(record.get("hidden"))),
        east_asian=record.get("east_asian") is True,
    )


def _finding(raw: Any) -> Finding:
    if not isinstance(raw, list) or len(raw) != 2 or raw[0] not in SEVERITY:
        raise Untrustworthy("not a finding")
    return Finding(raw[0], clean(raw[1], 300))


def _metadata(record: Mapping[str, Any]) -> Metadata:
    names = ("title", "author", "created", "modified", "producer", "language")
    return Metadata(**{name: " ".join(clean(record.get(name, "")).split()) for name in names})


def _hidden(record: Mapping[str, Any]) -> HiddenData:
    return HiddenData(
        comments=whole(record.get("comments", 0), 0, 10_000_000),
        tracked_changes=whole(record.get("tracked_changes", 0), 0, 10_000_000),
        hidden_sheets=tuple(
            clean(n, 200) for n in _list(record.get("hidden_sheets"), 10_000)[:100]
        ),
        hidden_slides=tuple(
            whole(n, 0, 1_000_000) for n in _list(record.get("hidden_slides"), 100_000)[:1_000]
        ),
        people=tuple(clean(name, 200) for name in _list(record.get("people"), 1_000)[:50]),
        has_location=record.get("has_location") is True,
    )


def font_table(raw: Any) -> dict[str, str]:
    """Missing fonts and their stand-ins."""
    table = _record(raw)
    if len(table) > 200:
        raise Untrustworthy("too many fonts")
    return {clean(name, 100): clean(stand_in, 100) for name, stand_in in sorted(table.items())}


def text_page(raw: Any) -> tuple[tuple[float, float], tuple[TextLine, ...]]:
    """Size and lines of one page."""
    record = _record(raw)
    lines = _list(record.get("lines"), _MAX_LINES * 10)[:_MAX_LINES]
    return page_size(record.get("points")), tuple(_line(line) for line in lines)


def _line(raw: Any) -> TextLine:
    if not isinstance(raw, list) or len(raw) != 5:
        raise Untrustworthy("not a line")
    box = [number(side, -_MAX_SIDE * 10, _MAX_SIDE * 10) for side in raw[:4]]
    left, top, right, bottom = box
    return TextLine(left, top, right, bottom, clean(raw[4], 20_000))


def timings(raw: Any) -> dict[str, float]:
    """Milliseconds by step."""
    record = _record(raw)
    return {clean(name, 40): number(value, 0, 1e9) for name, value in list(record.items())[:20]}


def _record(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Untrustworthy("not an object")
    return raw


def _list(raw: Any, longest: int) -> list[Any]:
    if not isinstance(raw, list) or len(raw) > longest:
        raise Untrustworthy("not a list")
    return raw


def _size(fd: int | None, limit: int) -> int:
    if fd is None:
        raise Untrustworthy("a file is missing")
    facts_ = os.fstat(fd)
    if not stat.S_ISREG(facts_.st_mode) or facts_.st_size > limit:
        raise Untrustworthy("not a file of a reasonable size")
    return facts_.st_size
