"""Keywords from the text: words that a document uses often and that say something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from math import log
from pathlib import Path

import rjieba


def _word_list(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / name).read_text(encoding="utf-8").split())


COUNT = 8
_LOOKED_AT = 60_000  # characters
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_NAMING = ("n", "vn", "an", "l", "j", "i")  # nouns, verbs and adjectives as nouns, idioms
_LATIN_WORD = re.compile(r"[^\W\d_][\w'-]{2,30}")
# Words that stand in any text; after the frequency lists of public-domain English prose.
_COMMON_LATIN = _word_list("common_latin.txt")
_COMMON_HAN = _word_list("common_han.txt")


def keywords_of(text: str, language: str) -> list[str]:
    """At most eight words or short phrases, the most telling first. [] where there is no text."""
    sample = text[:_LOOKED_AT]
    chinese = language == "zh" or len(_HAN.findall(sample)) * 3 > len(sample)
    scored = _chinese(sample) if chinese else _latin(sample)
    chosen: list[str] = []
    for word, _score in scored.most_common(COUNT * 3):
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == COUNT:
            break
    return chosen


def _chinese(text: str) -> Counter[str]:
    """Nouns by how often they stand there; longer ones weigh more."""
    counts: Counter[str] = Counter()
    for word, kind in rjieba.tag(text):
        if kind.startswith(_NAMING) and _HAN_WORD.fullmatch(word) and word not in _COMMON_HAN:
            counts[word] += 1
    return _weighted(counts, lambda word: log(1 + len(word)))


def _latin(text: str) -> Counter[str]:
    """Words and pairs of words without a common one, pairs when they are met again."""
    words = [word.lower().strip("'-") for word in _LATIN_WORD.findall(text)]
    telling = [word if word not in _COMMON_LATIN else "" for word in words]
    singles = Counter(word for word in telling if len(word) > 3)
    pairs = Counter(f"{one} {two}" for one, two in pairwise(telling) if one and two)
    repeated = Counter({pair: count for pair, count in pairs.items() if count > 1})
    return _weighted(singles, lambda _word: 1.0) + _weighted(repeated, lambda _pair: 2.2)


def _weighted(counts: Counter[str], weight: Callable[[str], float]) -> Counter[str]:
    scored: Counter[str] = Counter()
    for word, count in counts.items():
        scored[word] = round(count * weight(word) * 100)
    return scored
