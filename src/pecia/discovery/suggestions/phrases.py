"""Titles and keywords, cut into what somebody may begin to type: from each of their words on.

    2026年质量月活动方案   ->   2026年质量月活动方案, 质量月活动方案, 活动方案, 方案

Chinese also has its sound, so that it is found by the letters under which it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rjieba

from pecia.discovery import analysis

LONGEST = 32  # characters of a phrase
SOUNDED = 12  # of them, those whose sound is kept
_MOST = 24  # phrases of a document
_END = re.compile(r"[,;:!?()\[\]{}|\"<>—–_。、《》〈〉【】「」『』“”…·]+")
_HAN = re.compile("[\u4e00-\u9fff]+")
_CUT = re.compile(r"\s\S*$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """`word` is the first word of `text`. `sound` is its leading Chinese in letters, and `cuts` the
    number of letters of each character, one digit each."""

    text: str
    word: str
    sound: str = ""
    cuts: str = ""


def phrases_of(title: str, keywords: Iterable[str]) -> list[Phrase]:
    """The phrases of a document, each once."""
    found = {phrase.text: phrase for phrase in _phrases(title)}
    for keyword in keywords:
        found |= {phrase.text: phrase for phrase in _phrases(keyword)[:1]}
    return list(found.values())[:_MOST]


def word_ends(text: str) -> list[int]:
    """Where the words of a folded text end."""
    return [start + len(word) for start, word in _words(text)]


def _phrases(text: str) -> list[Phrase]:
    parts = (" ".join(part.split()) for part in _END.split(analysis.fold(text)))
    return [
        _phrase(part[start:], word)
        for part in parts
        for start, word in _words(part)
        if start == 0 or _says_something(word)
    ]


def _words(text: str) -> Iterator[tuple[int, str]]:
    for run in analysis.RUN.finditer(text):
        at = run.start()
        words = rjieba.cut(run[0]) if analysis.is_east(run[0]) else [run[0]]
        for word in words:
            yield at, word
            at += len(word)


def _says_something(word: str) -> bool:
    return len(word) > 1 and not word.isdecimal()


def _phrase(text: str, word: str) -> Phrase:
    whole = text if len(text) <= LONGEST else _CUT.sub("", text[:LONGEST])
    syllables = _syllables(whole)
    cuts = "".join(str(len(syllable)) for syllable in syllables)
    return Phrase(whole.strip(), word[:LONGEST], "".join(syllables), cuts)


def _syllables(text: str) -> list[str]:
    """The sounds of the Chinese characters with which a text begins, without tones."""
    han = _HAN.match(text)
    if han is None:
        return []
    import pypinyin  # large, and wanted only where documents are indexed

    return list(pypinyin.lazy_pinyin(han[0][:SOUNDED]))
