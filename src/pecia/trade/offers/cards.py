"""The offer card: what a file really is, told before it is paid for, and kept with the order."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache

from pecia.library.public import Document, Edition, sample_page
from pecia.reading.public import texts_of

_WORDS = re.compile(r"[⺀-鿿豈-﫿\U00020000-\U0003ffff぀-ヿ]|[^\W_]+(?:['’\-][^\W_]+)*")
_NUMBERS = re.compile(r"\d+")
_EDITABLE = frozenset({"text", "sheets", "slides"})
_REMEMBERED_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class OfferCard:
    """What the buyer gets. Nothing in it is the publisher's word: it is counted in the file."""

    format: str
    size: int
    pages: int
    words: int
    free_pages: int
    sample_page: int | None
    blank_pages: int
    scanned_pages: int
    is_editable: bool
    missing_fonts: tuple[str, ...]
    sha256: str

    @property
    def is_scanned(self) -> bool:
        """Whether most of it are pictures of pages, in which nothing can be searched."""
        return self.scanned_pages * 2 > self.pages

    def as_json(self) -> dict[str, Any]:
        """As it is kept with an order."""
        return asdict(self)


def offer_card(document: Document, edition: Edition) -> OfferCard:
    """Count what is in the file. The number of words is remembered, since it takes all texts."""
    found = {row["code"]: row["detail"] for row in edition.findings}
    limit = document.preview_pages
    free = edition.page_count if limit is None else min(limit, edition.page_count)
    return OfferCard(
        format=edition.format,
        size=edition.size,
        pages=edition.page_count,
        words=_words_of(edition),
        free_pages=free,
        sample_page=sample_page(edition, free),
        blank_pages=_how_many(found.get("blank_pages", "")),
        scanned_pages=_first_number(found.get("scanned", "")),
        is_editable=edition.family in _EDITABLE,
        missing_fonts=tuple(edition.facts.get("fonts_missing", {})),
        sha256=edition.blob_id or "",
    )


def count_words(text: str) -> int:
    """Words as people count them: each Chinese or Japanese character, each word of other scripts.

    >>> count_words("质量 month 2026")
    4
    """
    return len(_WORDS.findall(text))


def _words_of(edition: Edition) -> int:
    key = f"offer-words:{edition.pk}:{edition.revision}"
    known: int | None = cache.get(key)
    if known is None:
        texts = texts_of(edition, edition.page_count)
        known = sum(map(count_words, texts))
        if len(texts) == edition.page_count:  # else its pages are being made again
            cache.set(key, known, _REMEMBERED_SECONDS)
    return known


def _how_many(detail: str) -> int:
    """Of a list such as "2, 3 and 4 more"."""
    if not detail:
        return 0
    listed, _, more = detail.partition(" and ")
    return len(_NUMBERS.findall(listed)) + _first_number(more)


def _first_number(detail: str) -> int:
    match = _NUMBERS.search(detail)
    return int(match[0]) if match else 0
