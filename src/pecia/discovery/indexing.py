"""From documents to entries of the index: what to index, and keeping the index up with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from pecia.accounts.public import STRANGER
from pecia.discovery import analysis
from pecia.discovery.index.protocol import Entry, IndexPlace
from pecia.discovery.index_folder import IndexFolder
from pecia.discovery.index_schemas import IndexSchemas
from pecia.discovery.models import IndexedText, IndexTask, TitlePhrase
from pecia.discovery.suggestions import noting
from pecia.kernel import clock
from pecia.kernel.crash_points import crash_point
from pecia.library.public import (
    Channel,
    Document,
    DownloadAccess,
    Edition,
    rights_of,
    visible_documents,
    visited_since,
)
from pecia.reading.public import texts_of_several

BATCH = 500
_PAGES = 2_000  # that are held at a time
MARK = "discovery.mark_document"  # who hears news of documents; a name for ever
_MOST = 3_000_000  # characters of a document; what a longer one has beyond is not looked into


def folder() -> IndexPlace:
    """The index of this site."""
    if settings.SEARCH_BACKEND == "postgresql":
        return IndexSchemas()
    return _folder(settings.SEARCH)


@cache
def _folder(root: Path) -> IndexFolder:
    return IndexFolder(root)


@transaction.atomic
def mark(document_ids: Iterable[int]) -> None:
    """Have the indexer look at these documents. Cheap, and may be repeated."""
    now = clock.now()
    for key in document_ids:
        again = IndexTask.objects.filter(document=key).update(marks=F("marks") + 1)
        if not again and Document.objects.filter(pk=key).exists():
            task, made = IndexTask.objects.get_or_create(document_id=key, defaults={"since": now})
            if not made:
                IndexTask.objects.filter(pk=task.pk).update(marks=F("marks") + 1)


def mark_counted(since: date) -> None:
    """Have documents looked at whose counts have changed since that day."""
    mark(visited_since(since))


def index_marked(place: IndexPlace, limit: int = BATCH) -> int:
    """Bring the index up to the rows of some marked documents; returns how many.

    A mark goes after the index is durable, and only if no newer one has come. Raises `NoIndex`.
    """
    tasks = list(IndexTask.objects.order_by("pk")[:limit])
    if not tasks:
        return 0
    keys = [task.document_id for task in tasks]
    with place.writing() as targets:  # what is read under the lock is not older than what is there
        entries = list(entries_of(keys))
        gone = set(keys) - {entry.key for entry in entries}
        for target in targets:
            target.remove(gone)
            target.put(entries)
    crash_point("index-durable")
    with transaction.atomic():
        IndexedText.objects.filter(document__in=gone).delete()
        noting.forget(gone)
        for task in tasks:
            IndexTask.objects.filter(pk=task.pk, marks=task.marks).delete()
    return len(tasks)


def build(place: IndexPlace) -> Iterator[int]:
    """Index everything anew beside the live index, then switch. Yields how far it is.

    What changes meanwhile is indexed into both.
    """
    name = place.begin()
    done, last = 0, 0
    while keys := _after(last):
        last = keys[-1]
        with place.writing() as targets:
            targets[-1].put(entries_of(keys))
        done += len(keys)
        yield done
    if place.switch(name):
        for table in (IndexedText, TitlePhrase):
            table.objects.exclude(document__in=visible_documents().values("pk")).delete()


def entries_of(keys: Sequence[int]) -> Iterator[Entry]:
    """The entries of those documents that strangers may see. Notes their folded text, and what
    may be typed for them."""
    rows = visible_documents().filter(pk__in=keys)
    for some in _handfuls(rows.select_related("owner", "current_edition")):
        texts = texts_of_several([edition for _document, edition in some])
        folded = {edition.pk: _folded_pages(texts[edition.pk]) for _document, edition in some}
        entries = [_entry(*pair, folded[pair[1].pk]) for pair in some]
        _note([_indexed_text(*pair, folded[pair[1].pk]) for pair in some])
        noting.note([document for document, _edition in some])
        yield from entries


def _handfuls(documents: Iterable[Document]) -> Iterator[list[tuple[Document, Edition]]]:
    """Documents with their editions, not too many pages at a time."""
    some: list[tuple[Document, Edition]] = []
    pages = 0
    for document in documents:
        edition = document.current_edition
        assert edition is not None, "published documents have one"
        some.append((document, edition))
        pages += edition.page_count
        if pages >= _PAGES:
            yield some
            some, pages = [], 0
    if some:
        yield some


def _after(key: int) -> list[int]:
    rows = visible_documents().filter(pk__gt=key).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _note(rows: Iterable[IndexedText]) -> None:
    IndexedText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["edition", "open_pages", "text"],
    )


def _indexed_text(document: Document, edition: Edition, pages: Sequence[str]) -> IndexedText:
    return IndexedText(
        document=document,
        edition=edition,
        open_pages=_free_pages(document, edition),
        text=IndexedText.PAGE_END.join(pages),
    )


def _free_pages(document: Document, edition: Edition) -> int:
    return rights_of(STRANGER, document, edition, Channel.HTML).pages


def _entry(document: Document, edition: Edition, pages: Sequence[str]) -> Entry:
    free = _free_pages(document, edition)
    return Entry(
        key=document.pk,
        title=analysis.fold(document.title),
        words=analysis.fold("\n".join([*document.keywords, document.description])),
        text="\n".join(pages[:free]),
        rest="\n".join(pages[free:]),
        language=document.language,
        uploader=document.owner.handle.lower(),
        category=str(document.category_id or ""),
        format=edition.family,
        licence=document.licence,
        access="paid" if document.download_access == DownloadAccess.ENTITLED else "free",
        pages=edition.page_count,
        published=document.published_at or document.created_at,
        reads=document.view_count,
        downloads=document.download_count,
    )


def _folded_pages(texts: Sequence[str]) -> list[str]:
    pages, left = [], _MOST
    for text in texts:
        pages.append(analysis.fold(text[:left]).replace(IndexedText.PAGE_END, " "))
        left = max(0, left - len(text))
    return pages
