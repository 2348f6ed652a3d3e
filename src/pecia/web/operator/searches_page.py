"""What the operator's page of searches is given."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.web.frame.page import HIDDEN, Chip, Meta


@dataclass(frozen=True)
class QueryRow:
    """A query with how many people asked it in its best week, and how often it was asked."""

    chip: Chip
    people: int
    times: int
    is_suggested: bool = True


@dataclass(frozen=True)
class SearchesPage:
    """`web/operator/searches.html`. Sent with `hide` or `show` and a query."""

    missing: tuple[QueryRow, ...]
    asked: tuple[QueryRow, ...]
    fewest: int
    days: int
    meta: Meta = HIDDEN
