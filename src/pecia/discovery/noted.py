"""Documents that supervisors note, each with a reason that somebody has signed."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from pecia.accounts.public import Actor, Permission
from pecia.discovery.noted_models import NotedDocument
from pecia.kernel import clock, text
from pecia.kernel.errors import NotAllowed
from pecia.library.public import Category, Document, documents_in, visible_documents

LONGEST = 300  # characters of a reason


def note_document(document: Document, actor: Actor, reason: str) -> bool:
    """Note it, signed by the actor. False for one that is noted already.

    Raises `NotAllowed` without the permission, `ValueError` without a reason.
    """
    if not actor.may(Permission.LIBRARY_DOCUMENT_RELEASE):
        raise NotAllowed
    clean = text.one_line(reason, LONGEST)
    if not clean:
        raise ValueError("a note needs a reason")
    try:
        with transaction.atomic():
            NotedDocument.objects.create(
                document=document, by=actor.user, reason=clean, noted_at=clock.now()
            )
    except IntegrityError:
        return False
    return True


def end_note(document: Document, actor: Actor) -> bool:
    """Note it no more. Raises `NotAllowed`."""
    if not actor.may(Permission.LIBRARY_DOCUMENT_RELEASE):
        raise NotAllowed
    rows = NotedDocument.objects.filter(document=document, ended_at__isnull=True)
    return bool(rows.update(ended_at=clock.now()))


def noted_documents(size: int, category: Category | None = None) -> list[NotedDocument]:
    """The notes in force on what strangers may see, newest first; of a category and below it."""
    shown = documents_in(category) if category else visible_documents()
    rows = NotedDocument.objects.filter(
        Exists(shown.filter(pk=OuterRef("document"))), ended_at__isnull=True
    )
    related = ("document__owner", "document__organisation", "document__current_edition", "by")
    return list(rows.select_related(*related).order_by("-noted_at", "-pk")[:size])


def note_of(document: Document) -> NotedDocument | None:
    """The note in force on a document."""
    return NotedDocument.objects.filter(document=document, ended_at__isnull=True).first()
