"""The originals behind the editions: opening them, and removing what nobody needs any more."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef

from pecia.kernel.blobs import BlobStore, DamagedBlob, LocalBlobStore, verify
from pecia.library.models import Blob, Edition

_BELIEVED_SECONDS = 300


def store() -> BlobStore:
    """Where this site keeps originals."""
    return LocalBlobStore(Path(settings.ORIGINALS))


def open_original(edition: Edition) -> BinaryIO:
    """The bytes as they were uploaded. Raises `DamagedBlob` when they are not those any more.

    They are read through and compared with their hash first. A file that was right is believed for
    a while, so that one that is fetched in ranges is not read whole for each of them.
    """
    if edition.blob_id is None or store().size(edition.blob_id) != edition.size:
        raise DamagedBlob
    key = f"library.original.{edition.blob_id}"
    if cache.get(key) is None:
        verify(store(), edition.blob_id)
        cache.set(key, True, _BELIEVED_SECONDS)
    return store().open(edition.blob_id)


def remove_unused_originals() -> int:
    """Remove blobs that no edition points to; returns how many.

    The row is locked and deleted first, the bytes inside the same transaction: an upload of the
    same content that arrives now waits for the row and then finds that its bytes are gone, and
    says so instead of promising them.
    """
    used = Edition.objects.filter(blob=OuterRef("pk"))
    removed = 0
    for sha256 in Blob.objects.exclude(Exists(used)).values_list("pk", flat=True):
        with transaction.atomic():
            rows = Blob.objects.filter(pk=sha256).exclude(Exists(used))
            if rows.delete()[0]:
                store().delete(sha256)
                removed += 1
    return removed
