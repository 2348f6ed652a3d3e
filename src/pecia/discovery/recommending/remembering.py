"""What somebody has read, for themselves alone: only since they asked for it, and until they say
otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from pecia.accounts.public import Actor, User
from pecia.discovery.reading_models import ReadDocument, RemembersReading
from pecia.kernel import clock
from pecia.library.public import Document

MOST = 100  # documents that are remembered of a person


def remembers(user: User) -> bool:
    """Whether what they read is remembered."""
    return RemembersReading.objects.filter(user=user).exists()


@transaction.atomic
def set_remembering(user: User, *, on: bool) -> None:
    """Begin to remember, or stop and forget everything."""
    if on:
        RemembersReading.objects.get_or_create(user=user, defaults={"since": clock.now()})
    else:
        RemembersReading.objects.filter(user=user).delete()
        forget_reading(user.pk)


def remember_reading(actor: Actor, document: Document) -> None:
    """Remember that they have read it, if they want that."""
    if actor.user is None or not remembers(actor.user):
        return
    rows, now = ReadDocument.objects.filter(user=actor.user), clock.now()
    if not rows.filter(document=document).update(read_at=now):
        ReadDocument.objects.get_or_create(
            user=actor.user, document=document, defaults={"read_at": now}
        )
        kept = list(rows.order_by("-read_at", "-pk").values_list("pk", flat=True)[:MOST])
        rows.exclude(pk__in=kept).delete()


def read_by(user: User | None, size: int = MOST) -> Sequence[int]:
    """Keys of what they have read and let be remembered, newest first."""
    if user is None:
        return ()
    rows = ReadDocument.objects.filter(user=user).order_by("-read_at", "-pk")
    return list(rows.values_list("document", flat=True)[:size])


def numbers_read_by(user: User) -> list[int]:
    """The numbers of these documents, for the archive of their data."""
    rows = ReadDocument.objects.filter(user=user).order_by("-read_at", "-pk")
    return list(rows.values_list("document__number", flat=True))


def forget_reading(user_id: int) -> None:
    """Forget all that somebody has read."""
    ReadDocument.objects.filter(user=user_id).delete()


def forget_person(user_id: int) -> None:
    """Forget it, and that they wanted it remembered."""
    forget_reading(user_id)
    RemembersReading.objects.filter(user=user_id).delete()
