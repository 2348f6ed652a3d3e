"""What publishers do with their documents: describe, publish, withdraw, erase."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from pecia.accounts.public import Actor, Permission, User
from pecia.kernel import clock, events, text
from pecia.kernel.errors import NotAllowed
from pecia.library import gate, history
from pecia.library.erasures import note_erasure, noted_erasures
from pecia.library.errors import NotDescribed, WrongState
from pecia.library.events import (
    DocumentDescribed,
    DocumentErased,
    DocumentHidden,
    DocumentPublished,
    EditionEnded,
)
from pecia.library.models import Category, Document, Edition, Restriction
from pecia.library.progress import end_editions
from pecia.library.types import TRANSITIONS, DocumentState, DownloadAccess, EditionState


@dataclass(frozen=True, slots=True)
class Description:
    """What a publisher says of a document. `preview_pages`: None for all."""

    title: str
    language: str
    category_id: int | None
    description: str
    keywords: tuple[str, ...]
    rights_basis: str
    rights_note: str
    licence: str
    preview_pages: int | None
    download_access: str
    shows_masked_name: bool


@transaction.atomic
def describe(document: Document, description: Description, actor: Actor) -> None:
    """Say what a document is. Raises `NotAllowed`, `ValueError` for words that there are not."""
    _require_change(actor, document)
    for field in fields(description):
        setattr(document, field.name, getattr(description, field.name))
    document.title = text.one_line(description.title, 200)
    document.description = text.paragraphs(description.description, 4_000)
    document.keywords = clean_keywords(description.keywords)
    document.rights_note = text.one_line(description.rights_note, 500)
    document.updated_at = clock.now()
    document.save(update_fields=[*asdict(description), "updated_at"])
    history.note(document, "described", actor=actor.user)
    events.tell(DocumentDescribed(document_id=document.pk))


@transaction.atomic
def change_access(
    document: Document, actor: Actor, *, preview_pages: int | None, download_access: str
) -> None:
    """Say who may have it, and how much of it is free. Raises `NotAllowed`."""
    _require_change(actor, document)
    document.preview_pages = preview_pages
    document.download_access = DownloadAccess(download_access)
    document.updated_at = clock.now()
    document.save(update_fields=["preview_pages", "download_access", "updated_at"])
    history.note(document, "access-changed", actor=actor.user)
    events.tell(DocumentDescribed(document_id=document.pk))


def clean_keywords(words: tuple[str, ...] | list[str]) -> list[str]:
    """At most twenty, each once, in their order."""
    clean = (text.one_line(word, 40) for word in words)
    return list(dict.fromkeys(word for word in clean if word))[:20]


def missing_of(document: Document) -> list[str]:
    """Names of the fields that must be filled in before it can be published."""
    needed = {
        "title": document.title,
        "rights_basis": document.rights_basis,
    }
    return [name for name, value in needed.items() if not value]


@transaction.atomic
def request_publication(document: Document, actor: Actor) -> bool:
    """Publish it now, or as soon as its file is ready. True when it is published already.

    Raises `NotAllowed`, `NotDescribed`, `WrongState`.
    """
    _require_change(actor, document)
    _require_transition(document, DocumentState.PUBLISHED)
    if missing := missing_of(document):
        raise NotDescribed(missing=missing)
    Document.objects.filter(pk=document.pk).update(publish_requested_at=clock.now())
    history.note(document, "publication-requested", actor=actor.user)
    return publish_if_ready(document.pk)


@transaction.atomic
def publish_if_ready(document_id: int) -> bool:
    """Make the newest approved edition the one that readers see, if the publisher wants it.

    May run any number of times; only the first has an effect and tells `DocumentPublished`.
    """
    document = Document.objects.get(pk=document_id)
    approved = Edition.objects.filter(document=document, state=EditionState.APPROVED)
    edition = approved.order_by("-ordinal").first()
    if edition is None or document.publish_requested_at is None:
        return False
    rows = Document.objects.filter(
        pk=document_id, state__in=_sources_of(DocumentState.PUBLISHED) | {DocumentState.PUBLISHED}
    )
    if document.state == DocumentState.PUBLISHED:
        rows = rows.exclude(current_edition=edition)
    return _publish(document, edition, rows)


def _publish(document: Document, edition: Edition, rows: QuerySet[Document]) -> bool:
    now = clock.now()
    first = F("published_at")
    changed = rows.update(
        state=DocumentState.PUBLISHED,
        state_reason="",
        state_changed_at=now,
        updated_at=now,
        published_at=Coalesce(first, now),
        current_edition=edition,
    )
    if not changed:
        return False
    Edition.objects.filter(pk=edition.pk, published_at__isnull=True).update(published_at=now)
    history.note(document, "published", detail=f"edition {edition.ordinal}")
    events.tell(DocumentPublished(document_id=document.pk, edition_id=edition.pk))
    return True


@transaction.atomic
def withdraw(document: Document, actor: Actor, reason: str) -> None:
    """Take it out of sight; a tombstone with the reason stays. `NotAllowed`, `WrongState`."""
    _require_change(actor, document)
    _move(document, DocumentState.WITHDRAWN, reason, actor.user)
    Document.objects.filter(pk=document.pk).update(publish_requested_at=None)
    events.tell(DocumentHidden(document_id=document.pk))


@transaction.atomic
def erase(document: Document, actor: Actor, reason: str) -> None:
    """Remove its bytes, pages and texts for ever; number, reason and date stay.

    The journal of erasures is durable before the row, so that a restored backup erases it again.
    Raises `NotAllowed`, `WrongState`.
    """
    if not actor.may(Permission.LIBRARY_DOCUMENT_RELEASE):
        _require_change(actor, document)
    _require_transition(document, DocumentState.ERASED)
    note_erasure(document.number, reason)
    _erase(document, reason, actor.user)


def _erase(document: Document, reason: str, user: User | None) -> None:
    _move(document, DocumentState.ERASED, reason, user)
    end_editions(document)
    Edition.objects.filter(document=document).update(
        blob=None, facts={}, findings=[], revision=0, page_count=0, file_name="", note=""
    )
    Document.objects.filter(pk=document.pk).update(title="", description="", keywords=[])
    events.tell(DocumentErased(document_id=document.pk))


@transaction.atomic
def replay_erasures() -> int:
    """Erase again what the journal says was erased: after a restore. Returns how many were."""
    reasons = noted_erasures()
    back = Document.objects.filter(number__in=reasons).exclude(state=DocumentState.ERASED)
    for document in back:
        _erase(document, reasons[document.number], None)
    return len(back)


@transaction.atomic
def release(edition: Edition, actor: Actor, *, approve: bool, reason: str) -> None:
    """Decide on a file that is held. Raises `NotAllowed`, `WrongState`."""
    if not actor.may(Permission.LIBRARY_DOCUMENT_RELEASE):
        raise NotAllowed
    state = EditionState.APPROVED if approve else EditionState.REFUSED
    code = "" if approve else "refused_by_review"
    changed = Edition.objects.filter(pk=edition.pk, state=EditionState.HELD).update(
        state=state, code=code, code_detail=text.one_line(reason, 400), ended_at=clock.now()
    )
    if not changed:
        raise WrongState(state=edition.state)
    history.note(edition.document_id, f"edition-{state}", actor=actor.user, detail=reason)
    if approve:
        publish_if_ready(edition.document_id)
    else:
        events.tell(EditionEnded(edition_id=edition.pk, state=state, code=code))


@transaction.atomic
def discard(document: Document, actor: Actor) -> None:
    """Give up a document that was never published; nothing of it stays. Raises `WrongState`."""
    _require_change(actor, document)
    if document.published_at is not None or document.state != DocumentState.DRAFT:
        raise WrongState(state=document.state)
    note_erasure(document.number, "")
    _erase(document, "", actor.user)


@transaction.atomic
def discard_by_operator(document: Document, actor: Actor) -> None:
    """Give up a draft that can't become a document. Raises `NotAllowed`, `WrongState`."""
    if not actor.may(Permission.INGEST_JOB_RETRY):
        raise NotAllowed
    if document.published_at is not None:
        raise WrongState(state=document.state)
    note_erasure(document.number, "")
    _erase(document, "", actor.user)


@transaction.atomic
def restrict(document: Document, *, source: str, reason: str) -> None:
    """Hide a document for a reason that stands elsewhere. Safe to repeat for one source."""
    _, made = Restriction.objects.get_or_create(
        document=document,
        source=source,
        lifted_at=None,
        defaults={"reason": text.one_line(reason, 500), "imposed_at": clock.now()},
    )
    if made:
        Document.objects.filter(pk=document.pk).update(is_restricted=True)
        history.note(document, "restricted", detail=source)
        events.tell(DocumentHidden(document_id=document.pk))


@transaction.atomic
def lift_restriction(document: Document, *, source: str) -> bool:
    """End one restriction; the document is seen again when it was the last. False: none there."""
    active = Restriction.objects.filter(document=document, lifted_at__isnull=True)
    if not active.filter(source=source).update(lifted_at=clock.now()):
        return False
    history.note(document, "restriction-lifted", detail=source)
    if not active.exists():
        Document.objects.filter(pk=document.pk).update(is_restricted=False)
        if document.state == DocumentState.PUBLISHED and document.current_edition_id:
            events.tell(
                DocumentPublished(document_id=document.pk, edition_id=document.current_edition_id)
            )
    return True


def _move(document: Document, state: DocumentState, reason: str, user: User | None) -> None:
    now = clock.now()
    clean = text.one_line(reason, 500)
    moved = Document.objects.filter(pk=document.pk, state__in=_sources_of(state)).update(
        state=state, state_reason=clean, state_changed_at=now, updated_at=now
    )
    if not moved:
        raise WrongState(state=document.state)
    document.state, document.state_reason, document.state_changed_at = state, clean, now
    history.note(document, state, actor=user, detail=clean)


def _sources_of(state: DocumentState) -> set[DocumentState]:
    return {source for source, targets in TRANSITIONS.items() if state in targets}


def _require_transition(document: Document, state: DocumentState) -> None:
    if state not in TRANSITIONS[DocumentState(document.state)] and document.state != state:
        raise WrongState(state=document.state)


def _require_change(actor: Actor, document: Document) -> None:
    if not gate.may_change(actor, document):
        raise NotAllowed


def use_proposals(
    edition: Edition, *, title: str, language: str, category: Category | None, keywords: list[str]
) -> None:
    """Fill in what the publisher has not said yet with what the file says of itself."""
    document, first = edition.document, text.title_of_file(edition.file_name)
    untouched = Document.objects.filter(pk=document.pk, state=DocumentState.DRAFT)
    if title:
        untouched.filter(title=first).update(title=text.one_line(title, 200))
    untouched.filter(language="und").update(language=language)
    untouched.filter(keywords=[]).update(keywords=clean_keywords(keywords))
    if category is not None:
        untouched.filter(category__isnull=True).update(category=category)
