"""Other words for a query that finds nothing: as it is spelled, or as its letters sound.

Offered is only what stands in titles and keywords that everybody may see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from django.db.models import Count
from rapidfuzz import process
from rapidfuzz.distance import OSA

from pecia.discovery import analysis
from pecia.discovery.models import TitlePhrase
from pecia.discovery.query import Query
from pecia.discovery.suggestions.completing import sounding_like
from pecia.discovery.suggestions.prefixes import begins
from pecia.library.public import visible_documents

_SHORTEST, _LONG = 4, 8  # letters of a word that may be misspelt; of one with two mistakes
_LOOKED_AT = 20_000  # words
_TRIED = 8  # of the nearest
_LETTERS = re.compile("[a-z]+")
Known = Callable[[str], bool]


def corrected(query: Query, is_known: Known) -> str | None:
    """The query with its unknown words replaced, or None where nothing is better.

    `is_known`: whether any document has that word. The whole is tried as sounds first, since
    these are often typed with spaces.
    """
    whole = _by_sound("".join(query.text.lower().split()))
    if whole:
        return whole
    words = {clause.runs[0] for clause in query.wanted if len(clause.runs) == 1}
    better = {word: _better(word) for word in words if not is_known(word)}
    text = query.text
    for word, other in better.items():
        if other:
            text = re.sub(rf"\b{re.escape(word)}\b", other, text, flags=re.IGNORECASE)
    return text if text != query.text else None


def _better(word: str) -> str | None:
    return _by_sound(word) or _by_spelling(word)


def _by_sound(letters: str) -> str | None:
    """The Chinese that is typed with those letters and that most titles have."""
    if not _LETTERS.fullmatch(letters) or len(letters) < _SHORTEST:
        return None
    sounds = sounding_like(letters)
    heard = [(key, text[:length]) for key, text, length, is_whole in sounds if is_whole]
    visible = set(_visible_keys({key for key, _ in heard}))
    ways = Counter(text for key, text in heard if key in visible)
    return ways.most_common(1)[0][0] if ways else None


def _visible_keys(keys: set[int]) -> list[int]:
    return list(visible_documents().filter(pk__in=keys).values_list("pk", flat=True))


def _by_spelling(word: str) -> str | None:
    """The nearest word; of several the most frequent. The first letter, or the second as the
    first, is taken to be right."""
    if len(word) < _SHORTEST or not word.isalpha() or analysis.is_east(word):
        return None
    rows = TitlePhrase.objects.filter(begins("word", word[0]) | begins("word", word[1]))
    counted = rows.values_list("word").annotate(times=Count("pk"))[:_LOOKED_AT]
    times = {other: count for other, count in counted if abs(len(other) - len(word)) <= 2}
    most = 2 if len(word) >= _LONG else 1
    near = process.extract(word, list(times), scorer=OSA.distance, score_cutoff=most, limit=None)
    near.sort(key=lambda found: (found[1], -times[found[0]]))
    return next((other for other, *_ in near[:_TRIED] if _is_public(other)), None)


def _is_public(word: str) -> bool:
    """Whether a title or keyword that everybody may see has it: asked of a few words only."""
    visible = visible_documents().values("pk")
    return TitlePhrase.objects.filter(word=word, document__in=visible).exists()
