"""Documents that supervisors note, as lists show them."""

from __future__ import annotations

from pecia.discovery.public import noted_documents
from pecia.library.public import Category
from pecia.web.frame.entries import entry_of
from pecia.web.frame.page import Noted


def noted(size: int, category: Category | None = None) -> tuple[Noted, ...]:
    """Each with its reason and who has signed it."""
    return tuple(
        Noted(entry_of(row.document), row.reason, row.by.name if row.by else "", row.noted_at)
        for row in noted_documents(size, category)
    )
