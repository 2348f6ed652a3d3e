"""Searches to click on: related ones, popular ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import QueryDict
from django.urls import reverse

from pecia.web.frame.page import Chip

VIA = "via"  # says that a query was clicked, not typed: it is not counted again
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def chips(texts: Iterable[str], place: str) -> tuple[Chip, ...]:
    """Each with its address. `place` says where it stands."""
    return tuple(Chip(text, _address(text, place), _language(text)) for text in texts)


def _address(text: str, place: str) -> str:
    words = QueryDict(mutable=True)
    words["q"], words[VIA] = text, place
    return f"{reverse('search')}?{words.urlencode()}"


def _language(text: str) -> str:
    """By its characters; nothing where they do not tell."""
    return "zh-hans" if _HAN.search(text) else ""
