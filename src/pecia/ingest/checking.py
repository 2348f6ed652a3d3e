"""Invariants of what is on its way in."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from pecia.ingest.models import IngestJob, JobState, Upload, UploadState
from pecia.ingest.uploads import bytes_of
from pecia.kernel import events
from pecia.kernel.checks import Problem
from pecia.library.public import Edition, EditionState

_ENDED = (
    EditionState.APPROVED,
    EditionState.HELD,
    EditionState.REFUSED,
    EditionState.FAILED,
)


def check() -> Iterator[Problem]:
    """Every problem there is."""
    yield from _editions_have_jobs()
    yield from _ends_agree()
    yield from _uploads_have_bytes()
    if count := events.undeliverable():
        yield Problem("news_undeliverable", f"{count} events", "see the log, then the outbox table")


def _editions_have_jobs() -> Iterator[Problem]:
    job = IngestJob.objects.filter(edition=OuterRef("pk"))
    for edition in Edition.objects.exclude(Exists(job)):
        yield Problem("edition_without_job", str(edition), "upload the file again")


def _ends_agree() -> Iterator[Problem]:
    done = IngestJob.objects.filter(state__in=(JobState.DONE, JobState.DEAD))
    for job in done.exclude(edition__state__in=_ENDED):
        yield Problem("job_without_end", str(job), "retry it on the page of dead letters")


def _uploads_have_bytes() -> Iterator[Problem]:
    for upload in Upload.objects.filter(state=UploadState.RECEIVING, offset__gt=0):
        path = bytes_of(upload)
        missing = not path.exists() and not (upload.sha256 and upload.offset == upload.length)
        if missing or (path.exists() and path.stat().st_size < upload.offset):
            yield Problem("upload_bytes", str(upload), "the sender must begin it again")
