"""Entries as PostgreSQL's text search takes them: each cut into parts, each part a tsvector.

A tsvector knows 16,383 places, 256 of them for one term, and takes a megabyte. A document that
needs more becomes several parts; neighbours share as much text as the longest query has, so that
no phrase falls between two of them. Terms are written as they are, past PostgreSQL's own parser.

Weights: A the title, B keywords and description, C what everybody may read, D the rest. Stems
stand without a place, behind a `~` that no term has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pecia.discovery import analysis
from pecia.discovery.index.protocol import Entry
from pecia.discovery.query import LONGEST

WEIGHTS = {"title": "A", "words": "B", "text": "C", "rest": "D"}
STEM = "~"
_MOST_PLACES = 8_000  # of a part; a smaller one is read faster
_MOST_OF_A_TERM = 255
_GAP = 10  # places between two fields: no phrase reaches over them
Terms = list[tuple[str, int, str]]  # term, place, weight


@dataclass(slots=True)
class _Part:
    """A part while it is filled."""

    begin: int
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def has_room_for(self, term: str, place: int) -> bool:
        return (
            place - self.begin < _MOST_PLACES and len(self.places.get(term, ())) < _MOST_OF_A_TERM
        )

    def add(self, term: str, place: int, weight: str) -> None:
        self.places[term].append(f"{place - self.begin + 1}{weight}")


def vectors(entry: Entry) -> list[str]:
    """The parts of an entry as literals of tsvectors; at least one."""
    parts = list(_parts(_terms(entry)))
    return [_literal(part, entry.language) for part in parts]


def quoted(term: str) -> str:
    """A term within a literal."""
    doubled = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def _terms(entry: Entry) -> Terms:
    found: Terms = []
    place = 0
    for name, weight in WEIGHTS.items():
        for term in analysis.terms(getattr(entry, name)):
            found.append((term, place, weight))
            place += 1
        place += _GAP
    return found


def _parts(terms: Terms) -> Iterator[_Part]:
    part = _Part(0)
    for at, (term, place, weight) in enumerate(terms):
        if not part.has_room_for(term, place):
            yield part
            part = _next(terms, at)
        part.add(term, place, weight)
    yield part


def _next(terms: Terms, end: int) -> _Part:
    """A part that begins with what stands before `end`, as much as a query can be long."""
    begin, room = end, float(LONGEST)
    while begin > 0 and room > 0:
        begin -= 1
        term = terms[begin][0]
        room -= 0.5 if analysis.is_east(term) else len(term)
    part = _Part(terms[begin][1])
    for term, place, weight in terms[begin:end]:
        part.add(term, place, weight)
    return part


def _literal(part: _Part, language: str) -> str:
    told = [f"{quoted(term)}:{','.join(places)}" for term, places in part.places.items()]
    stems = analysis.stems(list(part.places), language)
    return " ".join([*told, *(quoted(STEM + stem) for stem in sorted(stems))])
