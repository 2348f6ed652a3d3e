"""The library's invariants, looked at one by one on a live or restored site."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from pecia.kernel.blobs import DamagedBlob, verify
from pecia.kernel.checks import Problem
from pecia.library.erasures import noted_erasures
from pecia.library.models import Blob, Document, Edition, Restriction
from pecia.library.originals import store
from pecia.library.types import DocumentState, EditionState

_FROM_BACKUP = "take the file from a backup: `pecia restore` into an empty folder shows how"


def check(*, hashes: bool = True) -> Iterator[Problem]:
    """Every problem there is. With `hashes` all originals are read: slow, and the point of it."""
    yield from _rows_have_bytes(hashes=hashes)
    yield from _bytes_have_rows()
    yield from _editions_fit()
    yield from _erased_is_gone()
    yield from _published_can_be_read()
    yield from _restrictions_are_projected()


def _rows_have_bytes(*, hashes: bool) -> Iterator[Problem]:
    for blob in Blob.objects.all().iterator():
        try:
            right = store().size(blob.sha256) == blob.size
            if right and hashes:
                verify(store(), blob.sha256)
        except DamagedBlob:
            right = False
        if not right:
            yield Problem("original_damaged", _used_by(blob), _FROM_BACKUP)


def _used_by(blob: Blob) -> str:
    """The original, and the documents that need it."""
    numbers = Document.objects.filter(editions__blob=blob).order_by("number").distinct()
    return ", ".join([*map(str, numbers), f"original {blob.sha256}"])


def _bytes_have_rows() -> Iterator[Problem]:
    known = set(Blob.objects.values_list("pk", flat=True))
    for key in store().keys():  # noqa: SIM118  a store is no mapping
        if key not in known:
            yield Problem(
                "original_unused", f"original {key}", "left by a crash; harmless, may be deleted"
            )


def _editions_fit() -> Iterator[Problem]:
    rows = Edition.objects.select_related("document")
    kept = rows.exclude(document__state=DocumentState.ERASED)
    for edition in kept.filter(blob__isnull=True):
        yield Problem("edition_without_file", edition.known_as, _FROM_BACKUP)
    for edition in rows.filter(blob__isnull=False).exclude(size=F("blob__size")):
        yield Problem("edition_size", edition.known_as, "report this: it can't happen")


def _erased_is_gone() -> Iterator[Problem]:
    """Nothing of an erased document has a file, and nothing in the journal has come back."""
    erased = Document.objects.filter(state=DocumentState.ERASED)
    for document in erased.filter(editions__blob__isnull=False).distinct():
        yield Problem("erased_not_gone", str(document), "report this: it can't happen")
    back = Document.objects.filter(number__in=noted_erasures()).exclude(state=DocumentState.ERASED)
    for document in back:
        yield Problem("erased_came_back", str(document), "erase it again, on its page")


def _published_can_be_read() -> Iterator[Problem]:
    published = Document.objects.filter(state=DocumentState.PUBLISHED)
    rows = published.select_related("current_edition")
    for document in rows.exclude(current_edition__state=EditionState.APPROVED):
        yield Problem("published_not_approved", str(document), "withdraw it and publish it again")
    for document in rows.exclude(current_edition__document=F("pk")):
        yield Problem("edition_of_another", str(document), "report this: it can't happen")


def _restrictions_are_projected() -> Iterator[Problem]:
    active = Restriction.objects.filter(document=OuterRef("pk"), lifted_at__isnull=True)
    rows = Document.objects.annotate(is_hidden=Exists(active)).exclude(is_restricted=F("is_hidden"))
    for document in rows:
        yield Problem("restriction_projection", str(document), "report this: it can't happen")
