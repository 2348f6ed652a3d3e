"""Whether the document that somebody has in mind comes first: known items out of real texts.

python -m bench.relevance [--documents 20000] [--queries 100]

A query is cut out of one text; how high that text stands is its merit, 1/place within the first
ten (MRR@10). Of texts that begin alike one is kept, and a rare phrase is one that a single text
has: where several fit equally well, no ranking could know which was meant.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import sounds
from bench.finding_engines import batches_of, entries_of, set_up
from bench.texts import Text, real_texts

if TYPE_CHECKING:
    from bench.finding_peers import Embedded, Postgres

_SEED = 20_260_103
_DEEPEST = 10
_HAN = re.compile("[\u4e00-\u9fff]{4,}")
_WORDS = re.compile(r"[A-Za-z]{3,}(?:[ -][A-Za-z]{2,}){3,}")
_LATIN = re.compile(r"[A-Za-z]{4,12}")
Asked = tuple[int, str]  # the place of the text, the query
Maker = Callable[[Text, random.Random], str | None]


def main() -> None:
    """Print a table: a row for each kind of query, a column for each backend."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=100, help="of each kind")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
        set_up(Path(folder))
        texts = _without_copies(real_texts(asked.documents))
        sounds.prepare(texts)
        from bench.finding_peers import own_engines

        _tell(texts, own_engines(Path(folder) / "engines"), asked.queries)


def _tell(texts: Sequence[Text], engines: Sequence[Embedded | Postgres], count: int) -> None:
    for engine in engines:
        engine.build(batches_of(entries_of(texts)))
    print(f"\n{len(texts)} texts, {count} queries of each kind; MRR@{_DEEPEST}\n")
    print(f"| kind | {' | '.join(engine.name for engine in engines)} |")
    print("|---" * (len(engines) + 1) + "|")
    merits: dict[str, list[float]] = {engine.name: [] for engine in engines}
    kinds = {**KINDS, "title by its sound (pinyin)": sounds.title_by_sound(texts)}
    for kind, maker in kinds.items():
        queries = _queries(texts, maker, count)
        told = {each.name: [_merit(each, asked) for asked in queries] for each in engines}
        _row(kind, told)
        for name, found in told.items():
            merits[name] += found
    _row("all", merits)


def _row(kind: str, told: dict[str, list[float]]) -> None:
    cells = [f"{statistics.mean(each):.3f}" if each else "–" for each in told.values()]
    print(f"| {kind} | {' | '.join(cells)} |", flush=True)


def _without_copies(texts: Sequence[Text]) -> list[Text]:
    """One of those that begin alike: nobody can say which of several was meant."""
    return list({_letters(text.text)[:60]: text for text in texts}.values())


def _letters(text: str) -> str:
    return "".join(character for character in _other(text, "t2s") if character.isalnum())


def _queries(texts: Sequence[Text], maker: Maker, count: int) -> list[Asked]:
    chance = random.Random(_SEED)
    found: list[Asked] = []
    for _trial in range(count * 200):
        place = chance.randrange(len(texts))
        query = maker(texts[place], chance)
        if query and (not query.startswith('"') or _is_rare(query, texts)):
            found.append((place + 1, query))
        if len(found) == count:
            break
    return found


def _is_rare(quoted: str, texts: Sequence[Text]) -> bool:
    phrase = _folded(quoted.strip('"'))
    found = (phrase in _folded(text.text) for text in texts)
    return len(list(islice(filter(None, found), 2))) == 1


@cache
def _folded(text: str) -> str:
    from pecia.discovery import analysis

    return analysis.fold(text)


def _merit(engine: Embedded | Postgres, asked: Asked) -> float:
    key, words = asked
    keys = _answered(engine, words)
    return 1 / (keys.index(key) + 1) if key in keys else 0.0


def _answered(engine: Embedded | Postgres, words: str) -> Sequence[int]:
    """What the page of results shows: where nothing is found, what other words find."""
    from pecia.discovery.query import Clause, Query, parsed
    from pecia.discovery.suggestions.correcting import corrected

    query = parsed(words)
    found = engine.first(query, _DEEPEST)
    if found:
        return found
    better = corrected(query, lambda run: bool(engine.first(Query(run, (Clause((run,)),)), 1)))
    return engine.first(parsed(better), _DEEPEST) if better else ()


def _title(text: Text, _chance: random.Random) -> str | None:
    title = re.sub(r"[\"：:()（）-]", " ", text.title)
    return title if len(title) >= 6 else None


def _chinese_phrase(text: Text, chance: random.Random) -> str | None:
    run = _cut(text, chance, _HAN, 12)
    return f'"{run}"' if run and len(run) >= 6 else None


def _english_phrase(text: Text, chance: random.Random) -> str | None:
    runs = [run.split() for run in _WORDS.findall(text.text) if text.language == "en"]
    runs = [run for run in runs if len(run) >= 5]
    if not runs:
        return None
    run = chance.choice(runs)
    begin = chance.randrange(len(run) - 4)
    return f'"{" ".join(run[begin : begin + 5])}"'


def _chinese_fragment(text: Text, chance: random.Random) -> str | None:
    """Two halves of what stood in two lines, as it is remembered."""
    runs = _HAN.findall(text.text)
    if text.language != "zh" or len(runs) < 2:
        return None
    first = chance.randrange(len(runs) - 1)
    return f"{runs[first][:7]}，{runs[first + 1][:7]}"


def _english_fragment(text: Text, chance: random.Random) -> str | None:
    phrase = _english_phrase(text, chance)
    return phrase.strip('"') if phrase else None


def _chinese_keywords(text: Text, chance: random.Random) -> str | None:
    runs = _HAN.findall(text.text)
    if text.language != "zh" or len(runs) < 3:
        return None
    picked = chance.sample(runs, 3)
    places = [chance.randrange(len(run) - 1) for run in picked]
    return " ".join(run[at : at + 2] for run, at in zip(picked, places, strict=True))


def _english_keywords(text: Text, chance: random.Random) -> str | None:
    words = sorted(set(_LATIN.findall(text.text))) if text.language == "en" else []
    return " ".join(chance.sample(words, 3)) if len(words) >= 12 else None


def _mixed(text: Text, chance: random.Random) -> str | None:
    words, run = sorted(set(_LATIN.findall(text.text))), _cut(text, chance, _HAN, 4)
    return f"{chance.choice(words)} {run}" if words and run and text.language == "zh" else None


def _other_characters(text: Text, chance: random.Random) -> str | None:
    """What stands there in simplified characters, in traditional ones, and the other way."""
    phrase = _chinese_phrase(text, chance)
    if phrase is None:
        return None
    other = _other(phrase, "t2s")
    return other if other != phrase else _other(phrase, "s2t")


def _cut(text: Text, chance: random.Random, runs: re.Pattern[str], most: int) -> str | None:
    found = runs.findall(text.text)
    if not found:
        return None
    run = str(chance.choice(found))
    begin = chance.randrange(max(1, len(run) - most + 1))
    return run[begin : begin + most]


def _other(text: str, way: str) -> str:
    return str(_converter(way).convert(text))


@cache
def _converter(way: str) -> Any:
    import opencc

    return opencc.OpenCC(way)


KINDS: dict[str, Maker] = {
    "title": _title,
    "rare phrase, Chinese": _chinese_phrase,
    "rare phrase, English": _english_phrase,
    "fragment, Chinese": _chinese_fragment,
    "fragment, English": _english_fragment,
    "three keywords, Chinese": _chinese_keywords,
    "three keywords, English": _english_keywords,
    "mixed scripts": _mixed,
    "traditional ↔ simplified": _other_characters,
}

if __name__ == "__main__":
    main()
