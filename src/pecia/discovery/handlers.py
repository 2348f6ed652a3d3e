"""What the search does when documents change."""

from __future__ import annotations

from pecia.accounts.public import AccountErased
from pecia.discovery import indexing, saved_searches
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


def forget_searches(event: AccountErased) -> None:
    """Remove what somebody who closed their account kept here."""
    saved_searches.forget_searches_of(event.user_id)
