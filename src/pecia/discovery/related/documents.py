"""Related documents: like this one by its text, else what is read or new beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.core.cache import cache
from django.db.models.functions import Substr

from pecia.discovery import analysis, indexing
from pecia.discovery.errors import NoIndex
from pecia.discovery.models import IndexedText
from pecia.discovery.related.near_copies import LOOKED_AT, without_near_copies
from pecia.library.public import (
    Document,
    documents_in,
    listed,
    visible_documents,
    with_what_lists_show,
)

_CANDIDATES = 24
_READ = 20_000  # characters of the text that is compared
_TITLE = 3  # times that the title counts
_SECONDS = 3_600
_FEW = 4


class Way(StrEnum):
    """In which way a document is related."""

    TEXT = "text"
    READ = "read"  # much read in its category
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Related:
    """A document beside another one, and why it stands there."""

    document: Document
    way: Way


def related_documents(document: Document, size: int = 8) -> tuple[Related, ...]:
    """Documents like this one that strangers may see, best first.

    Where the texts give fewer than a few, what is read most in its category follows, then what is
    new.
    """
    found = {each.document.pk: each for each in _by_text(document)}
    if len(found) < _FEW:
        for each in _beside(document):
            if each.document.pk != document.pk and len(found) < _FEW:
                found.setdefault(each.document.pk, each)
    return tuple(found.values())[:size]


def _by_text(document: Document) -> Iterator[Related]:
    keys = _like(document)
    rows = with_what_lists_show(visible_documents().filter(pk__in=keys))
    shown = {row.pk: row for row in rows}
    documents = [shown[key] for key in keys if key in shown]
    for row in without_near_copies(documents, _beginnings([*keys, document.pk]), document):
        yield Related(row, Way.TEXT)


def _like(document: Document) -> tuple[int, ...]:
    """Keys of documents that read like it; looked for once in an hour for each of its editions."""
    key = f"discovery.like.{document.pk}.{document.current_edition_id}"
    known: tuple[int, ...] | None = cache.get(key)
    if known is None:
        known = _looked_for(document)
        cache.set(key, known, _SECONDS)
    return known


def _looked_for(document: Document) -> tuple[int, ...]:
    """Only what strangers may read of it is compared."""
    row = IndexedText.objects.filter(pk=document.pk).annotate(begin=Substr("text", 1, _READ))
    facts = row.values_list("begin", "open_pages").first()
    begin, pages = facts or ("", 0)
    text = "\n".join(begin.split(IndexedText.PAGE_END)[:pages])
    title = analysis.fold("\n".join([document.title, *document.keywords]))
    compared = "\n".join([title] * _TITLE + [text])
    try:
        return indexing.folder().live().like(compared, document.pk, _CANDIDATES)
    except NoIndex:
        return ()


def _beginnings(keys: Sequence[int]) -> dict[int, str]:
    rows = IndexedText.objects.filter(pk__in=keys)
    return dict(rows.annotate(begin=Substr("text", 1, LOOKED_AT)).values_list("pk", "begin"))


def _beside(document: Document) -> Iterator[Related]:
    if document.category is not None:
        near = documents_in(document.category)
        for row in listed(near.filter(view_count__gt=0), order="read")[: _FEW + 1]:
            yield Related(row, Way.READ)
        for row in listed(near)[: _FEW + 1]:
            yield Related(row, Way.NEW)
    for row in listed(visible_documents())[: _FEW + 1]:
        yield Related(row, Way.NEW)
