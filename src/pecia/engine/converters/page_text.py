"""The text of a PDF page with its places, by PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MAX_PIECES = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: box in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class _Origin:
    """The top left corner of the page in the PDF's coordinates, which count from the bottom."""

    left: float
    upper: float

    def line(self, boxes: Sequence[tuple[float, ...]], text: str) -> Line:
        """The line that covers all the boxes."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return Line(
            round(min(lefts) - self.left, 2),
            round(self.upper - max(tops), 2),
            round(max(rights) - self.left, 2),
            round(self.upper - min(bottoms), 2),
            text,
        )


def lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The text, line by line in the order in which the page draws it."""
    with _text_of(page) as (textpage, origin):
        return list(_lines(textpage, origin))


def cells(page: pypdfium2.PdfPage) -> list[Line]:
    """The text of a table: what was drawn in one piece, in rows from the top, from left to right.

    Spreadsheets are drawn column by column, or in no order at all.
    """
    with _text_of(page) as (textpage, origin):
        pieces = list(_pieces(textpage, origin))
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda line: (line.top + line.bottom, line.left)):
        middle = (piece.top + piece.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [cell for row in rows for cell in _joined(sorted(row, key=lambda line: line.left))]


def _joined(row: list[Line]) -> list[Line]:
    """A cell in two scripts is drawn in pieces, with less than half a letter's height between."""
    cells: list[Line] = []
    for piece in row:
        last = cells[-1] if cells else None
        gap = piece.left - last.right if last else 0.0
        height = piece.bottom - piece.top
        if last is None or gap > height / 2:
            cells.append(piece)
            continue
        text = f"{last.text} {piece.text}" if gap > height / 5 else last.text + piece.text
        top, bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
        cells[-1] = Line(last.left, top, max(last.right, piece.right), bottom, text)
    return cells


@contextmanager
def _text_of(page: pypdfium2.PdfPage) -> Iterator[tuple[Any, _Origin]]:
    textpage = page.get_textpage()
    left, bottom, _, top = page.get_bbox()
    upper = top if top > bottom else page.get_height()
    try:
        yield textpage.raw, _Origin(left, upper)
    finally:
        textpage.close()


def _pieces(textpage: Any, origin: _Origin) -> Iterator[Line]:
    count = pdfium.FPDFText_CountRects(textpage, 0, -1)
    for index in range(min(max(0, count), _MAX_PIECES)):
        box = _rectangle(textpage, index)
        text = _text_in(textpage, box) if box else ""
        if box and text.strip():
            yield origin.line([box], text.strip())


def _text_in(textpage: Any, box: tuple[float, ...]) -> str:
    left, top, right, bottom = (ctypes.c_double(side) for side in box)
    buffer = (ctypes.c_ushort * 4096)()
    written = pdfium.FPDFText_GetBoundedText(textpage, left, top, right, bottom, buffer, 4096)
    text = bytes(buffer)[: max(0, written) * 2].decode("utf-16-le", "replace")
    return text.rstrip("\0").replace("\r\n", " ")


def _rectangle(textpage: Any, index: int) -> tuple[float, ...] | None:
    """Left, top, right, bottom in the PDF's own coordinates."""
    corners = [ctypes.c_double() for _ in range(4)]
    found = pdfium.FPDFText_GetRect(textpage, index, *(ctypes.byref(c) for c in corners))
    return tuple(corner.value for corner in corners) if found else None


def _lines(textpage: Any, origin: _Origin) -> Iterator[Line]:
    """Cut the page's text at PDFium's line breaks and ask for the rectangles of each piece.

    Places in the text and in PDFium's list of characters differ where a character has no Unicode
    or two code units, so each piece is looked up.
    """
    text = _whole_text(textpage)
    start = 0
    for piece in text.split("\r\n"):
        end = start + _units(piece)
        if piece.strip():
            line = _line(textpage, start, end, piece, origin)
            if line is not None:
                yield line
        start = end + 2


def _line(textpage: Any, start: int, end: int, piece: str, origin: _Origin) -> Line | None:
    first = pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, start)
    last = pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, end - 1)
    if first < 0 or last < first:
        return None
    count = pdfium.FPDFText_CountRects(textpage, first, last - first + 1)
    boxes = [_rectangle(textpage, index) for index in range(max(0, count))]
    found = [box for box in boxes if box is not None]
    return origin.line(found, piece) if found else None


def _whole_text(textpage: Any) -> str:
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count * 2 + 2))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    return bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")


def _units(text: str) -> int:
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)
