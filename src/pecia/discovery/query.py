"""The query language: words, "phrases", -not, and filters such as title: or pages:10..50.

    quality "annual report" -draft format:docx pages:10..50 after:2024

Words are folded as texts are. A filter with a value that it can't have is an error that says how
to write it; a word with a colon that is no filter is an ordinary word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from pecia.discovery import analysis
from pecia.discovery.errors import NotUnderstood

LONGEST = 200  # characters of a query
_MOST_TERMS = 24
_PART = re.compile(r'(?P<no>-)?(?:(?P<name>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"',
                         "『": '"', "』": '"', "：": ":"})  # fmt: skip
_EXAMPLES = {
    "pages": "pages:10..50",
    "before": "before:2024-12-31",
    "after": "after:2024-01-01",
}
_WORDS = ("category", "format", "lang", "uploader")


@dataclass(frozen=True, slots=True)
class Clause:
    """Runs that stand together: a word, or a phrase in its order."""

    runs: tuple[str, ...]
    exact: bool = False  # as a phrase
    in_title: bool = False

    @property
    def length(self) -> int:
        """In characters."""
        return sum(map(len, self.runs))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document must be, besides holding the words. Several values of one: any of them."""

    category: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    uploader: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    pages: tuple[int | None, int | None] = (None, None)
    published: tuple[date | None, date | None] = (None, None)
    until: datetime | None = None  # not published after that moment: pages stay as they were


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for."""

    text: str
    wanted: tuple[Clause, ...] = ()
    unwanted: tuple[Clause, ...] = ()
    filters: Filters = field(default_factory=Filters)
    number: int | None = None  # a document number was typed

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows it down."""
        return not self.wanted and self.filters == Filters()


def parsed(text: str) -> Query:
    """Read a query. Raises `NotUnderstood` for a filter with a wrong value."""
    clean = text[:LONGEST].translate(_QUOTES)
    query = Query(text.strip(), number=_number(clean))
    for part in _PART.finditer(clean):
        query = _with(query, part)
    return replace(query, wanted=query.wanted[:_MOST_TERMS], unwanted=query.unwanted[:_MOST_TERMS])


def _with(query: Query, part: re.Match[str]) -> Query:
    name, phrase = part["name"], part["phrase"]
    value = phrase if phrase is not None else part["word"]
    if name in _WORDS and not part["no"]:
        return replace(query, filters=_add(query.filters, name, value))
    if name in _EXAMPLES and not part["no"]:
        return replace(query, filters=_range(query.filters, name, value))
    if name is not None and name != "title":
        value = f"{name} {value}"
    clauses = _clauses(value, exact=phrase is not None, in_title=name == "title")
    if part["no"]:
        return replace(query, unwanted=(*query.unwanted, *clauses))
    return replace(query, wanted=(*query.wanted, *clauses))


def _clauses(value: str, *, exact: bool, in_title: bool) -> tuple[Clause, ...]:
    """A phrase is one clause. Of a word, runs that are joined without a space stay together when
    they are of letters and digits (GB/T, 19001-2016); Chinese beside Latin are two."""
    runs = analysis.runs(analysis.fold(value))
    if exact:
        return (Clause(tuple(runs), exact=True, in_title=in_title),) if runs else ()
    clauses: list[Clause] = []
    for run in runs:
        east = analysis.is_east(run)
        if clauses and not east and not analysis.is_east(clauses[-1].runs[-1]):
            clauses[-1] = Clause((*clauses[-1].runs, run), exact=True, in_title=in_title)
        else:
            clauses.append(Clause((run,), in_title=in_title))
    return tuple(clauses)


def _add(filters: Filters, name: str, value: str) -> Filters:
    known: tuple[str, ...] = getattr(filters, name)
    changed: dict[str, Any] = {name: (*known, value.lower())}
    return replace(filters, **changed)


def _range(filters: Filters, name: str, value: str) -> Filters:
    try:
        if name == "pages":
            return replace(filters, pages=_pages(value))
        after, before = filters.published
        day = _day(value, last=name == "before")
        ends = (day, before) if name == "after" else (after, day)
        return replace(filters, published=ends)
    except ValueError as error:
        raise NotUnderstood(word=f"{name}:{value}", example=_EXAMPLES[name]) from error


def _pages(value: str) -> tuple[int | None, int | None]:
    low, dots, high = value.partition("..")
    if not dots:
        return int(low), int(low)
    if not low and not high:
        raise ValueError(value)
    return int(low) if low else None, int(high) if high else None


def _day(value: str, *, last: bool) -> date:
    """A day; of a year or a month, its first or last one."""
    numbers = [int(part) for part in value.split("-")]
    if len(numbers) == 3:
        return date(*numbers)
    year, month = (*numbers, 12 if last else 1)[:2] if len(numbers) < 3 else (0, 0)
    if not last:
        return date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _number(text: str) -> int | None:
    clean = text.strip().lower().removeprefix("no.").lstrip("№# ").strip()
    return int(clean) if clean.isascii() and clean.isdecimal() and len(clean) < 16 else None
