"""Invariants of what is derived: everything an approved edition needs is there, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F

from pecia.kernel.checks import Problem
from pecia.library.public import Edition
from pecia.reading import artefacts
from pecia.reading.models import Page

_REBUILD = "make it again: `pecia rebuild --missing`"


def check() -> Iterator[Problem]:
    """Every problem there is."""
    known = set()
    for edition in Edition.objects.filter(revision__gt=0).iterator():
        known.add(edition.token)
        if not is_complete(edition):
            yield Problem("artefacts_missing", str(edition), _REBUILD)
    yield from _pages_are_rows()
    waiting = Edition.objects.filter(revision=0, blob__isnull=False)  # an erased one has none
    known.update(waiting.values_list("token", flat=True))
    for token in artefacts.tokens():
        if token not in known:
            yield Problem("artefacts_unused", token, "left by a crash; harmless, may be deleted")


def is_complete(edition: Edition) -> bool:
    """Whether PDF and lines of its revision are there; images are made when they are looked at."""
    folder = artefacts.folder_of(edition.token, edition.revision)
    return all((folder / name).is_file() for name in (artefacts.PDF, artefacts.LINES))


def _pages_are_rows() -> Iterator[Problem]:
    approved = Edition.objects.filter(state="approved")
    counts = dict(
        Page.objects.filter(edition__in=approved).values_list("edition").annotate(Count("pk"))
    )
    for edition in approved.annotate(wanted=F("page_count")).iterator():
        if counts.get(edition.pk, 0) != edition.page_count:
            yield Problem("pages_missing", str(edition), _REBUILD)
