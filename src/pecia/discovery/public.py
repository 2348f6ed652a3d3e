"""The door of `discovery`."""

from __future__ import annotations

from pecia.discovery.checking import check
from pecia.discovery.errors import NoIndex, NotUnderstood
from pecia.discovery.indexing import build, folder, index_marked, mark, mark_counted
from pecia.discovery.models import SavedSearch
from pecia.discovery.query import LONGEST, Filters, Query, parsed
from pecia.discovery.saved_searches import (
    LONGEST_ADDRESS,
    forget_search,
    is_saved,
    save_search,
    saved_searches_of,
)
from pecia.discovery.searching import Hit, Results, better_query, search
from pecia.discovery.snippets import Piece, marked
from pecia.discovery.suggestions.completing import Suggestions, suggest

__all__ = [
    "LONGEST",
    "LONGEST_ADDRESS",
    "Filters",
    "Hit",
    "NoIndex",
    "NotUnderstood",
    "Piece",
    "Query",
    "Results",
    "SavedSearch",
    "Suggestions",
    "better_query",
    "build",
    "check",
    "folder",
    "forget_search",
    "index_marked",
    "is_saved",
    "mark",
    "mark_counted",
    "marked",
    "parsed",
    "save_search",
    "saved_searches_of",
    "search",
    "suggest",
]
