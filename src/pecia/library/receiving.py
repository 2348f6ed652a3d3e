"""A file becomes a document, or a new edition of one. The bytes are in the store already."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from pecia.accounts.public import User
from pecia.kernel import clock, text
from pecia.kernel.ids import next_number
from pecia.library import history
from pecia.library.errors import WrongState
from pecia.library.models import Blob, Document, Edition
from pecia.library.types import DocumentState

NUMBERS = "document"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What is known of a file on arrival. `sha256` names bytes that are durable in the store."""

    sha256: str
    size: int
    file_name: str


def receive_document(owner: User, file: ReceivedFile) -> Edition:
    """A new document with that file as edition 1. Must run in the caller's transaction."""
    now = clock.now()
    name = text.file_name(file.file_name)
    document = Document.objects.create(
        number=next_number(NUMBERS),
        owner=owner,
        title=text.title_of_file(name),
        state_changed_at=now,
        created_at=now,
        updated_at=now,
        shows_masked_name=owner.shows_masked_name,
    )
    history.note(document, "received", actor=owner, detail=name)
    return _edition(document, 1, file, note="")


def receive_edition(document: Document, actor: User, file: ReceivedFile, note: str = "") -> Edition:
    """A better file for a document that is there; it keeps its number. In a transaction.

    Raises `WrongState` when it was erased meanwhile.
    """
    _lock(document)
    last = Edition.objects.filter(document=document).aggregate(last=Max("ordinal"))["last"] or 0
    history.note(document, "edition-received", actor=actor, detail=file.file_name)
    return _edition(document, last + 1, file, note=text.one_line(note, 300))


def _edition(document: Document, ordinal: int, file: ReceivedFile, *, note: str) -> Edition:
    now = clock.now()
    blob, _ = Blob.objects.get_or_create(
        sha256=file.sha256, defaults={"size": file.size, "created_at": now}
    )
    name = text.file_name(file.file_name)
    return Edition.objects.create(
        document=document,
        ordinal=ordinal,
        blob=blob,
        file_name=name,
        extension=text.split_name(name)[1][:12],
        size=file.size,
        note=note,
        received_at=now,
    )


def _lock(document: Document) -> None:
    """Let two editions of one document arrive one after the other."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("receive_edition outside a transaction")
    rows = Document.objects.filter(pk=document.pk).exclude(state=DocumentState.ERASED)
    if not rows.update(updated_at=clock.now()):
        raise WrongState(state=DocumentState.ERASED)
