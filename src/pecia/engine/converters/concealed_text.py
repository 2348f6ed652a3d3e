"""Text of a page that nobody who looks at the page can read.

Lines are held against the pixels: text where the page shows nothing was not meant for the eye
(white on white, or under a black bar). What a clip cuts off is another thing: a chart over the
edge of a printed page is drawn on both pages whole, and each shows its part.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from pecia.engine.converters.page_text import Line
from pecia.engine.converters.pdf_pages import PdfPage

_NO_INK = 10  # between the darkest and the lightest pixel of a box in which nothing is seen
_TOO_SMALL, _MANY_LETTERS = 1.6, 30  # points; a sentence


def concealed_lines(
    page: PdfPage, lines: Sequence[Line], grey: Image.Image | None, *, table: bool = False
) -> int:
    """How many lines the page does not show; without its picture `grey`, as far as can be told.

    `table`: a page of a spreadsheet. LibreOffice made it, and what it cut off stands on the next.
    """
    unseen = lines_without_ink(grey, lines, grey.width / page.width) if grey is not None else []
    cut = [line for line in unseen if page.is_cut_off(line)]
    tiny = [line for line in lines if line.bottom - line.top < _TOO_SMALL]
    outside = [] if table else [*cut, *(line for line in lines if page.is_outside(line))]
    return len(unseen) - len(cut) + _if_many_letters({*tiny, *outside})


def lines_without_ink(grey: Image.Image, lines: Sequence[Line], scale: float) -> list[Line]:
    """The lines whose box is one flat shade in `grey`, the picture of the page.

    `scale` is pixels a point.
    """
    return [line for line in lines if not _has_ink(grey, line, scale)]


def is_flat(grey: Image.Image) -> bool:
    """Whether nothing can be seen in a picture."""
    low, high = grey.getextrema()
    return float(high) - float(low) < _NO_INK  # type: ignore[arg-type]


def _if_many_letters(lines: set[Line]) -> int:
    """Lines too small for the eye, or beside the sheet, count where they are not few.

    A drawing that was made smaller has tiny text too, but of some letters only.
    """
    letters = sum(character.isalnum() for line in lines for character in line.text)
    return len(lines) if letters >= _MANY_LETTERS else 0


def _has_ink(grey: Image.Image, line: Line, scale: float) -> bool:
    left, top = max(0, int(line.left * scale)), max(0, int(line.top * scale))
    right = min(grey.width, int(line.right * scale) + 1)
    bottom = min(grey.height, int(line.bottom * scale) + 1)
    if right <= left or bottom <= top:
        return True  # outside the page: nothing covers it
    return not is_flat(grey.crop((left, top, right, bottom)))
