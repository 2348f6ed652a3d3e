"""What a reader may like, with the reason. Nothing but reading decides: no price, no fee, nobody's
wish; who pays gets no place and loses none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef

from pecia.discovery.reading_models import NearDocuments, ReadCount
from pecia.discovery.recommending.fusing import Fused, fused
from pecia.discovery.recommending.lists import Pairs
from pecia.discovery.recommending.together import near_together
from pecia.library.public import (
    Category,
    Document,
    documents_in,
    listed,
    visible_documents,
    with_what_lists_show,
)

LOOKED_AT = 20  # documents of what was read; older ones say less
_CANDIDATES = 60
_OF_ONE = 2  # of one publisher, as long as there are others


class Why(StrEnum):
    """Why a document is offered."""

    READ_TOGETHER = "read_together"  # by those who have read `because`
    READ_HERE = "read_here"  # much read of late, in the category or on the site
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Guess:
    """A document with the reason for it, and the one that speaks for it."""

    document: Document
    why: Why
    because: Document | None = None


def guess(
    read: Sequence[int],
    size: int,
    *,
    category: Category | None = None,
    without: Iterable[int] = (),
) -> tuple[Guess, ...]:
    """What somebody may like who has read these, newest first; what everybody reads after that.

    What they have read, and what is `without`, is not among it. Only what strangers may see.
    """
    known = list(dict.fromkeys(read))[:LOOKED_AT]
    hidden = {*read, *without}
    guesses = [
        *_read_together(known, hidden),
        *_popular(category, hidden, size),
        *_new(category, hidden, size),
    ]
    return tuple(_spread(guesses, size))


def most_read(size: int, category: Category | None = None) -> list[Document]:
    """What is read most of late, in a category and below it or on the whole site."""
    rows = documents_in(category) if category else visible_documents()
    # Row by row from the hottest on: a list of all that may be seen would be made first.
    hot = ReadCount.objects.filter(Exists(rows.filter(pk=OuterRef("pk")))).order_by("-heat", "-pk")
    return _in_order(list(hot.values_list("pk", flat=True)[:size]))


def _read_together(read: Sequence[int], hidden: set[int]) -> Iterator[Guess]:
    if not read:
        return
    found = [each for each in fused(read, _ways(read)) if each.key not in hidden][:_CANDIDATES]
    rows = {row.pk: row for row in _in_order([*_keys(found)])}
    for each in found:
        if each.key in rows:
            yield Guess(rows[each.key], Why.READ_TOGETHER, rows.get(each.because))


def _keys(found: Iterable[Fused]) -> Iterator[int]:
    """Of the documents and of their reasons, each once."""
    return iter(dict.fromkeys(key for each in found for key in (each.key, each.because)))


def _ways(read: Sequence[int]) -> list[Mapping[int, Pairs]]:
    rows = list(NearDocuments.objects.filter(pk__in=read))
    return [
        {row.pk: row.by_taste for row in rows},
        {row.pk: row.by_readers for row in rows},
        near_together(read),
    ]


def _popular(category: Category | None, hidden: set[int], size: int) -> Iterator[Guess]:
    for document in most_read(size + len(hidden), category):
        if document.pk not in hidden:
            yield Guess(document, Why.READ_HERE)


def _new(category: Category | None, hidden: set[int], size: int) -> Iterator[Guess]:
    near = listed(documents_in(category))[: 2 * size] if category else ()
    for document in (*near, *listed(visible_documents())[: 2 * size]):
        if document.pk not in hidden:
            yield Guess(document, Why.NEW)


def _spread(guesses: Sequence[Guess], size: int) -> list[Guess]:
    """The first ones, each once; not many of one publisher before others have had their turn."""
    once: dict[int, Guess] = {}
    for each in guesses:
        once.setdefault(each.document.pk, each)
    owners: Counter[int] = Counter()
    later: list[Guess] = []
    chosen: list[Guess] = []
    for each in once.values():
        owners[each.document.owner_id] += 1
        (chosen if owners[each.document.owner_id] <= _OF_ONE else later).append(each)
    return [*chosen, *later][:size]


def _in_order(keys: Sequence[int]) -> list[Document]:
    """Those that strangers may see, in the order of the keys."""
    rows = with_what_lists_show(visible_documents().filter(pk__in=keys))
    shown = {row.pk: row for row in rows}
    return [shown[key] for key in keys if key in shown]
