"""The door of `discovery`."""

from __future__ import annotations

from pecia.discovery.checking import check
from pecia.discovery.errors import NoIndex, NotUnderstood
from pecia.discovery.indexing import build, folder, index_marked, mark, mark_counted
from pecia.discovery.query import LONGEST, Filters, Query, parsed
from pecia.discovery.query_log.known import Asked
from pecia.discovery.query_log.noting import note_query
from pecia.discovery.query_log.suggesting import (
    asked_in_vain,
    most_asked,
    popular_queries,
    queries_about,
    related_queries,
    set_suggested,
)
from pecia.discovery.query_log.summing import sum_queries
from pecia.discovery.searching import Hit, Results, search
from pecia.discovery.snippets import Piece, marked

__all__ = [
    "LONGEST",
    "Asked",
    "Filters",
    "Hit",
    "NoIndex",
    "NotUnderstood",
    "Piece",
    "Query",
    "Results",
    "asked_in_vain",
    "build",
    "check",
    "folder",
    "index_marked",
    "mark",
    "mark_counted",
    "marked",
    "most_asked",
    "note_query",
    "parsed",
    "popular_queries",
    "queries_about",
    "related_queries",
    "search",
    "set_suggested",
    "sum_queries",
]
