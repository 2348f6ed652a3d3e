"""Notices: each once, none believed, and nothing of them needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.trade.errors import NothingToRefund
from pecia.trade.ledger.models import Entry
from pecia.trade.orders.models import OrderState
from pecia.trade.orders.placing import Buyer, end_order, expire_orders
from pecia.trade.payments.models import Payment, ProviderEvent
from pecia.trade.payments.notices import process_events
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.purchases import refund_line
from tests.people import People
from tests.trade.market import (
    Time,
    at_desk,
    begun,
    bought,
    bring_notices,
    ordered,
    priced_document,
    work,
)

pytestmark = pytest.mark.django_db


def test_a_nonce_is_taken_once(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time: Time
) -> None:
    provider = at_desk(tmp_path, monkeypatch, replayed_nonce=1.0)
    provider.pay(begun(ordered(priced_document(tmp_path, people.alice), Buyer(people.charlie))).key)
    refused: list[str] = []
    for _ in range(4):
        refused += bring_notices(provider)[1]
        time.go(minutes=1)
    assert set(refused) == {"nonce"}


def test_a_notice_that_comes_again_is_stored_once_and_booked_once(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time: Time
) -> None:
    provider = at_desk(tmp_path, monkeypatch, duplicate=1.0)
    provider.pay(begun(ordered(priced_document(tmp_path, people.alice), Buyer(people.charlie))).key)
    for _ in range(4):
        bring_notices(provider)
        time.go(minutes=1)
        work()
    names = list(ProviderEvent.objects.values_list("event_id", flat=True))
    assert len(names) == len(set(names))
    assert Entry.objects.filter(kind="capture").count() == 1


def test_a_notice_only_says_where_to_look(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    order = ordered(priced_document(tmp_path, people.alice), Buyer(people.charlie))
    provider.refuse(begun(order).key)
    assert bring_notices(provider)[0] >= 1
    process_events()
    order.refresh_from_db()
    assert (Payment.objects.get().captured, order.state) == (0, OrderState.PLACED)


def test_what_was_paid_does_not_expire(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    order = bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))
    time.go(hours=1)
    assert expire_orders() == 0
    assert not end_order(order.pk, OrderState.CANCELLED, "cancelled")


@pytest.mark.parametrize("amount", [501, 0, -5])
def test_no_more_goes_back_than_was_paid(
    amount: int, provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    order = bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))
    with pytest.raises(NothingToRefund):
        refund_line(order.lines.get(), people.olga, "because", amount)
    refund_line(order.lines.get(), people.olga, "because", 300)
    with pytest.raises(NothingToRefund):
        refund_line(order.lines.get(), people.olga, "because", 201)
