"""Gifts: one person has each, and what is refunded gives nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.library import public as library
from pecia.trade.errors import NoSuchOrder
from pecia.trade.orders import gifts
from pecia.trade.orders.gifts import claim_order, redeem_gift
from pecia.trade.orders.models import Order
from pecia.trade.orders.placing import Buyer
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.purchases import refund_line
from tests.people import People
from tests.trade import market
from tests.trade.concurrency import at_once, on_postgresql
from tests.trade.market import bought, priced_document, rights

pytestmark = pytest.mark.django_db


def given(provider: FakeProvider, people: People, folder: Path) -> Order:
    document = priced_document(folder, people.alice)
    return bought(provider, document, Buyer(people.charlie), is_gift=True)


def test_one_person_has_a_gift(provider: FakeProvider, people: People, tmp_path: Path) -> None:
    order = given(provider, people, tmp_path)
    document = order.lines.get().document
    assert not rights(people.charlie, document).may_download
    assert redeem_gift(order.gift_code or "", people.bob) == order
    assert redeem_gift(order.gift_code or "", people.bob) == order
    with pytest.raises(NoSuchOrder):
        redeem_gift(order.gift_code or "", people.sue)
    assert rights(people.bob, document).may_download
    assert not rights(people.charlie, document).may_download
    assert market.problems() == []


def test_a_refunded_gift_gives_nothing(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    order = given(provider, people, tmp_path)
    refund_line(order.lines.get(), people.olga, "because")
    with pytest.raises(NoSuchOrder):
        redeem_gift(order.gift_code or "", people.bob)
    assert market.problems() == []


def test_a_gift_refunded_after_it_was_taken_is_gone(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    order = given(provider, people, tmp_path)
    redeem_gift(order.gift_code or "", people.bob)
    refund_line(order.lines.get(), people.olga, "because")
    assert not rights(people.bob, order.lines.get().document).may_download
    with pytest.raises(NoSuchOrder):
        redeem_gift(order.gift_code or "", people.bob)
    assert market.problems() == []


def test_a_gift_of_which_a_part_went_back_can_be_taken(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    order = given(provider, people, tmp_path)
    refund_line(order.lines.get(), people.olga, "a dent", 100)
    redeem_gift(order.gift_code or "", people.bob)
    assert rights(people.bob, order.lines.get().document).may_download
    assert market.problems() == []


def test_an_order_of_a_member_is_claimed_by_nobody(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    order = bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))
    assert not claim_order(order, people.sue)
    order.refresh_from_db()
    assert order.buyer == people.charlie


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_gift_that_is_refunded_while_it_is_taken(
    provider: FakeProvider, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = given(provider, people, tmp_path)
    line, grant = order.lines.get(), library.grant_entitlement
    refund = at_once(lambda: refund_line(line, people.olga, "because"))

    def granted_late(*words: object, **facts: object) -> bool:
        refund.start_and_wait_a_little()
        return grant(*words, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(gifts, "grant_entitlement", granted_late)
    redeem_gift(order.gift_code or "", people.bob)
    refund.finish()
    assert not rights(people.bob, line.document).may_download
    assert market.problems() == []
