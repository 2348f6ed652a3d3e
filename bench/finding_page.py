"""The whole search page: permission, hits, snippets, filters with their counts, HTML.

python -m bench.finding_page [--documents 20000] [--queries 60] [--converted]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench import library
from bench.converted import texts_and_files
from bench.finding_queries import kinds
from bench.texts import real_texts

if TYPE_CHECKING:
    from django.test import Client

_ADDED = 10
Took = tuple[float, float]  # ms of time, and of the processor's
_FIXED = {
    "fits half of all": ({"q": "的"}, {"q": "不"}, {"q": "一"}, {"q": "the"}),
    "fits all of a language": ({"q": "lang:zh"}, {"q": "lang:en"}, {"q": "format:pdf"}),
    "newest first": ({"q": "春", "sort": "new"}, {"q": "法律", "sort": "new"}),
    "a filter chosen": ({"q": "春", "lang": "zh"}, {"q": "法律", "format": "pdf"}),
    "nothing fits": ({"q": "zzyzx"}, {"q": "龘龘龘"}),
}


def main() -> None:
    """Make the library in a temporary site, ask for pages, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--converted", action="store_true", help="the corpus' files beside them")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
        library.set_up(Path(folder))
        library.fill(texts_and_files(asked.documents, converted=asked.converted))
        _index()
        _measure(asked.documents, asked.queries)
        _add(Path(folder))


def _index() -> None:
    from django.conf import settings

    from pecia.discovery.public import build, folder
    from pecia.library.public import visible_documents
    from pecia.reading.public import Page

    count, pages = visible_documents().count(), Page.objects.count()
    began = time.perf_counter()
    for _done in build(folder()):
        pass
    rate = count / (time.perf_counter() - began)
    files = (path for path in settings.SEARCH.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"\n{count} documents of {pages} pages; indexed {rate:.0f} a second, from rows to index;")
    print(f"the index takes {size:.0f} MB\n", flush=True)


def _measure(count: int, queries: int) -> None:
    print("| whole page, ms | time: median | 95 % | processor: median | 95 % |")
    print("|---|---|---|---|---|")
    everything: list[Took] = []
    for kind in kinds(real_texts(count), queries):
        if not kind.with_facets:  # the page always has them
            everything += _ask(kind.name, [{"q": words} for words in kind.queries])
    _row("all of these", everything)
    for name, asked in _FIXED.items():
        _ask(name, asked)


def _ask(name: str, asked: Iterable[dict[str, str]]) -> list[Took]:
    client = _client()
    times = []
    for words in asked:
        path = f"/search/?{urlencode(words)}"
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(path)
        took = time.perf_counter() - began, time.process_time() - worked
        times.append((took[0] * 1000, took[1] * 1000))
        assert response.status_code == 200, response
    _row(name, times)
    return times


def _row(name: str, times: list[Took]) -> None:
    cells = []
    for each in zip(*times, strict=True):
        slow = statistics.quantiles(each, n=20)[-1] if len(each) > 9 else max(each)
        cells += [f"{statistics.median(each):.1f}", f"{slow:.1f}"]
    print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _client() -> Client:
    from django.test import Client

    client = Client(headers={"user-agent": "Mozilla/5.0 Firefox/140.0"})
    client.get("/search/?q=first")  # as any visitor before
    return client


def _add(folder: Path) -> None:
    """From the publication of a document to the first search that finds it, the indexer's own
    pause not counted."""
    from tests.factories.documents import make_document

    from pecia.accounts.public import STRANGER, User
    from pecia.discovery.public import folder as index
    from pecia.discovery.public import index_marked, parsed, search
    from pecia.kernel import events

    owner, times = User.objects.order_by("pk")[0], []
    for number in range(_ADDED):
        make_document(folder, owner, texts=[f"x{number}added"], title="Added")
        began, worked = time.perf_counter(), time.process_time()
        events.deliver_due(1_000)
        while index_marked(index()):
            pass
        assert search(parsed(f"x{number}added"), STRANGER).total == 1
        took = time.perf_counter() - began, time.process_time() - worked
        times.append((took[0] * 1000, took[1] * 1000))
    _row("published → found", times)


if __name__ == "__main__":
    main()
