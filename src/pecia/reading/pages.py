"""Pages as rows: written when an edition was rendered, read when somebody opens it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from pecia.library.public import Edition
from pecia.reading import artefacts
from pecia.reading.artefacts import Line
from pecia.reading.models import Page

_BATCH = 500


@transaction.atomic
def store_pages(edition: Edition) -> int:
    """Write the rows of an edition anew from its artefacts; returns how many."""
    Page.objects.filter(edition=edition).delete()
    rows = [
        Page(
            edition=edition,
            number=facts.number,
            width=facts.width,
            height=facts.height,
            text=facts.text.replace("\0", ""),
            lines_offset=offset,
            lines_length=length,
            failed=facts.failed[:200],
        )
        for facts, offset, length in artefacts.page_facts(edition.token, edition.revision)
    ]
    Page.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def pages_of(edition: Edition, first: int, last: int) -> list[Page]:
    """The pages from `first` to `last`, in their order. The caller has asked the gate."""
    rows = Page.objects.filter(edition=edition, number__gte=first, number__lte=last)
    return list(rows.order_by("number"))


def texts_of(edition: Edition, last: int) -> list[str]:
    """The text of pages 1 to `last`. The caller has asked the gate."""
    rows = Page.objects.filter(edition=edition, number__lte=last).order_by("number")
    return list(rows.values_list("text", flat=True))


def texts_of_several(editions: Collection[Edition]) -> dict[int, list[str]]:
    """The texts of all pages, in their order, by the keys of the editions. For what is seen by
    nobody: the caller asks the gate before anything of it is shown."""
    texts: dict[int, list[str]] = {edition.pk: [] for edition in editions}
    rows = Page.objects.filter(edition__in=texts).order_by("edition", "number")
    for key, text in rows.values_list("edition", "text").iterator():
        texts[key].append(text)
    return texts


def texts_at(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The texts of single pages, each named by the key of its edition and its number. The caller
    has asked the gate for each."""
    editions, numbers = {key for key, _number in places}, {number for _key, number in places}
    rows = Page.objects.filter(edition__in=editions, number__in=numbers)
    asked = set(places)  # two short lists are found much faster than as many pairs
    found = rows.values_list("edition", "number", "text").iterator()
    return {(key, number): text for key, number, text in found if (key, number) in asked}


def lines_of(edition: Edition, page: Page) -> tuple[Line, ...]:
    """The lines of a page with their places, in points from its top left corner."""
    if not page.lines_length:
        return ()
    return artefacts.lines_at(edition.token, edition.revision, page.lines_offset, page.lines_length)
