"""What people look for, cut out of real texts: the same queries at every run."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.texts import Text

_HAN = re.compile("[\u4e00-\u9fff]+")
_WORD = re.compile(r"\b[a-z]{4,12}\b")
_SEED = 20_260_102
Cut = Callable[[Text, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """Queries of one kind; `with_facets` where the filters' values are counted too."""

    name: str
    queries: tuple[str, ...]
    with_facets: bool = False


def kinds(texts: Sequence[Text], count: int) -> list[Kind]:
    """So many queries of each kind."""
    two = _cut_from(texts, count, _han(2))
    words = _cut_from(texts, count, _english(1))
    mixed = tuple(f"{han} {word}" for han, word in zip(two, words, strict=True))
    return [
        Kind("1 character", _cut_from(texts, count, _han(1))),
        Kind("2 characters", two),
        Kind("4 characters", _cut_from(texts, count, _han(4))),
        Kind("English word", words),
        Kind("Chinese phrase", tuple(f'"{each}"' for each in _cut_from(texts, count, _han(6)))),
        Kind("English phrase", tuple(f'"{each}"' for each in _cut_from(texts, count, _english(3)))),
        Kind("mixed scripts", mixed),
        Kind("2 characters, a filter", tuple(f"{each} lang:zh" for each in two)),
        Kind("2 characters, facets", two, with_facets=True),
    ]


def _cut_from(texts: Sequence[Text], count: int, cut: Cut) -> tuple[str, ...]:
    chance = random.Random(_SEED)
    found: list[str] = []
    while len(found) < count:
        if (query := cut(chance.choice(texts), chance)) is not None:
            found.append(query)
    return tuple(found)


def _han(length: int) -> Cut:
    def cut(text: Text, chance: random.Random) -> str | None:
        long = [run for run in _HAN.findall(text.text[:5_000]) if len(run) >= length]
        if not long:
            return None
        run = chance.choice(long)
        begin = chance.randrange(len(run) - length + 1)
        return str(run[begin : begin + length])

    return cut


def _english(length: int) -> Cut:
    run = re.compile(r"[a-z]{3,12}(?: [a-z]{3,12})" + f"{{{length - 1}}}")

    def cut(text: Text, chance: random.Random) -> str | None:
        found = run.findall(text.text[:5_000].lower()) if text.language == "en" else []
        return chance.choice(found) if found else None

    return cut
