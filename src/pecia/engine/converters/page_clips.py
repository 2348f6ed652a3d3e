"""Text that a PDF page draws but cuts off, by PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_CUT = 0.5  # of a text's box: what shows less is not there to be read
_MAX_SEGMENTS = 1_000  # of all clips of one text; a letter's outline has some dozens

Box = tuple[float, float, float, float]  # left, bottom, right, top, as PDF counts


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where a piece of text lies, and whether its clip leaves less than a half of it."""

    box: Box
    is_cut: bool

    def has_middle_in(self, place: Box) -> bool:
        """Whether this text belongs to a line at `place`."""
        across, up = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        return place[0] <= across <= place[2] and place[1] <= up <= place[3]


def text_boxes(page: pypdfium2.PdfPage) -> list[TextBox]:
    """Every text that the page draws itself, but spaces and what stands in a form within it."""
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)
    sheet: Box = page.get_bbox()
    return [_text_box(text, sheet) for text in found if _area(text.get_bounds())]


def _text_box(text: pypdfium2.PdfObject, sheet: Box) -> TextBox:
    box: Box = text.get_bounds()
    seen = box
    for clip in (sheet, *_clips(text)):
        seen = _common(seen, clip)
    return TextBox(box, _area(seen) < _area(box) * _CUT)


def _clips(text: pypdfium2.PdfObject) -> Iterator[Box]:
    path = pdfium.FPDFPageObj_GetClipPath(text)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    for index in range(count):
        segments = pdfium.FPDFClipPath_CountPathSegments(path, index)
        if 0 < segments <= _MAX_SEGMENTS:
            points = [_point(path, index, number) for number in range(segments)]
            across, up = zip(*points, strict=True)
            yield min(across), min(up), max(across), max(up)


def _point(path: object, index: int, number: int) -> tuple[float, float]:
    segment = pdfium.FPDFClipPath_GetPathSegment(path, index, number)
    across, up = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(across), ctypes.byref(up))
    return across.value, up.value


def _common(one: Box, other: Box) -> Box:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, min(one[2], other[2]), min(one[3], other[3])


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
