"""What is offered while somebody types: what others ask, then what titles have."""

from __future__ import annotations

from dataclasses import replace

from pecia.discovery import analysis
from pecia.discovery.query_log.suggesting import popular_queries
from pecia.discovery.suggestions.completing import WORDS, Suggestions, suggest

_POPULAR = 3


def offered(typed: str) -> Suggestions:
    """Queries that many have asked and that begin so, words of titles, documents, categories."""
    found = suggest(typed)
    asked = popular_queries(typed, _POPULAR) if typed.strip() else ()
    queries = dict.fromkeys((*asked, *found.queries))
    queries.pop(" ".join(analysis.fold(typed).split()), None)
    return replace(found, queries=tuple(queries)[:WORDS])
