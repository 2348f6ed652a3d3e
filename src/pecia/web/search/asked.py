"""What the address of a search says beside its words: filters, order, page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.http import HttpRequest

from pecia.discovery.public import Query
from pecia.web.search import filters

PER_PAGE = 10
DEEPEST = 200  # pages of results


@dataclass(frozen=True)
class Asked:
    """A search as it was asked for. `until`: when its first page was; what has come since is not
    in the others, which so stay as they were."""

    query: Query
    values: Mapping[str, list[str]]
    order: str
    number: int
    until: datetime | None

    @property
    def narrowed(self) -> Query:
        """The query with everything that narrows it."""
        query = filters.narrowed(self.query, self.values)
        return replace(query, filters=replace(query.filters, until=self.until))

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter was chosen beside the words."""
        return any(self.values.values())


def asked_by(request: HttpRequest, query: Query) -> Asked:
    """Read the address."""
    number = request.GET.get("page", "1")
    return Asked(
        query,
        filters.chosen(request),
        request.GET.get("sort", "relevance"),
        min(max(int(number), 1), DEEPEST) if number.isascii() and number.isdecimal() else 1,
        _moment(request.GET.get("until", "")),
    )


def _moment(told: str) -> datetime | None:
    is_moment = told.isascii() and told.isdecimal() and len(told) < 11
    return datetime.fromtimestamp(int(told), UTC) if is_moment else None
