"""Codes that take something off are used as often as was said, whatever expires and comes late."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pecia.kernel import clock
from pecia.library.public import withdraw
from pecia.trade.errors import BadCoupon, OrderOver
from pecia.trade.offers.coupons import make_coupon
from pecia.trade.offers.models import Coupon
from pecia.trade.orders.models import OrderState
from pecia.trade.orders.placing import Buyer, end_order, expire_orders
from pecia.trade.payments.models import Refund
from pecia.trade.payments.starting import take_for_nothing
from pecia.trade.providers.fake.provider import FakeProvider
from tests.people import People
from tests.trade import market
from tests.trade.market import Time, begun, ordered, priced_document, rights, work

pytestmark = pytest.mark.django_db


def one_use(people: People, percent: int) -> str:
    until = clock.now() + timedelta(days=5)
    return make_coupon(people.alice, percent, uses=1, valid_until=until).code


def test_the_last_use_is_taken_once(people: People, tmp_path: Path, time: Time) -> None:
    document, code = priced_document(tmp_path, people.alice), one_use(people, 50)
    assert ordered(document, Buyer(people.charlie), coupon_code=code).total == 250
    with pytest.raises(BadCoupon):
        ordered(document, Buyer(people.sue), coupon_code=code)


def test_late_money_does_not_use_a_code_that_somebody_else_has_used(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    document, code = priced_document(tmp_path, people.alice), one_use(people, 50)
    late = ordered(document, Buyer(people.charlie), coupon_code=code)
    payment = begun(late)
    provider.pay(payment.key)
    time.go(hours=1)
    assert expire_orders() == 1
    ordered(document, Buyer(people.sue), coupon_code=code)
    work()
    late.refresh_from_db()
    assert late.state == OrderState.EXPIRED
    assert Refund.objects.get().reason == "paid-late"
    assert not rights(people.charlie, document).may_download
    assert Coupon.objects.get().uses_left == 0
    assert market.problems() == []


def test_late_money_takes_the_use_again_where_there_is_one(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    document, code = priced_document(tmp_path, people.alice), one_use(people, 50)
    late = ordered(document, Buyer(people.charlie), coupon_code=code)
    provider.pay(begun(late).key)
    time.go(hours=1)
    expire_orders()
    assert Coupon.objects.get().uses_left == 1
    work()
    late.refresh_from_db()
    assert late.state == OrderState.FULFILLED
    assert Coupon.objects.get().uses_left == 0


def test_late_money_for_what_is_gone_leaves_the_use(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    document, code = priced_document(tmp_path, people.alice), one_use(people, 50)
    provider.pay(begun(ordered(document, Buyer(people.charlie), coupon_code=code)).key)
    time.go(hours=1)
    expire_orders()
    withdraw(document, people.actor("alice"), "A mistake.")
    work()
    assert Refund.objects.get().reason == "not-available"
    assert Coupon.objects.get().uses_left == 1


@pytest.mark.parametrize("how", ["expired", "unswept", "cancelled"])
def test_an_order_for_nothing_that_is_over_gives_nothing(
    how: str, people: People, tmp_path: Path, time: Time
) -> None:
    document, code = priced_document(tmp_path, people.alice), one_use(people, 100)
    order = ordered(document, Buyer(people.charlie), coupon_code=code)
    if how == "cancelled":
        end_order(order.pk, OrderState.CANCELLED, "cancelled")
    else:
        time.go(hours=1)
    if how == "expired":
        expire_orders()
    with pytest.raises(OrderOver):
        take_for_nothing(order)
    assert not rights(people.charlie, document).may_download
