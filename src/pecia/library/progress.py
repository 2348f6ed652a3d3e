"""How far a file has come; written by the pipeline, each change conditional on the one before."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pecia.kernel import clock, events
from pecia.library import history
from pecia.library.events import EditionEnded
from pecia.library.models import Document, Edition
from pecia.library.types import EditionState

_OPEN = (
    EditionState.RECEIVED,
    EditionState.INSPECTED,
    EditionState.CONVERTED,
    EditionState.PAGINATED,
    EditionState.DESCRIBED,
)


def note_inspection(edition: Edition, *, format: str, family: str, facts: dict[str, Any]) -> None:
    """The type is known and what hides in the file."""
    _change(
        edition,
        EditionState.INSPECTED,
        format=format,
        family=family,
        facts={**edition.facts, **facts},
        inspected_at=clock.now(),
    )


def note_conversion(
    edition: Edition,
    *,
    revision: int,
    page_count: int,
    language: str,
    findings: list[Any],
    facts: dict[str, Any],
) -> None:
    """Its artefacts of that revision are durable."""
    _change(
        edition,
        EditionState.CONVERTED,
        revision=revision,
        page_count=page_count,
        language=language,
        findings=findings,
        facts={**edition.facts, **facts},
    )


def note_pagination(edition: Edition) -> None:
    """Its pages are rows."""
    _change(edition, EditionState.PAGINATED)


def note_description(edition: Edition, facts: dict[str, Any]) -> None:
    """What can be said of it from its text is known."""
    _change(edition, EditionState.DESCRIBED, facts={**edition.facts, **facts})


def note_revision(edition: Edition, revision: int) -> bool:
    """New artefacts of an edition that went its way before; False when somebody was faster."""
    rows = Edition.objects.filter(pk=edition.pk, revision=edition.revision)
    edition.revision = revision
    return rows.update(revision=revision) == 1


@transaction.atomic
def end_edition(edition: Edition, state: EditionState, code: str = "", detail: str = "") -> bool:
    """Approved, held, refused or failed. False when it had ended before."""
    ended = Edition.objects.filter(pk=edition.pk, state__in=_OPEN).update(
        state=state, code=code, code_detail=detail[:400], ended_at=clock.now()
    )
    if not ended:
        return False
    edition.state, edition.code, edition.code_detail = state, code, detail[:400]
    history.note(edition.document_id, f"edition-{state}", detail=code)
    if state != EditionState.APPROVED:
        events.tell(EditionEnded(edition_id=edition.pk, state=state, code=code))
    return True


def end_editions(document: Document) -> None:
    """End whatever is still on its way, since the document is being erased."""
    rows = Edition.objects.filter(document=document, state__in=_OPEN)
    rows.update(state=EditionState.REFUSED, code="erased", ended_at=clock.now())


@transaction.atomic
def reopen_edition(edition: Edition) -> bool:
    """Send a file through again, after a failure or a refusal. False when it can't be."""
    ended = (EditionState.REFUSED, EditionState.FAILED)
    rows = Edition.objects.filter(pk=edition.pk, state__in=ended, blob__isnull=False)
    return bool(rows.update(state=EditionState.RECEIVED, code="", code_detail="", ended_at=None))


def _change(edition: Edition, state: EditionState, **fields: Any) -> None:
    """Go on to `state`; nothing happens when the file has ended meanwhile."""
    changed = Edition.objects.filter(pk=edition.pk, state__in=_OPEN).update(state=state, **fields)
    if changed:
        for name, value in {**fields, "state": state}.items():
            setattr(edition, name, value)
