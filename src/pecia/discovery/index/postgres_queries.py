"""Queries of ours as tsqueries, and as SQL for the keys of the documents that fit.

A document of one part is found in it. Of one with several parts each need may be met in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from pecia.discovery.index import clauses
from pecia.discovery.index.postgres_vectors import STEM, quoted
from pecia.discovery.query import Clause, Filters, Query

Value = str | int | float | datetime | list[int] | list[str] | list[float]
KEYWORDS = ("category", "format", "lang", "licence", "access", "uploader")
_ANYWHERE, _OPEN, _TITLE = "", "ABC", "A"


@dataclass(slots=True)
class Sql:
    """A piece of SQL with its values."""

    text: str
    values: list[Value] = field(default_factory=list)

    def __add__(self, other: Sql) -> Sql:
        return Sql(self.text + other.text, self.values + other.values)


def joined(pieces: Iterable[Sql], between: str) -> Sql:
    """Pieces one after the other."""
    listed = list(pieces)
    values = [value for piece in listed for value in piece.values]
    return Sql(between.join(piece.text for piece in listed), values)


def needs(clause: Clause) -> list[str]:
    """The tsqueries that a document must all fit for a clause."""
    weights = _weights(clause)
    places = list(clauses.places(clause))
    if len(places) == 1:
        stems = [f"{STEM}{stem}" for stem in clauses.stems_of(clause)]
        terms = [f"{quoted(places[0][1])}{weights}", *map(quoted, stems)]
        return [f"({' | '.join(terms)})"]
    if clauses.must_stand_in_a_row(clause):
        return [_phrase(places, weights)]
    return [f"{quoted(term)}{weights}" for _place, term in places]


def all_needs(wanted: Sequence[Clause]) -> list[str]:
    """The tsqueries of all clauses."""
    return [need for clause in wanted for need in needs(clause)]


def row_of(wanted: Sequence[Clause]) -> str:
    """A tsquery for all of it side by side; the clauses themselves where that says nothing."""
    row = clauses.in_a_row(wanted)
    if row is None:
        return " & ".join(all_needs(wanted))
    return _phrase(list(clauses.places(row)), _weights(row))


def either(queries: Sequence[str]) -> str:
    """A tsquery for any of several."""
    return " | ".join(queries)


def keys_of(found: Sequence[str]) -> Sql:
    """SQL for the keys of documents that fit all of these tsqueries, each once."""
    whole = Sql(
        "SELECT key FROM {parts} WHERE is_whole AND vector @@ %s::tsquery", [" & ".join(found)]
    )
    pieces = [
        Sql("SELECT key FROM {parts} WHERE NOT is_whole AND vector @@ %s::tsquery", [each])
        for each in found
    ]
    return whole + Sql(" UNION (") + joined(pieces, " INTERSECT ") + Sql(")")


def strict(wanted: Sequence[Clause]) -> Sql:
    """SQL for the keys of documents that have every clause."""
    return keys_of(all_needs(wanted)) if wanted else Sql("SELECT key FROM {documents}")


def loose(wanted: Sequence[Clause]) -> Sql:
    """SQL for keys of documents with at least half of the clauses but not all, with their merit:
    rare clauses count for more."""
    each = [
        Sql("SELECT %s::int AS clause, key FROM (", [place])
        + keys_of(needs(clause))
        + Sql(f") AS keys_{place}")
        for place, clause in enumerate(wanted)
    ]
    merit = Sql(
        "), merits AS (SELECT clause, ln(1 + (SELECT count(*) FROM {documents})"
        " / count(*)::float8) AS merit FROM hits GROUP BY clause)"
        " SELECT key, sum(merit) AS merit FROM hits JOIN merits USING (clause)"
        " GROUP BY key HAVING count(*) >= %s AND count(*) < %s",
        [-(-len(wanted) // 2), len(wanted)],
    )
    return Sql("WITH hits AS (") + joined(each, " UNION ALL ") + merit


def is_narrowed(query: Query, without: Sequence[int]) -> bool:
    """Whether a document must be more than have the words."""
    return bool(query.filters != Filters() or query.unwanted or without)


def conditions(query: Query, without: Sequence[int], freed: str = "") -> Sql:
    """What documents `d` must be besides having the words, but for the filter that is set free."""
    filters = query.filters
    told = [
        Sql(f"d.{name} = ANY(%s)", [list(values)])
        for name in KEYWORDS
        if name != freed and (values := getattr(filters, name))
    ]
    if filters.year and freed != "year":
        told.append(Sql("d.year = ANY(%s)", [[int(y) for y in filters.year if y.isdecimal()]]))
    told += _between("pages", *filters.pages)
    after, before = filters.published
    told += _between("published", _moment(after), _moment(before, last=True))
    told += _between("published", None, filters.until)
    told += [_lacks(clause) for clause in query.unwanted]
    if without:
        told.append(Sql("d.key <> ALL(%s)", [list(without)]))
    return joined([Sql("TRUE"), *told], " AND ")


def _lacks(clause: Clause) -> Sql:
    found = keys_of(needs(clause))
    return Sql("NOT EXISTS (SELECT FROM (") + found + Sql(") AS u WHERE u.key = d.key)")


def _weights(clause: Clause) -> str:
    letters = _OPEN if clauses.is_a_quote(clause) else _ANYWHERE
    letters = _TITLE if clause.in_title else letters
    return f":{letters}" if letters else ""


def _phrase(places: list[tuple[int, str]], weights: str) -> str:
    told, before = "", 0
    for place, term in places:
        between = f" <{place - before}> " if told else ""
        told, before = f"{told}{between}{quoted(term)}{weights}", place
    return f"({told})"


def _between(name: str, low: Value | None, high: Value | None) -> list[Sql]:
    told = [Sql(f"d.{name} >= %s", [low])] if low is not None else []
    return told + ([Sql(f"d.{name} <= %s", [high])] if high is not None else [])


def _moment(day: date | None, *, last: bool = False) -> datetime | None:
    if day is None:
        return None
    begins = datetime.combine(day, time(), UTC)
    return begins + timedelta(days=1, microseconds=-1) if last else begins
