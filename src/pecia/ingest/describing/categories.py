"""Which category a document belongs to, guessed from the words that each category names."""

from __future__ import annotations

from collections.abc import Sequence

from pecia.library.public import Category

_LEAST = 3.0  # points below which nothing is proposed
_TITLE, _KEYWORD, _TEXT = 5.0, 3.0, 0.5
_LOOKED_AT = 6_000  # characters of text


def guess_category(title: str, keywords: Sequence[str], text: str) -> Category | None:
    """The category whose words fit best, the deepest of equals; None when none fits."""
    best: Category | None = None
    points = 0.0
    for category in Category.objects.all():
        score = _score(
            category, title.lower(), " ".join(keywords).lower(), text[:_LOOKED_AT].lower()
        )
        if score > points or (
            score == points and best and category.path.count("/") > best.path.count("/")
        ):
            best, points = category, score
    return best if points >= _LEAST else None


def _score(category: Category, title: str, keywords: str, text: str) -> float:
    words = {*category.terms.lower().split(), *(name.lower() for name in category.names.values())}
    return sum(
        _TITLE * (word in title) + _KEYWORD * (word in keywords) + _TEXT * min(text.count(word), 4)
        for word in words
        if len(word) > 1
    )
