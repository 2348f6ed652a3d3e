"""A site with many documents of real texts: rows as uploading would have left them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.finding_engines import hash_of
from bench.texts import Text

if TYPE_CHECKING:
    from datetime import datetime

    from pecia.accounts.public import User
    from pecia.library.public import Document, Edition

_BATCH = 2_000
_OWNERS, _CATEGORIES = 50, 60
_PAGE = 1_500  # characters
_FAMILIES = ("text", "sheets", "slides", "pdf")


def set_up(folder: Path) -> None:
    """A migrated site in that folder, for this process."""
    os.environ |= {"PECIA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "pecia.config.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SEARCHES_PER_HOUR = 10**9
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def fill(texts: Iterable[Text]) -> None:
    """Publish them, all in one transaction a batch."""
    from django.db import connection

    from pecia.kernel import clock

    now, owners, categories = clock.now(), _owners(), _categories()
    numbered = enumerate(texts)
    while batch := list(islice(numbered, _BATCH)):
        _publish(batch, owners, categories, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _owners() -> list[User]:
    from pecia.accounts.public import create_user

    return [
        create_user(f"owner{n}@example.org", display_name=f"owner-{n:04}") for n in range(_OWNERS)
    ]


def _categories() -> list[int]:
    from pecia.library.public import save_category

    names = [{"en": f"Class {n}", "zh-hans": f"第{n}类"} for n in range(_CATEGORIES)]
    return [save_category(each, slug=f"class-{n}").pk for n, each in enumerate(names)]


def _publish(
    batch: Sequence[tuple[int, Text]],
    owners: Sequence[User],
    categories: Sequence[int],
    now: datetime,
) -> None:
    from django.db import transaction
    from django.db.models import F, OuterRef, Subquery

    from pecia.library.public import Document, Edition
    from pecia.reading.public import Page

    with transaction.atomic():
        rows = list(_documents(batch, owners, categories, now))
        documents = Document.objects.bulk_create(rows)
        editions = Edition.objects.bulk_create(
            _edition(document, place, len(_pages(text)), now)
            for document, (place, text) in zip(documents, batch, strict=True)
        )
        Page.objects.bulk_create(
            Page(edition=edition, number=number, width=595, height=842, text=page)
            for edition, (_place, text) in zip(editions, batch, strict=True)
            for number, page in enumerate(_pages(text), 1)
        )
        current = Edition.objects.filter(document=OuterRef("pk")).values("pk")[:1]
        Document.objects.filter(pk__gte=documents[0].pk).update(
            current_edition=Subquery(current), state="published", published_at=F("created_at")
        )


def _pages(text: Text) -> list[str]:
    if text.pages:
        return list(text.pages)
    return [text.text[at : at + _PAGE] for at in range(0, len(text.text), _PAGE)] or [""]


def _documents(
    batch: Sequence[tuple[int, Text]],
    owners: Sequence[User],
    categories: Sequence[int],
    now: datetime,
) -> Iterator[Document]:
    from pecia.library.public import Document

    for place, text in batch:
        yield Document(
            number=1_000_000 + place,
            owner=owners[place % len(owners)],
            title=text.title[:200],
            language=text.language,
            category_id=categories[hash_of(text.category) % len(categories)],
            state="draft",
            state_changed_at=now,
            created_at=now - timedelta(minutes=place),
            updated_at=now,
            view_count=place % 977,
            download_count=place % 101,
        )


def _edition(document: Document, place: int, pages: int, now: datetime) -> Edition:
    from pecia.library.public import Edition

    return Edition(
        document=document,
        ordinal=1,
        file_name="a.docx",
        extension="docx",
        size=10_000,
        state="approved",
        format="docx",
        family=_FAMILIES[place % len(_FAMILIES)],
        page_count=pages,
        revision=1,
        received_at=now,
        published_at=now,
    )
