"""The files of a page in a rendering's folder."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pecia.engine import images
from pecia.engine.rendering import Page


def write_page_files(folder: Path, page: Page, image: Image.Image) -> None:
    """The image and the thumbnail of a page, beside each other."""
    page.image = folder / f"page-{page.number:04d}.webp"
    page.thumbnail = folder / f"page-{page.number:04d}-small.webp"
    images.write_page(image, page.image)
    images.write_thumbnail(image, page.thumbnail)
