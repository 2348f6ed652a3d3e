"""Only the engines: how fast they index and answer, beside each other in one run.

python -m bench.finding_engines [--documents 20000] [--large 0] [--queries 60] [--converted]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.converted import texts_and_files
from bench.finding_queries import Kind, kinds
from bench.texts import Text, real_texts

if TYPE_CHECKING:
    from bench.finding_peers import Engine
    from pecia.discovery.index.protocol import Entry

_BATCH = 1_000
_ADDED = 20
_DAY = datetime(2024, 1, 1, tzinfo=UTC)
Texts = Callable[[], Iterable[Text]]  # the same ones at each call


def main() -> None:
    """Print a table for the real texts with all engines, and one for many with ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000, help="for all engines")
    parser.add_argument("--large", type=int, default=0, help="for the embedded one alone")
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--converted", action="store_true", help="the corpus' files beside them")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
        set_up(Path(folder))
        from bench.finding_peers import Embedded, engines

        asked_for = kinds(real_texts(asked.documents), asked.queries)
        _compare(engines(Path(folder) / "engines"), _texts(asked.documents, asked), asked_for)
        if asked.large:
            _compare([Embedded(Path(folder) / "large")], _texts(asked.large, asked), asked_for)


def _texts(count: int, asked: argparse.Namespace) -> Texts:
    return lambda: texts_and_files(count, converted=asked.converted)


def set_up(folder: Path) -> None:
    """Settings for engines without a site: PostgreSQL where the tests have it."""
    own = {"PECIA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "pecia.config.settings"}
    if database := os.environ.get("PECIA_TEST_DATABASE_URL"):
        own["PECIA_DATABASE_URL"] = database
    os.environ |= own
    import django

    django.setup()


def _compare(engines: Sequence[Engine], texts: Texts, asked: Sequence[Kind]) -> None:
    count = sum(1 for _text in texts())
    figures = {engine.name: _figures(engine, count, texts(), asked) for engine in engines}
    first = figures[engines[0].name]
    print(f"\n{count} documents, one process; ms: median / 95 %; behind it, times the first\n")
    print(f"| | {' | '.join(figures)} |")
    print("|---" * (len(figures) + 1) + "|")
    for row in first:
        cells = [_cell(row, told[row], first[row]) for told in figures.values()]
        print(f"| {row} | {' | '.join(cells)} |", flush=True)


def _cell(row: str, figures: tuple[float, ...], first: tuple[float, ...]) -> str:
    ratio = "" if figures is first else f" ({figures[0] / first[0]:.1f} ×)"
    if len(figures) == 1:
        return f"{figures[0]:.0f}{ratio}"
    return f"{figures[0]:.2f} / {figures[1]:.2f}{ratio}"


def _figures(
    engine: Engine, count: int, texts: Iterable[Text], asked: Sequence[Kind]
) -> dict[str, tuple[float, ...]]:
    began = time.perf_counter()
    engine.build(batches_of(entries_of(texts)))
    found: dict[str, tuple[float, ...]] = {
        "documents a second": (count / (time.perf_counter() - began),),
        "MB on the disk": (engine.size() / 1e6,),
    }
    for kind in asked:
        found[kind.name] = _times(engine, kind)
    found["add → found"] = _spread([_added(engine, count + 1 + each) for each in range(_ADDED)])
    return found


def _times(engine: Engine, kind: Kind) -> tuple[float, float]:
    from pecia.discovery.query import parsed

    queries = [parsed(words) for words in kind.queries]
    engine.ask(queries[0], facets=kind.with_facets)
    times = []
    for query in queries:
        began = time.perf_counter()
        engine.ask(query, facets=kind.with_facets)
        times.append((time.perf_counter() - began) * 1000)
    return _spread(times)


def _added(engine: Engine, key: int) -> float:
    [entry] = entries_of([Text(f"Title {key}", "x", "en", "a text of some words")], first=key)
    began = time.perf_counter()
    engine.add(entry)
    return (time.perf_counter() - began) * 1000


def _spread(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def batches_of(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    """Some at a time, as the indexer takes them."""
    while batch := list(islice(entries, _BATCH)):
        yield batch


def entries_of(texts: Iterable[Text], first: int = 1) -> Iterator[Entry]:
    """Entries of an index, the first of that key."""
    from pecia.discovery import analysis
    from pecia.discovery.index.protocol import Entry

    for key, text in enumerate(texts, first):
        yield Entry(
            key=key,
            title=analysis.fold(text.title),
            words="",
            text=analysis.fold(text.text),
            rest="",
            language=text.language,
            uploader=f"owner-{key % 50}",
            category=str(1 + hash_of(text.category) % 60),
            format=("text", "sheets", "slides", "pdf")[key % 4],
            licence="cc-by-4.0",
            access="paid" if key % 5 == 0 else "free",
            pages=key,
            published=_DAY + timedelta(minutes=key),
            reads=key % 977,
            downloads=key % 101,
        )


def hash_of(words: str) -> int:
    """The same at every run."""
    return sum(ord(character) * (place + 1) for place, character in enumerate(words))


if __name__ == "__main__":
    main()
