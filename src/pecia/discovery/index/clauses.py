"""What every backend makes of a clause: its terms, where it may be looked for, what is typical."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pecia.discovery import analysis
from pecia.discovery.query import Clause

SHORT = 3  # characters of a run whose two pairs must stand together
_SECRET_LENGTH = 24  # characters; who quotes more of a text than this wants to know if it is there
_READ, _CANDIDATES = 20_000, 120  # of a text that others are compared with: characters, terms


def places(clause: Clause) -> Iterator[tuple[int, str]]:
    """The terms of a clause, each with its place in a row."""
    at = 0
    for run in clause.runs:
        yield from ((at + place, term) for place, term in analysis.sought(run))
        at += analysis.width(run)


def is_a_quote(clause: Clause) -> bool:
    """Whether it is so long that nobody may learn by it what stands on a closed page.

    Unquoted too, since Chinese is written without spaces.
    """
    return clause.length > _SECRET_LENGTH


def must_stand_in_a_row(clause: Clause) -> bool:
    """Whether its terms make a phrase."""
    return clause.exact or len(clause.runs[0]) == SHORT


def in_a_row(clauses: Sequence[Clause]) -> Clause | None:
    """All of them side by side, as they were typed; nothing where that says nothing new."""
    runs = tuple(run for clause in clauses for run in clause.runs)
    return Clause(runs, exact=True) if sum(map(len, runs)) > 1 else None


def stems_of(clause: Clause) -> list[str]:
    """The stems by which a word is also found, itself among them; none for what has no stem."""
    if clause.exact or clause.in_title or analysis.is_east(clause.runs[0]):
        return []
    return sorted(analysis.stems_in_any_language(clause.runs[0]) | {clause.runs[0]})


def candidates(folded: str) -> list[tuple[str, int]]:
    """The most frequent terms of a text, with how often each is there."""
    counts = Counter(term for term in analysis.terms(folded[:_READ]) if len(term) > 1)
    common = counts.most_common(_CANDIDATES)
    return [(term, times) for term, times in common if not term.isdecimal()]
