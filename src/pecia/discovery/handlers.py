"""What the search does when documents change."""

from __future__ import annotations

from pecia.accounts.public import AccountErased
from pecia.discovery import indexing, saved_searches
from pecia.discovery.recommending import remembering
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


def forget_person(event: AccountErased) -> None:
    """Forget what somebody has read and kept here."""
    remembering.forget_person(event.user_id)
    saved_searches.forget_searches_of(event.user_id)
