"""News is told if and only if it is true, to everybody, at least once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from pecia.kernel import clock, events
from pecia.kernel.events import Event
from pecia.kernel.models import OutboxEntry

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rang(Event):
    """A bell of the tests."""

    name: ClassVar[str] = "bell-rang"
    times: int


Heard = list[tuple[str, int]]


@pytest.fixture
def heard() -> Iterator[Heard]:
    """What two subscribers were told; the first fails while `failing` stands in the list."""
    told: Heard = []

    def first(event: Rang) -> None:
        if ("failing", 0) in told:
            raise RuntimeError("the first one is broken")
        told.append(("first", event.times))

    events.subscribe(Rang, "tests.first", first)
    events.subscribe(Rang, "tests.second", lambda event: told.append(("second", event.times)))
    yield told
    events._subscribers.pop(Rang.name)
    events._types.pop(Rang.name)


def ring(times: int = 1) -> None:
    with transaction.atomic():
        events.tell(Rang(times=times))


@pytest.mark.django_db
def test_every_subscriber_is_told_once(heard: Heard) -> None:
    ring(3)
    assert heard == []
    assert events.deliver_due() == 2
    assert sorted(heard) == [("first", 3), ("second", 3)]
    assert events.deliver_due() == 0


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_told(heard: Heard) -> None:
    with transaction.atomic():
        events.tell(Rang(times=1))
        transaction.set_rollback(True)
    assert events.deliver_due() == 0
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_outside_a_transaction(heard: Heard) -> None:
    with pytest.raises(RuntimeError, match="outside"):
        events.tell(Rang(times=1))


@pytest.mark.django_db
def test_one_that_fails_does_not_keep_the_others_from_it(heard: Heard) -> None:
    heard.append(("failing", 0))
    with clock.stopped_at(START):
        ring()
        assert events.deliver_due() == 1
        assert ("second", 1) in heard
        assert events.deliver_due() == 0  # not again at once
    failed = OutboxEntry.objects.get(delivered_at__isnull=True)
    assert failed.subscriber == "tests.first"
    assert "broken" in failed.failure


@pytest.mark.django_db
def test_one_that_failed_is_told_again_later_and_the_others_are_not(heard: Heard) -> None:
    heard.append(("failing", 0))
    with clock.stopped_at(START):
        ring()
        events.deliver_due()
    heard.clear()
    with clock.stopped_at(START + timedelta(seconds=5)):
        assert events.deliver_due() == 1
    assert heard == [("first", 1)]


@pytest.mark.django_db
def test_one_that_always_fails_waits_for_a_person(heard: Heard) -> None:
    heard.append(("failing", 0))
    with clock.stopped_at(START):
        ring()
    for hour in range(events.MAX_ATTEMPTS + 3):
        with clock.stopped_at(START + timedelta(hours=hour)):
            events.deliver_due()
    entry = OutboxEntry.objects.get(delivered_at__isnull=True)
    assert entry.attempts == events.MAX_ATTEMPTS
    assert events.undeliverable() == 1


@pytest.mark.django_db
def test_a_relay_that_died_before_noting_it_tells_it_again(heard: Heard) -> None:
    with clock.stopped_at(START):
        ring()
        entry = OutboxEntry.objects.filter(subscriber="tests.second").get()
        OutboxEntry.objects.exclude(pk=entry.pk).delete()
        events.deliver_due()
    OutboxEntry.objects.update(delivered_at=None)  # as if the power went before the last write
    with clock.stopped_at(START + timedelta(minutes=1)):
        events.deliver_due()
    assert heard == [("second", 1), ("second", 1)]


@pytest.mark.django_db
def test_two_relays_do_not_serve_one_entry(heard: Heard) -> None:
    ring()
    entries = list(OutboxEntry.objects.all())
    assert sum(map(events._deliver, entries)) == 2
    assert sum(map(events._deliver, entries)) == 0  # the other relay had read the same rows
    assert len(heard) == 2


@pytest.mark.django_db
def test_it_is_known_since_when_news_waits(heard: Heard) -> None:
    assert events.waiting_since() is None
    with clock.stopped_at(START):
        ring()
    assert events.waiting_since() == START
