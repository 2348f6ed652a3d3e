"""Invariants of what is on its way in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef

from pecia.ingest.models import IngestJob, JobState, Upload, UploadState
from pecia.ingest.uploads import bytes_of
from pecia.kernel import events
from pecia.kernel.checks import Problem
from pecia.library.public import Edition, EditionState

_LEFT = "left by a crash, or a file that comes in now; harmless, may be deleted"
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
    yield from _bytes_have_uploads()
    if count := events.undeliverable():
        yield Problem("news_undeliverable", f"{count} events", "see the log, then the outbox table")


def _editions_have_jobs() -> Iterator[Problem]:
    job = IngestJob.objects.filter(edition=OuterRef("pk"))
    for edition in Edition.objects.exclude(Exists(job)).select_related("document"):
        yield Problem("edition_without_job", edition.known_as, "upload the file again")


def _ends_agree() -> Iterator[Problem]:
    done = IngestJob.objects.filter(state__in=(JobState.DONE, JobState.DEAD))
    rows = done.select_related("edition__document").exclude(edition__state__in=_ENDED)
    for job in rows:
        what = f"{job.edition.known_as}, at {job.step}"
        yield Problem("job_without_end", what, "retry it on the page of dead letters")


def _uploads_have_bytes() -> Iterator[Problem]:
    for upload in Upload.objects.filter(state=UploadState.RECEIVING, offset__gt=0):
        path = bytes_of(upload)
        missing = not path.exists() and not (upload.sha256 and upload.offset == upload.length)
        if missing or (path.exists() and path.stat().st_size < upload.offset):
            yield Problem("upload_bytes", str(upload), "the sender must begin it again")


def _bytes_have_uploads() -> Iterator[Problem]:
    receiving = Upload.objects.filter(state=UploadState.RECEIVING)
    known = set(receiving.values_list("token", flat=True))
    for path in sorted(Path(settings.UPLOADS).glob("*")):
        if path.name not in known:
            yield Problem("upload_unused", f"file {path.name} of uploads", _LEFT)
