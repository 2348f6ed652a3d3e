"""Where in a document a query is found: the page, and a few words of it with the finds marked.

Only text that the caller may show goes in; what comes out is cut from it and from nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pecia.discovery import analysis
from pecia.discovery.query import Clause, Query

LENGTH = 160  # characters of a snippet; East Asian ones count twice
_BEFORE = 40
_QUERIES = 64  # whose patterns are kept
_CHARACTERS = 16_384  # of which it is kept how wide they are
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; `is_find` where it is what was looked for."""

    text: str
    is_find: bool = False


@lru_cache(_QUERIES)  # asked for again by the title of every hit
def patterns_of(query: Query) -> tuple[re.Pattern[str], ...]:
    """One for each clause: finds it in folded text."""
    return tuple(_pattern(clause) for clause in query.wanted)


def best_page(pages: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> int | None:
    """The number of the folded page with the most of the clauses, the first of several; or None."""
    best, most = None, 0
    for number, page in enumerate(pages, 1):
        found = sum(pattern.search(page) is not None for pattern in patterns)
        if found > most:
            best, most = number, found
        if most == len(patterns):
            break
    return best


def marked(text: str, query: Query) -> tuple[Piece, ...]:
    """A whole text, such as a title, with the finds marked."""
    spans = _spans(text, patterns_of(query))
    return tuple(_pieces(text, 0, len(text), spans))


def snippet(text: str, patterns: Sequence[re.Pattern[str]]) -> tuple[Piece, ...]:
    """A few words around the first finds in a text."""
    clean = _SPACE.sub(" ", text).strip()
    spans = _spans(clean, patterns)
    first = spans[0][0] if spans else 0
    begin = _word_begin(clean, max(0, first - _BEFORE))
    end = _end(clean, begin)
    return tuple(_pieces(clean, begin, end, spans))


def _spans(text: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int]]:
    """Where in the text the finds begin and end."""
    folded, places = _folded_with_places(text)
    return sorted(
        (places[found.start()], places[found.end() - 1] + 1)
        for pattern in patterns
        for found in pattern.finditer(folded)
        if found.end() > found.start()
    )


def _pattern(clause: Clause) -> re.Pattern[str]:
    """Runs one after the other; a word also with other endings, unless it is a phrase."""
    parts = []
    for run in clause.runs:
        if analysis.is_east(run):
            parts.append(re.escape(run))
        elif clause.exact:
            parts.append(rf"(?<!\w){re.escape(run)}(?!\w)")
        else:
            shortest = min((run, *analysis.stems_in_any_language(run)), key=len)
            common = shortest if run.startswith(shortest) and len(shortest) > 2 else run
            parts.append(rf"(?<!\w){re.escape(common)}\w*")
    return re.compile(r"\W*".join(parts))


def _folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in the text."""
    folded = analysis.fold(text)
    if len(folded) == len(text):
        return folded, range(len(text))
    parts, places = [], []
    for place, character in enumerate(text):
        form = unicodedata.normalize("NFKC", character).lower()
        parts.append(form)
        places += [place] * len(form)
    joined = "".join(parts)
    simplified = analysis.fold(joined)
    return (simplified if len(simplified) == len(joined) else joined), places


def _word_begin(text: str, place: int) -> int:
    """Not within a word."""
    while 0 < place < len(text) and text[place - 1].isalnum() and not analysis.is_east(text[place]):
        place -= 1
    return place


def _end(text: str, begin: int) -> int:
    if text[begin : begin + LENGTH].isascii():
        room, place = 0, min(begin + LENGTH, len(text))
    else:
        room, place = LENGTH, begin
    while place < len(text) and room > 0:
        room -= _width(text[place])
        place += 1
    cut = text.rfind(" ", begin, place)
    return cut if place < len(text) and cut > begin + LENGTH // 2 else place


@lru_cache(_CHARACTERS)
def _width(character: str) -> int:
    return 2 if analysis.is_east(character) else 1


def _pieces(text: str, begin: int, end: int, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces = [Piece("…")] if begin else []
    at = begin
    for start, stop in spans:
        if start < at or start >= end:
            continue
        end = max(end, stop)
        pieces += [Piece(text[at:start]), Piece(text[start:stop], is_find=True)]
        at = stop
    pieces.append(Piece(text[at:end]))
    if end < len(text):
        pieces.append(Piece("…"))
    return [piece for piece in pieces if piece.text]
