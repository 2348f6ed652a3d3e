"""Invariants of what is derived: everything an approved edition needs is there, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from pecia.kernel.checks import Problem
from pecia.library.public import DocumentState, Edition
from pecia.reading import artefacts
from pecia.reading.models import Page

_REBUILD = "make it again: `pecia rebuild --missing`"
_REBUILD_ALL = "make them again: `pecia rebuild %d`"
_LEFT = "left by a crash; harmless, may be deleted"


def check() -> Iterator[Problem]:
    """Every problem there is."""
    for edition in Edition.objects.filter(revision__gt=0).select_related("document"):
        if not is_complete(edition):
            yield Problem("artefacts_missing", edition.known_as, _REBUILD)
    yield from _pages_are_rows()
    yield from _folders_have_rows()


def _folders_have_rows() -> Iterator[Problem]:
    read = ("token", "blob", "ordinal", "document__number", "document__state")
    rows = Edition.objects.select_related("document").only(*read)
    known = {edition.token: edition for edition in rows}
    for token in artefacts.tokens():
        edition = known.get(token)
        if edition is None:
            yield Problem("artefacts_unused", token, _LEFT)
        elif edition.blob_id is None and edition.document.state == DocumentState.ERASED:
            yield Problem("erased_not_gone", edition.known_as, "delete its folder of pages")
        elif artefacts.unfinished(token):
            yield Problem("artefacts_unused", f"{edition.known_as}, unfinished", _LEFT)


def is_complete(edition: Edition) -> bool:
    """Whether PDF and lines of its revision are there; images are made when they are looked at."""
    folder = artefacts.folder_of(edition.token, edition.revision)
    return all((folder / name).is_file() for name in (artefacts.PDF, artefacts.LINES))


def _pages_are_rows() -> Iterator[Problem]:
    approved = Edition.objects.filter(state="approved").select_related("document")
    counts = dict(
        Page.objects.filter(edition__in=approved).values_list("edition").annotate(Count("pk"))
    )
    for edition in approved:
        if counts.get(edition.pk, 0) != edition.page_count:
            yield Problem("pages_missing", edition.known_as, _REBUILD_ALL % edition.document.number)
