"""Getting documents: one by its number, or lists of what may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from pecia.accounts.public import Actor, User
from pecia.kernel.errors import NotThere
from pecia.library import gate
from pecia.library.errors import NoSuchDocument
from pecia.library.models import Document, Edition, Restriction
from pecia.library.types import DocumentState

ORDERS = {
    "new": ("-published_at", "-pk"),
    "read": ("-view_count", "-pk"),
    "downloaded": ("-download_count", "-pk"),
    "title": ("title", "pk"),
}
# How a document came about, and what is private of its owner: much to read, for nothing in a list.
_NEVER_LISTED = (
    *("state_reason", "state_changed_at", "publish_requested_at", "rights_note"),
    *(
        f"current_edition__{name}"
        for name in ("findings", "facts", "file_name", "note", "code", "code_detail")
    ),
    *(f"current_edition__{name}_at" for name in ("received", "inspected", "ended")),
    *(f"owner__{name}" for name in ("password", "email", "last_login", "date_joined", "erased_at")),
)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is said of a document that can't be read any more."""

    reason: str
    since: datetime
    by: str  # publisher, operator or erased


def get_document(number: int) -> Document:
    """The document with that number, whatever its state; ask the gate next.

    Raises `NoSuchDocument`.
    """
    rows = Document.objects.select_related("owner", "category", "current_edition")
    document = rows.filter(number=number).first() if number < 2**63 else None
    if document is None:
        raise NoSuchDocument
    return document


def get_edition(document: Document, ordinal: int | None = None) -> Edition:
    """The edition readers see, or the one asked for, or the newest where none is published.

    Raises `NoSuchDocument`.
    """
    current = document.current_edition
    if current is not None and ordinal in (None, current.ordinal):
        current.document = document
        return current
    rows = Edition.objects.filter(document=document).select_related("blob").order_by("-ordinal")
    edition = rows.first() if ordinal is None else rows.filter(ordinal=ordinal).first()
    if edition is None:
        raise NoSuchDocument
    return edition


def editions_of(document: Document) -> list[Edition]:
    """All of them, newest first."""
    return list(Edition.objects.filter(document=document).order_by("-ordinal"))


def get_own_document(number: int, actor: Actor) -> Document:
    """A document that they may change. Raises `NoSuchDocument`: not theirs is not there."""
    document = get_document(number)
    if not gate.may_change(actor, document):
        raise NoSuchDocument
    return document


def listed(
    rows: QuerySet[Document], *, order: str = "new", family: str = "", language: str = ""
) -> QuerySet[Document]:
    """Narrow and sort a list of visible documents, with what a list shows of each."""
    if family:
        rows = rows.filter(current_edition__family=family)
    if language:
        rows = rows.filter(language=language)
    return with_what_lists_show(rows).order_by(*ORDERS.get(order, ORDERS["new"]))


def with_what_lists_show(rows: QuerySet[Document]) -> QuerySet[Document]:
    """The same rows, each with its publisher and the edition that is read, and without what lists
    never show."""
    whole = rows.select_related("owner", "organisation", "current_edition")
    return whole.defer(*_NEVER_LISTED)


def find_publisher(handle: str) -> User:
    """The person with that name in their address. Raises `NotThere`."""
    user = User.objects.filter(handle=handle, is_active=True).first()
    if user is None:
        raise NotThere
    return user


def of_publisher(user: User) -> QuerySet[Document]:
    """What strangers may see of somebody's documents."""
    return gate.visible_documents().filter(owner=user)


def by_title(words: str) -> QuerySet[Document]:
    """Visible documents whose title holds every word, or whose number this is."""
    rows = gate.visible_documents()
    number = words.strip().lstrip("№#").strip()
    if number.isdecimal() and len(number) < 16:
        return rows.filter(number=int(number))
    condition = Q()
    for word in words.split()[:8]:
        condition &= Q(title__icontains=word)
    return rows.filter(condition) if words.strip() else rows.none()


def search_all(words: str, state: str = "") -> QuerySet[Document]:
    """Every document, for those who look after the site; by number, title, file or owner."""
    rows = Document.objects.select_related("owner", "organisation", "current_edition")
    if state == "held":
        rows = rows.filter(editions__state="held").distinct()
    elif state:
        rows = rows.filter(state=state)
    clean = words.strip().lstrip("№#").strip()
    if clean.isdecimal() and len(clean) < 16:
        return rows.filter(number=int(clean))
    if clean:
        rows = rows.filter(
            Q(title__icontains=clean)
            | Q(owner__email__icontains=clean)
            | Q(owner__display_name__icontains=clean)
            | Q(pk__in=Edition.objects.filter(file_name__icontains=clean).values("document"))
        )
    return rows.order_by("-created_at", "-pk")


def tombstone_of(document: Document) -> Tombstone:
    """Why it can't be read, and since when."""
    restriction = (
        Restriction.objects.filter(document=document, lifted_at__isnull=True)
        .order_by("imposed_at")
        .first()
    )
    if restriction is not None and document.state != DocumentState.ERASED:
        return Tombstone(restriction.reason, restriction.imposed_at, "operator")
    by = "erased" if document.state == DocumentState.ERASED else "publisher"
    return Tombstone(document.state_reason, document.state_changed_at, by)


def restrictions_of(document: Document) -> list[Restriction]:
    """What hides it now, oldest first."""
    rows = Restriction.objects.filter(document=document, lifted_at__isnull=True)
    return list(rows.order_by("imposed_at"))


def held_editions() -> QuerySet[Edition]:
    """Files that wait for a person's decision, oldest first."""
    rows = Edition.objects.filter(state="held").select_related("document", "document__owner")
    return rows.order_by("ended_at")
