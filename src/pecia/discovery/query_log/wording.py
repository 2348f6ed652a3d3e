"""The form in which a query is remembered, and what is never remembered because it may be
about somebody."""

from __future__ import annotations

import re

from pecia.discovery import analysis
from pecia.discovery.query import Filters, Query
from pecia.discovery.query_models import LONGEST

_MARKS = re.compile(r'["“”„«»「」『』]')
_BLANKS = re.compile(r"\s+")
_ADDRESS = re.compile(r"@|://|\bwww\.|\.(?:com|net|org|cn|io)\b")
_DIGITS = re.compile(r"\d(?:[\s\-./()+]*\d){6,}")  # telephones, accounts, identity cards


def wording(query: Query) -> str:
    """The folded words; empty for what must not be remembered.

    That is what looks like an address or a long number, what is long, and what was put together
    with filters, which is seldom asked twice.
    """
    if query.number is not None or query.filters != Filters() or query.unwanted:
        return ""
    return folded(query.text) if query.wanted else ""


def folded(text: str) -> str:
    """The same of any text; empty where it may be about somebody."""
    words = _BLANKS.sub(" ", _MARKS.sub(" ", analysis.fold(text))).strip()
    return "" if len(words) > LONGEST or is_about_somebody(words) else words


def is_about_somebody(words: str) -> bool:
    """Whether there is an address or a number in it by which people are known."""
    return _ADDRESS.search(words) is not None or _DIGITS.search(words) is not None
