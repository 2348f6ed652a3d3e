"""Queries of ours as queries of the embedded index.

A clause is looked for in the title, the keywords and the text; all clauses must be there. Where
that finds little, documents that have most of them fill up the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import tantivy
from tantivy import Occur, Query

from pecia.discovery.index import clauses
from pecia.discovery.index.tantivy_schema import seconds
from pecia.discovery.query import Clause, Filters
from pecia.discovery.query import Query as Wanted

# How much a find in a field counts. Much more for titles would hide what is in the text.
_WEIGHTS = {"title": 2.0, "words": 1.3, "text": 1.0, "rest": 1.0}
_STEM_WEIGHT = 0.6
_TOGETHER = 2.0  # all clauses side by side, as they were typed


class Builder:
    """Makes queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def strict(self, wanted: Wanted, without: Sequence[int]) -> Query:
        """Documents that have every clause and pass every filter."""
        musts = [(Occur.Must, self._clause(clause)) for clause in wanted.wanted]
        return self._with_filters(musts or [(Occur.Must, Query.all_query())], wanted, without)

    def loose(self, wanted: Wanted, without: Sequence[int]) -> Query:
        """Documents that have most of the clauses, at least half of them."""
        shoulds = [(Occur.Should, self._clause(clause)) for clause in wanted.wanted]
        some = Query.boolean_query(shoulds, minimum_number_should_match=-(-len(shoulds) // 2))
        excluded = (Occur.MustNot, self._all_of(wanted))
        return self._with_filters([(Occur.Must, some), excluded], wanted, without)

    def _all_of(self, wanted: Wanted) -> Query:
        return Query.boolean_query([(Occur.Must, self._clause(each)) for each in wanted.wanted])

    def _with_filters(
        self, parts: list[tuple[Occur, Query]], wanted: Wanted, without: Sequence[int]
    ) -> Query:
        parts = [*parts, *((Occur.Must, each) for each in self._filters(wanted.filters))]
        parts += [(Occur.MustNot, self._clause(clause)) for clause in wanted.unwanted]
        if without:
            hidden = Query.term_set_query(self._schema, "key", list(without))
            parts.append((Occur.MustNot, hidden))
        parts += [(Occur.Should, each) for each in self._together(wanted.wanted)]
        return Query.boolean_query(parts)

    def _clause(self, clause: Clause) -> Query:
        fields = ["title"] if clause.in_title else self._fields(clause)
        finds = [
            (Occur.Should, Query.boost_query(self._in_field(name, clause), _WEIGHTS[name]))
            for name in fields
        ]
        if found := clauses.stems_of(clause):
            stems = Query.term_set_query(self._schema, "stems", found)
            finds.append((Occur.Should, Query.const_score_query(stems, _STEM_WEIGHT)))
        return Query.boolean_query(finds)

    def _fields(self, clause: Clause) -> list[str]:
        """Where to look. Nobody learns by quoting it whether a long passage is on a closed page."""
        is_a_quote = clauses.is_a_quote(clause)
        return [name for name in _WEIGHTS if not (is_a_quote and name == "rest")]

    def _in_field(self, name: str, clause: Clause) -> Query:
        places = list(clauses.places(clause))
        if len(places) == 1:
            return self._term(name, places[0][1])
        if clauses.must_stand_in_a_row(clause):
            return Query.phrase_query(self._schema, name, [*places])
        pairs = [(Occur.Must, self._term(name, term)) for _place, term in places]
        return Query.boolean_query(pairs)

    def _together(self, wanted: Sequence[Clause]) -> list[Query]:
        """A bonus where all stands in a row, in the title or in the text."""
        row = clauses.in_a_row(wanted)
        if row is None:
            return []
        names = ("title", *(name for name in self._fields(row) if name in ("text", "rest")))
        phrases = (self._in_field(name, row) for name in names)
        return [Query.boost_query(phrase, _TOGETHER) for phrase in phrases]

    def like(self, terms: Sequence[tuple[str, float]], key: int) -> Query:
        """Documents other than `key` that have some of these terms, each with its weight."""
        finds = [
            (Occur.Should, Query.boost_query(self._term(name, term), weight))
            for term, weight in terms
            for name in ("title", "text")
        ]
        this = Query.term_query(self._schema, "key", key)
        return Query.boolean_query(
            [(Occur.Must, Query.boolean_query(finds)), (Occur.MustNot, this)]
        )

    def _term(self, name: str, term: str) -> Query:
        return Query.term_query(self._schema, name, term, "freq")

    def _filters(self, filters: Filters) -> list[Query]:
        made = [
            Query.term_set_query(self._schema, name, list(values))
            for name in ("category", "format", "lang", "licence", "access", "uploader")
            if (values := getattr(filters, name))
        ]
        if filters.year:
            years = [int(year) for year in filters.year if year.isdecimal()]
            made.append(Query.term_set_query(self._schema, "year", years))
        made += self._between("pages", *filters.pages)
        after, before = filters.published
        made += self._between("published", _second(after), _second(before, last=True))
        until = seconds(filters.until) if filters.until else None
        return made + self._between("published", None, until)

    def _between(self, name: str, low: int | None, high: int | None) -> list[Query]:
        if low is None and high is None:
            return []
        kind = tantivy.FieldType.Unsigned
        return [Query.range_query(self._schema, name, kind, low, high)]


def _second(day: date | None, *, last: bool = False) -> int | None:
    if day is None:
        return None
    begins = datetime.combine(day, time(), UTC)
    return seconds(begins + timedelta(days=1)) - 1 if last else seconds(begins)
