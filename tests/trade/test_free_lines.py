"""Lines that cost nothing within orders that cost something."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.accounts.public import actor_for
from pecia.trade.errors import NothingToRefund
from pecia.trade.money import Money
from pecia.trade.offers.pricing import set_price
from pecia.trade.orders.models import OrderState
from pecia.trade.orders.placing import Buyer
from pecia.trade.payments.starting import take_for_nothing
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.purchases import refund_line
from tests.people import People
from tests.trade import market
from tests.trade.market import (
    begun,
    bring_notices,
    ordered,
    ordered_bundle,
    priced_document,
    rights,
    work,
)

pytestmark = pytest.mark.django_db


def test_a_free_line_has_nothing_to_give_back_and_the_others_keep_their_rights(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    paid, free = (priced_document(tmp_path, people.alice) for _ in range(2))
    set_price(free, actor_for(people.alice), Money(0, "EUR"), preview_pages=2, is_floor=True)
    order = ordered_bundle([paid, free], people.alice, Buyer(people.charlie), 400)
    provider.pay(begun(order).key)
    bring_notices(provider)
    work()
    line = order.lines.get(document=free)
    assert line.amount == 0
    with pytest.raises(NothingToRefund):
        refund_line(line, people.olga, "because")
    assert rights(people.charlie, paid).may_download
    assert rights(people.charlie, free).may_download
    assert market.problems() == []


def test_what_was_taken_for_nothing_has_nothing_to_give_back(
    people: People, tmp_path: Path
) -> None:
    document = priced_document(tmp_path, people.alice)
    set_price(document, actor_for(people.alice), Money(0, "EUR"), preview_pages=2, is_floor=True)
    order = ordered(document, Buyer(people.charlie))
    assert take_for_nothing(order)
    assert not take_for_nothing(order)
    order.refresh_from_db()
    assert order.state == OrderState.FULFILLED
    with pytest.raises(NothingToRefund):
        refund_line(order.lines.get(), people.olga, "because")
    assert market.problems() == []
