"""The files of a page in a rendering's folder."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from pecia.engine import images
from pecia.engine.rendering import Page
from pecia.engine.whole_files import written_whole


def write_page_files(folder: Path, page: Page, image: Image.Image) -> None:
    """The image and the thumbnail of a page, beside each other."""
    if image.mode != "L":
        image = image.convert("RGB")  # once for both
    picture = folder / f"page-{page.number:04d}.webp"
    thumbnail = folder / f"page-{page.number:04d}-small.webp"
    with written_whole(picture) as partial:
        images.write_page(image, partial)
    with written_whole(thumbnail) as partial:
        images.write_thumbnail(image, partial)
    page.image, page.thumbnail = picture, thumbnail
