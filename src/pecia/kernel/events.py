"""News that travels upwards: a part tells what happened, others have subscribed.

`tell` writes one outbox row per subscriber in the caller's transaction, so that an event is told
if and only if what it says is true. Subscribers are functions of the event that may run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import F, QuerySet

from pecia.kernel import clock
from pecia.kernel.models import OutboxEntry

MAX_ATTEMPTS = 12
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Fields are numbers and strings; the name is for ever."""

    name: ClassVar[str] = "event"


Subscriber = Callable[[Any], None]

_types: dict[str, type[Event]] = {}
_subscribers: dict[str, dict[str, Subscriber]] = {}


def subscribe(kind: type[Event], name: str, subscriber: Subscriber) -> None:
    """Have `subscriber` called with each event of that kind. `name` is stable and unique."""
    _types[kind.name] = kind
    _subscribers.setdefault(kind.name, {})[name] = subscriber


def tell(event: Event) -> None:
    """Tell an event. Must be called inside the transaction that makes it true."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{event.name} told outside a transaction")
    now = clock.now()
    OutboxEntry.objects.bulk_create(
        OutboxEntry(
            event=event.name,
            subscriber=name,
            payload=asdict(event),
            created_at=now,
            due_at=now,
        )
        for name in _subscribers.get(event.name, {})
    )


def deliver_due(limit: int = 100) -> int:
    """Call the subscribers whose events wait; returns how many were served.

    An entry is claimed by moving its due time ahead, so that two relays do not serve it at once.
    """
    served = 0
    due = OutboxEntry.objects.filter(delivered_at__isnull=True, due_at__lte=clock.now())
    for entry in due.filter(attempts__lt=MAX_ATTEMPTS).order_by("due_at")[:limit]:
        served += _deliver(entry)
    return served


def undelivered(kinds: Iterable[type[Event]], subscriber: str) -> QuerySet[OutboxEntry]:
    """The events that this subscriber has not taken yet, whatever the reason; their fields are the
    `payload`."""
    names = [kind.name for kind in kinds]
    return OutboxEntry.objects.filter(
        delivered_at__isnull=True, event__in=names, subscriber=subscriber
    )


def waiting_since() -> datetime | None:
    """Since when the oldest entry that is due waits; None when nothing waits."""
    rows = OutboxEntry.objects.filter(delivered_at__isnull=True, attempts=0)
    oldest = rows.order_by("due_at").first()
    return oldest.due_at if oldest else None


def undeliverable() -> int:
    """How many entries were tried too often and wait for a person."""
    return OutboxEntry.objects.filter(delivered_at__isnull=True, attempts__gte=MAX_ATTEMPTS).count()


def _deliver(entry: OutboxEntry) -> int:
    pause = timedelta(seconds=min(3_600, 5 * 2**entry.attempts))
    claimed = OutboxEntry.objects.filter(
        pk=entry.pk, attempts=entry.attempts, delivered_at__isnull=True
    ).update(attempts=F("attempts") + 1, due_at=clock.now() + pause)
    if not claimed:
        return 0
    try:
        _subscribers[entry.event][entry.subscriber](_types[entry.event](**entry.payload))
    except Exception as error:  # noqa: BLE001  whatever a subscriber does, the others are served
        _log.exception("event %s was not taken by %s", entry.event, entry.subscriber)
        OutboxEntry.objects.filter(pk=entry.pk).update(failure=repr(error)[:2_000])
        return 0
    OutboxEntry.objects.filter(pk=entry.pk).update(delivered_at=clock.now())
    return 1
