"""What may be wrong with a search."""

from __future__ import annotations

from pecia.kernel.errors import PeciaError


class NotUnderstood(PeciaError):
    """A word of the query language without a value that it takes."""

    code = "query_not_understood"
    advice = "“%(word)s” is not understood. Write it like %(example)s."


class SearchTooLong(PeciaError):
    """A search whose address is longer than what is kept."""

    code = "search_too_long"
    advice = "That search is too long to be kept. Use fewer words or filters."


class TooManySearches(PeciaError):
    """More saved searches than one person may keep."""

    code = "too_many_searches"
    advice = "You keep %(most)s searches already. Remove one of them first."


class NoIndex(PeciaError):
    """The index is not there yet."""

    code = "no_index"
    advice = "The search is being set up. Try again in a minute."
    status = 503
