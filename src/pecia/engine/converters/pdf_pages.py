"""Pages of a PDF with PDFium: sizes, pixels, and lines of text with their places."""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import PIL.ImageFile  # noqa: F401 - Pillow loads it when bytes are asked for: children can't
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from pecia.engine.converters import page_clips, page_text
from pecia.engine.converters.page_text import Line
from pecia.engine.images import MAX_PIXELS, MAX_SIDE

_MIN_SIDE, _MAX_SIDE = 1.0, 1_000_000.0  # points
_ERR_PASSWORD = 4
_FLAGS = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER  # red first


class PdfRefused(Exception):
    """PDFium could not open the file; `code` is the engine's."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class PageFailed(Exception):
    """One page could not be painted; the others may be fine."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels of a page: `mode` is `L` (one byte a pixel) or `RGBX` (four), without padding."""

    width: int
    height: int
    mode: str
    pixels: bytes | bytearray

    def grey(self) -> Image.Image:
        """The page in shades of grey."""
        size = self.width, self.height
        if self.mode == "L":
            return Image.frombuffer("L", size, self.pixels, "raw", "L", 0, 1)
        return Image.frombuffer("RGB", size, self.pixels, "raw", "RGBX", 0, 1).convert("L")


class Pdf:
    """An open PDF. Pages are numbered from 1; those in `heavy` count as failed, unread."""

    def __init__(
        self, path: Path, password: str | None = None, heavy: frozenset[int] = frozenset()
    ) -> None:
        self._heavy = heavy
        try:
            self._pdf = pypdfium2.PdfDocument(path, password=password)
        except pypdfium2.PdfiumError as error:
            raise _refusal(error, password) from error
        self._has_forms = self._pdf.get_formtype() != pdfium.FORMTYPE_NONE
        if self._has_forms:
            self._pdf.init_forms()

    def __len__(self) -> int:
        return len(self._pdf)

    @property
    def has_xfa(self) -> bool:
        """Whether the document is an XFA form, of which a PDF viewer shows only a wrapper."""
        kind = self._pdf.get_formtype()
        return bool(kind in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND))

    def metadata(self) -> dict[str, str]:
        """The Info dictionary, empty values left out."""
        return dict(self._pdf.get_metadata_dict(skip_empty=True))

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points; zero where it can't be found."""
        try:
            width, height = self._pdf.get_page_size(number - 1)
        except pypdfium2.PdfiumError:
            return 0.0, 0.0
        return float(width), float(height)

    def is_paintable(self, number: int) -> bool:
        """Whether the page has a size that can be painted."""
        return all(_MIN_SIDE <= side <= _MAX_SIDE for side in self.size(number))

    def open_page(self, number: int) -> PdfPage:
        """Load one page. Raises `PageFailed`."""
        if number in self._heavy:
            raise PageFailed("the page holds more than can be painted")
        try:
            return PdfPage(self._pdf[number - 1], self._pdf.formenv)
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise PageFailed(f"page {number} could not be read") from error


class PdfPage:
    """One loaded page."""

    def __init__(self, page: pypdfium2.PdfPage, forms: Any) -> None:
        self._page = page
        self._forms = forms
        self.width, self.height = (float(side) for side in page.get_size())
        self._text_boxes: list[page_clips.TextBox] | None = None

    def close(self) -> None:
        """Free what PDFium holds for the page."""
        self._page.close()

    def has_images(self) -> bool:
        """Whether a picture stands on the page."""
        images = self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        return next(images, None) is not None

    def paint(self, width: int, seconds: float) -> Raster:
        """Paint the page `width` pixels wide. Raises `PageFailed` for a size or time beyond reason.

        Black and white pages come back with one channel.
        """
        pixels = self._pixel_size(width)
        paper = bytearray(b"\xff") * (pixels[0] * pixels[1] * 4)
        bitmap = _bitmap_over(paper, pixels)
        self._paint_until(bitmap, pixels, time.monotonic() + seconds)
        if self._forms:
            whole = (0, 0, *pixels, 0, _FLAGS)
            pdfium.FPDF_FFLDraw(self._forms, bitmap, self._page, *whole)
        return _without_needless_colour(pixels, paper)

    def is_outside(self, line: Line) -> bool:
        """Whether a line lies wholly beside the sheet, not only beside what is cut out of it."""
        if self._page.get_rotation():  # then lines are not measured from the same corner
            return False
        place = self._place(line)
        return _apart(place, self._page.get_bbox()) and _apart(place, self._page.get_mediabox())

    def is_cut_off(self, line: Line) -> bool:
        """Whether all text of a line is drawn under a clip, or over an edge, that hides it."""
        if self._page.get_rotation():
            return False
        if self._text_boxes is None:
            self._text_boxes = page_clips.text_boxes(self._page)
        place = self._place(line)
        own = [text for text in self._text_boxes if text.has_middle_in(place)]
        return bool(own) and all(text.is_cut for text in own)

    def lines(self) -> list[Line]:
        """The text, line by line in the order in which the page draws it."""
        return page_text.lines(self._page)

    def cells(self) -> list[Line]:
        """The text of a table, cell by cell, row after row."""
        return page_text.cells(self._page)

    def _place(self, line: Line) -> page_clips.Box:
        """Where a line lies, as PDF counts: from the bottom."""
        left, _, _, top = self._page.get_bbox()
        return line.left + left, top - line.bottom, line.right + left, top - line.top

    def _pixel_size(self, width: int) -> tuple[int, int]:
        sides = (self.width, self.height)
        if not all(_MIN_SIDE <= side <= _MAX_SIDE for side in sides):
            raise PageFailed(f"a page of {self.width:g} by {self.height:g} points")
        scale = width / self.width
        scale = min(scale, (MAX_PIXELS / (self.width * self.height)) ** 0.5)
        scale = min(scale, MAX_SIDE / max(self.width, self.height))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    def _paint_until(
        self, bitmap: pypdfium2.PdfBitmap, pixels: tuple[int, int], deadline: float
    ) -> None:
        """Paint in steps, so that a page with millions of strokes can be given up."""
        pause = pdfium.IFSDK_PAUSE(version=1)
        late = type(pause.NeedToPauseNow)(lambda _pause: time.monotonic() > deadline)
        pause.NeedToPauseNow = late
        box = (0, 0, *pixels, 0, _FLAGS)
        status = pdfium.FPDF_RenderPageBitmap_Start(bitmap, self._page, *box, pause)
        pdfium.FPDF_RenderPage_Close(self._page)
        if status == pdfium.FPDF_RENDER_TOBECONTINUED:
            raise PageFailed("the page takes too long to paint")


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes have nothing in common; the corners of the second may be any two."""
    across = one[2] < min(other[0], other[2]) or one[0] > max(other[0], other[2])
    return across or one[3] < min(other[1], other[3]) or one[1] > max(other[1], other[3])


def _refusal(error: pypdfium2.PdfiumError, password: str | None) -> PdfRefused:
    if getattr(error, "err_code", None) == _ERR_PASSWORD:
        code = "password_protected" if password is None else "wrong_password"
        return PdfRefused(code, "the PDF is encrypted")
    return PdfRefused("damaged", f"PDFium: {error}")


def _bitmap_over(paper: bytearray, size: tuple[int, int]) -> pypdfium2.PdfBitmap:
    memory = (ctypes.c_ubyte * len(paper)).from_buffer(paper)
    raw = pdfium.FPDFBitmap_CreateEx(*size, pdfium.FPDFBitmap_BGRx, memory, size[0] * 4)
    return pypdfium2.PdfBitmap.from_raw(raw, ex_buffer=memory)


def _without_needless_colour(size: tuple[int, int], pixels: bytearray) -> Raster:
    """Grey pages are what most are, and cost a quarter from here on."""
    image = Image.frombuffer("RGBX", size, pixels, "raw", "RGBX", 0, 1)  # nothing is copied
    red, green = image.getchannel(0), image.getchannel(1)
    if ImageChops.difference(red, green).getbbox() is None:
        blue = image.getchannel(2)
        if ImageChops.difference(blue, green).getbbox() is None:
            return Raster(*size, "L", green.tobytes())
    return Raster(*size, "RGBX", pixels)
