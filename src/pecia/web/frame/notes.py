"""Documents that supervisors note, as lists show them."""

from __future__ import annotations

from pecia.discovery.public import noted_documents
from pecia.library.public import Category
from pecia.web.frame.entries import entries_of
from pecia.web.frame.page import Noted


def noted(size: int, category: Category | None = None) -> tuple[Noted, ...]:
    """Each with its reason and who has signed it."""
    rows = list(noted_documents(size, category))
    entries = entries_of(row.document for row in rows)
    return tuple(
        Noted(entry, row.reason, row.by.name if row.by else "", row.noted_at)
        for row, entry in zip(rows, entries, strict=True)
    )
