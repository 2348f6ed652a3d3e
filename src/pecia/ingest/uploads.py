"""Resumable uploads: what tus 1.0 needs, without HTTP.

A chunk is on the disk before its offset is in the database, and its offset before the answer.
Whatever lies behind the offset is cut off when the next chunk comes.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.db import transaction

from pecia.accounts.public import User
from pecia.ingest import accepting
from pecia.ingest.errors import (
    Empty,
    HashMismatch,
    MoreThanAnnounced,
    NoSuchUpload,
    TooLarge,
    TooMany,
    UploadBusy,
    WrongOffset,
)
from pecia.ingest.models import Upload, UploadState
from pecia.kernel import clock, durable, text
from pecia.kernel.blobs import sha256_of
from pecia.kernel.crash_points import crash_point
from pecia.kernel.jobs import URGENT
from pecia.library.public import Document, ReceivedFile

_PIECE = 1 << 18
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Readable(Protocol):
    """A request's body."""

    def read(self, size: int, /) -> bytes:
        """At most that many bytes; none at the end. Raises `OSError` when the line breaks."""


def begin_upload(
    owner: User,
    *,
    file_name: str,
    length: int,
    sha256: str = "",
    batch: str = "",
    document: Document | None = None,
    note: str = "",
) -> Upload:
    """Announce a file. Raises `Empty`, `TooLarge`, `TypeNotAllowed`, `TooMany`, `NoSpace`."""
    if length <= 0:
        raise Empty
    if length > settings.MAX_UPLOAD_BYTES:
        raise TooLarge(limit=settings.MAX_UPLOAD_BYTES >> 20)
    accepting.require_known_extension(file_name)
    _require_quota(owner)
    now = clock.now()
    upload = Upload.objects.create(
        owner=owner,
        file_name=text.file_name(file_name),
        length=length,
        sha256=sha256.lower() if _SHA256.fullmatch(sha256.lower()) else "",
        batch=text.one_line(batch, 40),
        document=document,
        note=text.one_line(note, 300),
        created_at=now,
        touched_at=now,
    )
    _make_file(bytes_of(upload))
    return upload


def get_upload(token: str, owner: User) -> Upload:
    """An upload of theirs. Raises `NoSuchUpload`."""
    rows = Upload.objects.select_related("owner", "document", "edition", "edition__document")
    upload = rows.filter(token=token, owner=owner).exclude(state=UploadState.REMOVED).first()
    if upload is None:
        raise NoSuchUpload
    return upload


def append(upload: Upload, offset: int, body: Readable) -> int:
    """Take the bytes from `offset` on; returns how far the upload has come.

    What arrived before the line broke is kept. Raises `WrongOffset`, `TooLarge`, `UploadBusy`,
    `NoSpace`, `HashMismatch`.
    """
    if upload.state != UploadState.RECEIVING:
        raise WrongOffset
    with _held(upload) as file:
        upload.refresh_from_db()
        if offset != upload.offset:
            raise WrongOffset
        reached = _write(file, offset, upload.length, body)
        _note_offset(upload, reached)
    if upload.offset == upload.length:
        finish(upload)
    return upload.offset


def finish(upload: Upload) -> None:
    """Make a document of a complete upload. Safe to repeat: after it a crash loses nothing.

    Raises `HashMismatch`, also for one that was refused before, and `DamagedBlob`.
    """
    if upload.state == UploadState.REFUSED:
        raise HashMismatch
    if upload.state != UploadState.RECEIVING or upload.offset != upload.length:
        return
    _check_hash(upload)
    accepting.keep_bytes(bytes_of(upload), upload.sha256)
    file = ReceivedFile(upload.sha256, upload.length, upload.file_name)
    with transaction.atomic():
        taken = Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING)
        if not taken.update(state=UploadState.RECEIVED, touched_at=clock.now()):
            return
        edition = accepting.accept(
            upload.owner, file, document=upload.document, note=upload.note, priority=URGENT
        )
        Upload.objects.filter(pk=upload.pk).update(edition=edition)
    crash_point("committed")
    upload.state, upload.edition = UploadState.RECEIVED, edition


def remove(upload: Upload) -> None:
    """Give up an upload that is not finished; what has arrived goes."""
    rows = Upload.objects.filter(
        pk=upload.pk, state__in=(UploadState.RECEIVING, UploadState.REFUSED)
    )
    if rows.update(state=UploadState.REMOVED, touched_at=clock.now()):
        bytes_of(upload).unlink(missing_ok=True)


def uploads_of(owner: User, batch: str = "") -> list[Upload]:
    """What they sent lately, newest first; of one page's batch, or all that are not done."""
    rows = Upload.objects.filter(owner=owner).exclude(state=UploadState.REMOVED)
    rows = rows.filter(batch=batch) if batch else rows
    rows = rows.select_related("edition", "edition__document", "document")
    return list(rows.order_by("-created_at", "-pk")[:100])


def expires_at(upload: Upload) -> str:
    """When an unfinished upload is given up, as HTTP writes dates."""
    end = upload.touched_at + timedelta(days=settings.UPLOAD_DAYS)
    return end.strftime("%a, %d %b %Y %H:%M:%S GMT")


def finish_complete() -> int:
    """Finish uploads whose last answer was never sent: part of the sweep."""
    rows = Upload.objects.filter(state=UploadState.RECEIVING).select_related("owner", "document")
    rows = rows.filter(touched_at__lt=clock.now() - timedelta(seconds=30))
    done = 0
    for upload in rows:
        if upload.offset == upload.length:
            finish(upload)
            done += 1
    return done


def remove_expired() -> int:
    """Give up uploads that nobody went on with: part of the sweep."""
    before = clock.now() - timedelta(days=settings.UPLOAD_DAYS)
    rows = Upload.objects.filter(state=UploadState.RECEIVING, touched_at__lt=before)
    expired = list(rows)
    for upload in expired:
        remove(upload)
    return len(expired)


def bytes_of(upload: Upload) -> Path:
    """Where its bytes gather."""
    return Path(settings.UPLOADS) / upload.token


def _make_file(path: Path) -> None:
    """An empty file whose name survives; its bytes are flushed as they come."""
    with durable.telling_space():
        durable.make_folder(path.parent)
        path.touch()
        crash_point("upload-named")
        durable.flush(path.parent)


@contextmanager
def _held(upload: Upload) -> Iterator[BinaryIO]:
    """The file of an upload, for one connection at a time."""
    path = bytes_of(upload)
    if upload.offset == 0 and not path.exists():  # the row was all there was before a crash
        _make_file(path)
    try:
        file = path.open("r+b")
    except FileNotFoundError as error:
        raise NoSuchUpload from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadBusy from error
        yield file


def _write(file: BinaryIO, offset: int, length: int, body: Readable) -> int:
    """Write the body from `offset` on and flush it; returns the new offset."""
    with durable.telling_space():
        file.truncate(offset)
        file.seek(offset)
        reached = offset
        for piece in _arriving(body):
            if reached + len(piece) > length:
                raise MoreThanAnnounced
            file.write(piece)
            reached += len(piece)
        file.flush()
        crash_point("chunk-written")
        os.fsync(file.fileno())
    crash_point("chunk-flushed")
    return reached


def _arriving(body: Readable) -> Iterator[bytes]:
    """The body piece by piece, up to where the line broke: what has come is kept."""
    while True:
        try:
            piece = body.read(_PIECE)
        except OSError:
            return
        if not piece:
            return
        yield piece


def _note_offset(upload: Upload, reached: int) -> None:
    rows = Upload.objects.filter(pk=upload.pk, offset=upload.offset, state=UploadState.RECEIVING)
    if not rows.update(offset=reached, touched_at=clock.now()):
        raise WrongOffset
    crash_point("offset-noted")
    upload.offset = reached


def _check_hash(upload: Upload) -> None:
    """Compare with what was announced, or note the hash before the bytes move."""
    path = bytes_of(upload)
    if not path.exists():
        return  # moved by a try before, which has checked it
    found = sha256_of(path)
    if upload.sha256 and found != upload.sha256:
        Upload.objects.filter(pk=upload.pk).update(
            state=UploadState.REFUSED, code=HashMismatch.code
        )
        path.unlink(missing_ok=True)
        raise HashMismatch
    if not upload.sha256:
        Upload.objects.filter(pk=upload.pk).update(sha256=found)
        upload.sha256 = found


def _require_quota(owner: User) -> None:
    since = clock.now() - timedelta(days=1)
    if Upload.objects.filter(owner=owner, created_at__gt=since).count() >= settings.UPLOADS_PER_DAY:
        raise TooMany(limit=settings.UPLOADS_PER_DAY)
