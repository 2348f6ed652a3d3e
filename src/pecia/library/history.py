"""The diary of a document: appended to by whatever changes it."""

from __future__ import annotations

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.library.models import Document, HistoryEntry


def note(
    document: Document | int, what: str, *, actor: User | None = None, detail: str = ""
) -> None:
    """Write down what was just done, in the transaction that does it."""
    HistoryEntry.objects.create(
        document_id=document if isinstance(document, int) else document.pk,
        at=clock.now(),
        what=what,
        actor=actor,
        detail=detail[:500],
    )


def history_of(document: Document) -> list[HistoryEntry]:
    """Everything that was done to it, oldest first."""
    return list(HistoryEntry.objects.filter(document=document).select_related("actor"))
