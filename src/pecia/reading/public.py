"""The door of `reading`. Whoever gives out what comes from here has asked the gate before."""

from __future__ import annotations

from pecia.reading.artefacts import (
    FIRST,
    PDF,
    THUMBNAIL_WIDTH,
    WIDTH,
    WIDTHS,
    Line,
    clear_working_folders,
    edition_folder,
    folder_of,
    keep_first_image,
    keep_rendering,
    remove_all,
    remove_other_revisions,
    tokens,
    working_folder,
)
from pecia.reading.checking import check, is_complete
from pecia.reading.images import NotYet, first_image, has_first_image, page_image, thumbnail
from pecia.reading.models import Page
from pecia.reading.pages import (
    lines_of,
    pages_of,
    store_pages,
    texts_at,
    texts_of,
    texts_of_several,
)
from pecia.reading.pieces import Piece, flowing, pieces_of

__all__ = [
    "FIRST",
    "PDF",
    "THUMBNAIL_WIDTH",
    "WIDTH",
    "WIDTHS",
    "Line",
    "NotYet",
    "Page",
    "Piece",
    "check",
    "clear_working_folders",
    "edition_folder",
    "first_image",
    "flowing",
    "folder_of",
    "has_first_image",
    "is_complete",
    "keep_first_image",
    "keep_rendering",
    "lines_of",
    "page_image",
    "pages_of",
    "pieces_of",
    "remove_all",
    "remove_other_revisions",
    "store_pages",
    "texts_at",
    "texts_of",
    "texts_of_several",
    "thumbnail",
    "tokens",
    "working_folder",
]
