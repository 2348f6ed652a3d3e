"""Texts as the index sees them: folded, and cut into terms.

What is folded: width and compatibility forms (NFKC), case, traditional to simplified characters.
Runs of East Asian characters become single characters and pairs, since words would miss most
phrases in Chinese; everything else becomes words and numbers. The text that people read is never
changed by this.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_EAST = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_EAST_RUN = re.compile(f"[{_EAST}]+")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
RUN = re.compile(rf"[{_EAST}]+|[^\W_{_EAST}]+")
_LONGEST = 60  # characters of a word; what is longer is no word
# Languages whose words are also found by their stems, with Snowball's name for each.
STEMMED = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ru": "russian", "sv": "swedish",
}  # fmt: skip


def fold(text: str) -> str:
    """The form in which texts are compared."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return str(_simplifier().convert(folded)) if _HAN.search(folded) else folded


def runs(folded: str) -> list[str]:
    """Runs of East Asian characters, words, and numbers, in their order."""
    return [run[:_LONGEST] if not is_east(run) else run for run in RUN.findall(folded)]


def is_east(run: str) -> bool:
    """Whether a run is of East Asian characters."""
    return _EAST_RUN.match(run) is not None


def terms(folded: str) -> list[str]:
    """Everything by which a text is found, each at its place."""
    found: list[str] = []
    for run in runs(folded):
        if is_east(run):
            found += _characters_and_pairs(run)
        else:
            found.append(run)
    return found


def sought(run: str) -> list[tuple[int, str]]:
    """The fewest terms that find a run, with their places among all its terms."""
    if not is_east(run) or len(run) == 1:
        return [(0, run)]
    return [(2 * place, run[place : place + 2]) for place in range(len(run) - 1)]


def width(run: str) -> int:
    """How many places the terms of a run take."""
    return 2 * len(run) - 1 if is_east(run) else 1


def stems(words: list[str], language: str) -> set[str]:
    """The stems of those words that differ from them, in that language."""
    name = STEMMED.get(language)
    if name is None:
        return set()
    plain = [word for word in set(words) if len(word) > 2 and word.isalpha() and not is_east(word)]
    return set(_stemmer(name).stemWords(plain))


def stems_in_any_language(word: str) -> set[str]:
    """What a word's stem may be, when nobody says in which language it is meant."""
    return {stem for language in STEMMED for stem in stems([word], language)}


def _characters_and_pairs(run: str) -> list[str]:
    mixed: list[str] = []
    for place, character in enumerate(run):
        mixed.append(character)
        if place + 1 < len(run):
            mixed.append(run[place : place + 2])
    return mixed


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _stemmer(name: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(name)
