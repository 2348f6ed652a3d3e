"""The door of `discovery`."""

from __future__ import annotations

from pecia.discovery.checking import check
from pecia.discovery.errors import NoIndex, NotUnderstood
from pecia.discovery.indexing import build, folder, index_marked, mark, mark_counted
from pecia.discovery.query import LONGEST, Filters, Query, parsed
from pecia.discovery.searching import Hit, Results, better_query, search
from pecia.discovery.snippets import Piece, marked
from pecia.discovery.suggestions.completing import Suggestions, suggest

__all__ = [
    "LONGEST",
    "Filters",
    "Hit",
    "NoIndex",
    "NotUnderstood",
    "Piece",
    "Query",
    "Results",
    "Suggestions",
    "better_query",
    "build",
    "check",
    "folder",
    "index_marked",
    "mark",
    "mark_counted",
    "marked",
    "parsed",
    "search",
    "suggest",
]
