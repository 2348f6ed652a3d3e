"""Files that have arrived and go their way by the hand of a test."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from pecia.accounts.public import User, actor_for
from pecia.ingest.accepting import accept, keep_bytes
from pecia.ingest.public import IngestJob, advance
from pecia.kernel import durable
from pecia.kernel.blobs import sha256_of
from pecia.kernel.ids import new_token
from pecia.library.public import Document, Edition, ReceivedFile, describe, request_publication
from tests.factories.documents import describe_as


def receive(
    owner: User, name: str, content: bytes, document: Document | None = None, note: str = ""
) -> Edition:
    """A file that was uploaded; its job waits."""
    path = Path(settings.UPLOADS) / new_token()
    durable.write(path, content)
    sha256 = sha256_of(path)
    keep_bytes(path, sha256)
    return accept(owner, ReceivedFile(sha256, len(content), name), document=document, note=note)


def job_of(edition: Edition) -> IngestJob:
    return IngestJob.objects.get(edition=edition)


def go_its_way(edition: Edition) -> Edition:
    """Let a worker take it as far as it goes."""
    advance(job_of(edition).pk)
    return Edition.objects.select_related("document").get(pk=edition.pk)


def publish(document: Document, **words: object) -> None:
    document.refresh_from_db()
    describe(document, describe_as(**words), actor_for(document.owner))
    request_publication(document, actor_for(document.owner))
    document.refresh_from_db()
