"""Reading what the converters write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2


def texts(path: Path) -> list[str]:
    """The text of each page, white space made single."""
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return [" ".join(text.replace("\ufffe", "").split()) for text in pages]


def sizes(path: Path) -> list[tuple[float, float]]:
    """The size of each page in points."""
    with pypdfium2.PdfDocument(path) as pdf:
        found = [page.get_size() for page in pdf]
    return [(float(width), float(height)) for width, height in found]


def pixel(path: Path, x: float, y: float, page: int = 0) -> tuple[int, ...]:
    """The colour at a place of a page, given as shares of its width and height."""
    with pypdfium2.PdfDocument(path) as pdf:
        picture = pdf[page].render(scale=1).to_pil().convert("RGB")
    found = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


def count_images(path: Path) -> int:
    """How many pictures the first page uses."""
    with pikepdf.open(path) as pdf:
        drawn: Any = pdf.pages[0].resources.get("/XObject", {})
        return sum(1 for name in drawn if drawn[name].Subtype == "/Image")


def font_names(path: Path) -> set[str]:
    """The fonts of the first page."""
    with pikepdf.open(path) as pdf:
        fonts: Any = pdf.pages[0].resources.get("/Font", {})
        return {str(fonts[name].BaseFont).partition("+")[2] for name in fonts}
