"""The document page with a hundred thousand documents in the database: queries, server time, bytes.

python -m bench.pages [--documents 100000]
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from pecia.accounts.public import User
    from pecia.library.public import Document

BATCH = 2_000
TRIALS = 200
PATHS = {
    "home": "/",
    "new": "/new/",
    "category": "/c/class-3/",
    "search, two characters": "/search/?q=质量",
    "search, a phrase with a filter": "/search/?q=%22quality+month%22+lang:zh",
}


def main() -> None:
    """Make the rows in a temporary site, ask for pages, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
        _set_up(Path(folder))
        document = _fill(asked.documents)
        _measure(document, asked.documents)


def _set_up(folder: Path) -> None:
    os.environ |= {"PECIA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "pecia.config.settings"}
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def _fill(count: int) -> Document:
    """Rows as the site has them, and one document with real artefacts to look at."""
    from tests.factories.documents import make_document

    from pecia.accounts.public import create_user
    from pecia.library.public import save_category

    owners = [create_user(f"owner{n}@example.org", display_name=f"owner-{n:04}") for n in range(50)]
    categories = [
        save_category({"en": f"Class {n}", "zh-hans": f"第{n}类"}, slug=f"class-{n}")
        for n in range(60)
    ]
    keys = [category.pk for category in categories]
    _bulk(count, owners, keys)
    folder = Path(os.environ["PECIA_DATA"])
    texts = ["质量月活动的讲话。Quality month, page by page. " * 30] * 42
    shown = make_document(folder, owners[0], texts=texts, category=categories[3])
    for path in PATHS.values():  # one look, as any visitor before
        _client().get(path)
    _index(count)
    return shown


def _index(count: int) -> None:
    """As the indexer does; says how fast."""
    from pecia.discovery.public import build, folder

    began = time.perf_counter()
    for _done in build(folder()):
        pass
    print(f"indexed {count / (time.perf_counter() - began):.0f} documents a second\n")


def _bulk(count: int, owners: list[User], categories: list[int]) -> None:
    from django.db import connection

    from pecia.kernel import clock
    from pecia.library.public import Document, Edition

    now = clock.now()
    for begin in range(0, count, BATCH):
        numbers = range(begin, min(begin + BATCH, count))
        documents = Document.objects.bulk_create(
            Document(
                number=1_000_000 + n,
                owner=owners[n % len(owners)],
                title=f"Document {n} of the quality month 质量月",
                language="zh" if n % 2 else "en",
                category_id=categories[n % len(categories)],
                state="draft",
                state_changed_at=now,
                created_at=now,
                updated_at=now,
                view_count=n % 977,
                download_count=n % 101,
            )
            for n in numbers
        )
        editions = Edition.objects.bulk_create(
            Edition(
                document=document,
                ordinal=1,
                file_name="a.docx",
                extension="docx",
                size=10_000,
                state="approved",
                format="docx",
                family="text",
                page_count=3,
                revision=1,
                received_at=now,
                published_at=now,
            )
            for document in documents
        )
        for document, edition in zip(documents, editions, strict=True):
            document.current_edition = edition
            document.state = "published"
            document.published_at = now - timedelta(seconds=document.number % 10_000_000)
        Document.objects.bulk_update(
            documents, ["current_edition", "state", "published_at"], batch_size=500
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _client() -> Client:
    from django.test import Client

    return Client(headers={"user-agent": "Mozilla/5.0 Firefox/140.0"})


def _measure(document: Document, count: int) -> None:
    here = f"/d/{document.number}/"
    paths = {"document": here, "lists beside it": f"{here}more/", **PATHS}
    print(f"{count} documents, {TRIALS} requests a page, SQLite, one process\n")
    print("| page | queries | server time, ms: median | 95 % | bytes, gzip |")
    print("|---|---|---|---|---|")
    for name, path in paths.items():
        queries, times, size = _ask(path)
        slow = statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {queries} | {statistics.median(times):.1f} | {slow:.1f} | {size} |")


def _ask(path: str) -> tuple[int, list[float], int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = _client()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
        queries = len(captured)
    times = []
    for _trial in range(TRIALS):
        began = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - began) * 1000)
    return queries, times, len(gzip.compress(response.content, 6))


if __name__ == "__main__":
    main()
