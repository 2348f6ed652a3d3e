"""What the search does when documents change."""

from __future__ import annotations

from pecia.discovery import indexing
from pecia.library.public import (
    DocumentDescribed,
    DocumentErased,
    DocumentHidden,
    DocumentPublished,
)


def mark_document(
    event: DocumentPublished | DocumentDescribed | DocumentHidden | DocumentErased,
) -> None:
    """Have the indexer look at the document."""
    indexing.mark([event.document_id])
