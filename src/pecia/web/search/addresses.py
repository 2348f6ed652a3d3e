"""Addresses of searches: the words and the filters, without order and page."""

from __future__ import annotations

from django.http import QueryDict

from pecia.web.search import filters


def kept(values: QueryDict) -> str:
    """What makes a search, in one order, so that the same one has one address."""
    only = QueryDict(mutable=True)
    for name in ("q", *filters.NAMES):
        found = sorted(filter(None, values.getlist(name)))[: filters.MOST]
        if found:
            only.setlist(name, found)
    return only.urlencode()
