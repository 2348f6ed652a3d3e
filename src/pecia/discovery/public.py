"""The door of `discovery`."""

from __future__ import annotations

from pecia.discovery.checking import check
from pecia.discovery.errors import NoIndex, NotUnderstood
from pecia.discovery.indexing import build, folder, index_marked, mark, mark_counted
from pecia.discovery.query import LONGEST, Filters, Query, parsed
from pecia.discovery.searching import Hit, Results, search
from pecia.discovery.snippets import Piece, marked

__all__ = [
    "LONGEST",
    "Filters",
    "Hit",
    "NoIndex",
    "NotUnderstood",
    "Piece",
    "Query",
    "Results",
    "build",
    "check",
    "folder",
    "index_marked",
    "mark",
    "mark_counted",
    "marked",
    "parsed",
    "search",
]
