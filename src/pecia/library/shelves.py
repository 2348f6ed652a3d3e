"""What readers keep: collections in an order, and favourites."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from pecia.accounts.public import Actor, User
from pecia.kernel import clock, text
from pecia.kernel.errors import NotAllowed, NotThere
from pecia.library import gate
from pecia.library.models import Collection, CollectionEntry, Document, Favourite


def toggle_favourite(user: User, document: Document) -> bool:
    """Save a document, or forget it when it was saved. True: it is saved now."""
    removed, _ = Favourite.objects.filter(user=user, document=document).delete()
    if removed:
        return False
    Favourite.objects.get_or_create(
        user=user, document=document, defaults={"saved_at": clock.now()}
    )
    return True


def is_favourite(actor: Actor, document: Document) -> bool:
    """Whether they saved it."""
    if actor.is_stranger:
        return False
    return Favourite.objects.filter(user=actor.user_id, document=document).exists()


def favourites_of(user: User) -> list[Document]:
    """What they saved and may still see, newest first."""
    rows = Favourite.objects.filter(user=user).order_by("-saved_at", "-pk")
    order = {key: place for place, key in enumerate(rows.values_list("document", flat=True))}
    seen = gate.visible_documents().filter(pk__in=order)
    seen = seen.select_related("owner", "current_edition")
    return sorted(seen, key=lambda document: order[document.pk])


def create_collection(user: User, title: str, *, is_public: bool = False) -> Collection:
    """An empty collection. Raises `ValueError` without a title."""
    clean = text.one_line(title, 120)
    if not clean:
        raise ValueError("a collection needs a title")
    return Collection.objects.create(
        owner=user, title=clean, is_public=is_public, created_at=clock.now()
    )


def get_collection(token: str, actor: Actor) -> Collection:
    """A collection that they may see: theirs, or a public one. Raises `NotThere`."""
    row = Collection.objects.select_related("owner").filter(token=token).first()
    if row is None or not (row.is_public or row.owner_id == actor.user_id):
        raise NotThere
    return row


def get_own_collection(token: str, actor: Actor) -> Collection:
    """A collection of theirs. Raises `NotThere`, `NotAllowed`."""
    row = get_collection(token, actor)
    if row.owner_id != actor.user_id:
        raise NotAllowed
    return row


def shelf_counts(user: User) -> tuple[int, int]:
    """How many collections and favourites somebody has."""
    return (
        Collection.objects.filter(owner=user).count(),
        Favourite.objects.filter(user=user).count(),
    )


def favourite_count(document: Document) -> int:
    """How many people saved a document."""
    return Favourite.objects.filter(document=document).count()


def collections_of(user: User) -> list[Collection]:
    """Theirs, newest first."""
    return list(Collection.objects.filter(owner=user).order_by("-created_at", "-pk"))


def documents_of(collection: Collection) -> list[Document]:
    """Its documents in their order, as far as strangers may see them."""
    entries = CollectionEntry.objects.filter(collection=collection)
    order = dict(entries.values_list("document", "position"))
    seen = gate.visible_documents().filter(pk__in=order)
    seen = seen.select_related("owner", "current_edition")
    return sorted(seen, key=lambda document: (order[document.pk], document.pk))


def change_collection(
    collection: Collection, *, title: str, description: str, is_public: bool
) -> None:
    """Name it and say who may see it. Raises `ValueError` without a title."""
    collection.title = text.one_line(title, 120)
    collection.description = text.paragraphs(description, 500)
    collection.is_public = is_public
    if not collection.title:
        raise ValueError("a collection needs a title")
    collection.save()


@transaction.atomic
def add_to_collection(collection: Collection, document: Document) -> bool:
    """Put a document at the end; False when it is there already."""
    entries = CollectionEntry.objects.filter(collection=collection)
    last = entries.aggregate(last=Max("position"))["last"] or 0
    _, added = CollectionEntry.objects.get_or_create(
        collection=collection, document=document, defaults={"position": last + 1}
    )
    return added


def remove_from_collection(collection: Collection, document: Document) -> None:
    """Take a document out."""
    CollectionEntry.objects.filter(collection=collection, document=document).delete()


@transaction.atomic
def move_in_collection(collection: Collection, document: Document, step: int) -> None:
    """Move a document by one place: `step` is -1 or 1. At the ends nothing happens."""
    entries = list(CollectionEntry.objects.filter(collection=collection))
    places = [entry.document_id for entry in entries]
    if document.pk not in places:
        return
    at = places.index(document.pk)
    to = at + step
    if 0 <= to < len(entries):
        entries[at], entries[to] = entries[to], entries[at]
        for position, entry in enumerate(entries, 1):
            entry.position = position
        CollectionEntry.objects.bulk_update(entries, ["position"])


def remove_collection(collection: Collection) -> None:
    """Remove a collection; its documents stay where they are."""
    collection.delete()


def forget_person(user_id: int) -> None:
    """Remove what somebody kept."""
    Favourite.objects.filter(user_id=user_id).delete()
    Collection.objects.filter(owner_id=user_id).delete()
