"""The door of `discovery`."""

from __future__ import annotations

from pecia.discovery.checking import check
from pecia.discovery.errors import NoIndex, NotUnderstood
from pecia.discovery.indexing import build, folder, index_marked, mark, mark_counted
from pecia.discovery.models import SavedSearch
from pecia.discovery.noted import end_note, note_document, note_of, noted_documents
from pecia.discovery.offering import offered
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
from pecia.discovery.recommending.guessing import Guess, Why, guess, most_read
from pecia.discovery.recommending.nightly import recommend
from pecia.discovery.recommending.remembering import (
    forget_reading,
    numbers_read_by,
    read_by,
    remember_reading,
    remembers,
    set_remembering,
)
from pecia.discovery.recommending.together import count_together, forget_seldom_together
from pecia.discovery.related.documents import Related, Way, related_documents
from pecia.discovery.saved_searches import (
    forget_search,
    is_saved,
    save_search,
    saved_searches_of,
)
from pecia.discovery.searching import Hit, Results, better_query, search
from pecia.discovery.snippets import Piece, marked
from pecia.discovery.suggestions.completing import Suggestions
from pecia.discovery.tasks import enqueue_nightly_run

__all__ = [
    "LONGEST",
    "Asked",
    "Filters",
    "Guess",
    "Hit",
    "NoIndex",
    "NotUnderstood",
    "Piece",
    "Query",
    "Related",
    "Results",
    "SavedSearch",
    "Suggestions",
    "Way",
    "Why",
    "asked_in_vain",
    "better_query",
    "build",
    "check",
    "count_together",
    "end_note",
    "enqueue_nightly_run",
    "folder",
    "forget_reading",
    "forget_search",
    "forget_seldom_together",
    "guess",
    "index_marked",
    "is_saved",
    "mark",
    "mark_counted",
    "marked",
    "most_asked",
    "most_read",
    "note_document",
    "note_of",
    "note_query",
    "noted_documents",
    "numbers_read_by",
    "offered",
    "parsed",
    "popular_queries",
    "queries_about",
    "read_by",
    "recommend",
    "related_documents",
    "related_queries",
    "remember_reading",
    "remembers",
    "save_search",
    "saved_searches_of",
    "search",
    "set_remembering",
    "set_suggested",
    "sum_queries",
]
