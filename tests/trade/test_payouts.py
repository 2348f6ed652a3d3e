"""Payouts: from the seller's wish to the bank's word, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pecia.accounts.public import User
from pecia.kernel.errors import NotAllowed
from pecia.trade.errors import NotEnough
from pecia.trade.ledger.balances import trial_balance
from pecia.trade.money import Money
from pecia.trade.orders.models import OrderLine
from pecia.trade.orders.placing import Buyer
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.purchases import refund_line
from pecia.trade.sellers.holds import open_hold, release_hold
from pecia.trade.sellers.models import Payout, PayoutStage
from pecia.trade.sellers.payouts import (
    approve_batch,
    cancel_payout,
    confirm_payout,
    draft_batch,
    request_payout,
    return_payout,
    send_batch,
    set_destination,
)
from tests.people import People
from tests.trade import market
from tests.trade.market import Time, bought, priced_document, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def earned(provider: FakeProvider, people: People, tmp_path: Path, time: Time) -> None:
    """Alice has 60 euros that may be paid out."""
    bought(provider, priced_document(tmp_path, people.alice, 6000), Buyer(people.charlie))
    time.go(days=31)
    work()
    there(people.alice)


def there(seller: User, account: str = "DE89370400440532013000") -> None:
    set_destination(seller, "EUR", holder="Alice", account=account, bank="", country="DE")


def sent(people: People, amount: int = 3000) -> Payout:
    payout = request_payout(people.alice, Money(amount, "EUR"))
    batch = draft_batch("EUR", people.olga)
    assert batch is not None
    approve_batch(batch, people.sue)
    send_batch(batch)
    payout.refresh_from_db()
    return payout


def owed(kind: str, seller: User) -> int:
    return -trial_balance().get(f"{kind}:{seller.pk}:EUR", 0)


def test_nobody_is_paid_more_than_is_there(people: People) -> None:
    request_payout(people.alice, Money(4000, "EUR"))
    with pytest.raises(NotEnough):
        request_payout(people.alice, Money(2001, "EUR"))
    request_payout(people.alice, Money(2000, "EUR"))
    assert market.problems() == []


def test_a_second_person_approves_who_is_not_paid(people: People) -> None:
    request_payout(people.alice, Money(3000, "EUR"))
    assert draft_batch("EUR", people.alice) is None
    batch = draft_batch("EUR", people.olga)
    assert batch is not None
    for person in (people.olga, people.alice):
        with pytest.raises(NotAllowed):
            approve_batch(batch, person)
    assert not send_batch(batch)
    approve_batch(batch, people.sue)
    assert send_batch(batch)


def test_a_changed_destination_is_used_some_days_later(people: People, time: Time) -> None:
    there(people.alice, "DE75512108001245126199")
    request_payout(people.alice, Money(3000, "EUR"))
    assert draft_batch("EUR", people.olga) is None
    time.go(days=3)
    assert draft_batch("EUR", people.olga) is not None


def test_what_was_paid_and_comes_back_comes_from_the_bank(people: People) -> None:
    payout = sent(people)
    assert confirm_payout(payout)
    assert trial_balance()["bank:EUR"] == -3000
    assert return_payout(payout, "closed")
    assert not return_payout(payout, "closed")
    assert not confirm_payout(payout)
    assert trial_balance()["bank:EUR"] == 0
    assert owed("seller_available", people.alice) == 6000
    assert market.problems() == []


def test_a_return_that_meets_a_confirmation_takes_from_where_the_money_is(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout, other = sent(people), sent(people)
    look = Payout.refresh_from_db

    def looked_then_confirmed(row: Payout, *words: object, **facts: object) -> None:
        look(row, *words, **facts)  # type: ignore[arg-type]
        monkeypatch.setattr(Payout, "refresh_from_db", look)
        assert confirm_payout(Payout.objects.get(pk=payout.pk))

    monkeypatch.setattr(Payout, "refresh_from_db", looked_then_confirmed)
    return_payout(payout, "closed")
    other.refresh_from_db()
    assert other.state == PayoutStage.SUBMITTED
    assert owed("payout_transit", people.alice) == 3000
    assert market.problems() == []


def money_under_way(how: str, people: People) -> Callable[[], object]:
    """All that Alice has is elsewhere; returns how it comes back."""
    if how == "returned":
        payout = sent(people, 6000)
        return lambda: return_payout(payout, "closed")
    if how == "cancelled":
        asked = request_payout(people.alice, Money(6000, "EUR"))
        return lambda: cancel_payout(asked)
    hold = open_hold(people.alice, "EUR", source="case:1", reason="A case.", amount=6000)
    return lambda: release_hold(hold)


@pytest.mark.parametrize("how", ["returned", "cancelled", "released"])
def test_a_debt_is_settled_first_from_whatever_comes_back(how: str, people: People) -> None:
    come_back = money_under_way(how, people)
    refund_line(OrderLine.objects.get(), people.olga, "because", 1000)
    assert owed("seller_debt", people.alice) == -1000
    come_back()
    assert owed("seller_debt", people.alice) == 0
    assert owed("seller_available", people.alice) == 5000
    work()
    assert market.problems() == []


def test_a_hold_of_less_than_nothing_takes_nothing_from_other_holds(people: People) -> None:
    open_hold(people.alice, "EUR", source="case:1", reason="A case.", amount=2000)
    with pytest.raises(ValueError, match="less than nothing"):
        open_hold(people.alice, "EUR", source="case:2", reason="A case.", amount=-2000)
    assert owed("seller_held", people.alice) == 2000
    assert market.problems() == []
