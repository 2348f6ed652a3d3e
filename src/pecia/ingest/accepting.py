"""Bytes become a document: the last step before the promise that nothing is lost.

Order: the bytes are durable in the store, then one transaction writes document, edition, job and
task, then the caller answers.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from pecia.accounts.public import User
from pecia.engine.public import FORMATS
from pecia.ingest import jobs, queueing
from pecia.ingest.errors import TypeNotAllowed
from pecia.kernel import text
from pecia.kernel.blobs import DamagedBlob
from pecia.kernel.crash_points import crash_point
from pecia.kernel.jobs import NORMAL
from pecia.library.public import (
    Document,
    Edition,
    ReceivedFile,
    receive_document,
    receive_edition,
    store,
)

EXTENSIONS = frozenset(extension for row in FORMATS for extension in row.extensions)


def require_known_extension(file_name: str) -> None:
    """Raise `TypeNotAllowed` for a name that no reader of ours fits. Content is looked at later."""
    extension = text.split_name(text.file_name(file_name))[1]
    if extension not in EXTENSIONS:
        raise TypeNotAllowed(extension=extension or "?")


def keep_bytes(path: Path, sha256: str) -> None:
    """Move a file into the store, unless a try before has done it. Raises `DamagedBlob`."""
    if path.exists():
        store().adopt(path, sha256)
    elif not store().exists(sha256):
        raise DamagedBlob
    crash_point("kept")


@transaction.atomic
def accept(
    owner: User,
    file: ReceivedFile,
    *,
    document: Document | None = None,
    note: str = "",
    priority: int = NORMAL,
) -> Edition:
    """Write the rows for bytes that are in the store, and the job that goes on with them."""
    if document is None:
        edition = receive_document(owner, file)
    else:
        edition = receive_edition(document, owner, file, note)
    queueing.enqueue(jobs.begin(edition, priority=priority))
    if not store().exists(file.sha256):  # removed meanwhile as unused: promise nothing
        raise DamagedBlob
    crash_point("rows-written")
    return edition
