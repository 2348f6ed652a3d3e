"""Refunds that somebody made at the provider's own page."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.trade.ledger.balances import trial_balance
from pecia.trade.money import Money
from pecia.trade.orders.models import Order
from pecia.trade.orders.placing import Buyer
from pecia.trade.payments.applying import apply_facts
from pecia.trade.payments.models import Difference, Payment, Refund
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.protocol import (
    DisputeFacts,
    DisputeState,
    PaymentFacts,
    PaymentState,
    RefundFacts,
    RefundState,
)
from tests.people import People
from tests.trade import market
from tests.trade.market import bought, priced_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(provider: FakeProvider, people: People, tmp_path: Path) -> Order:
    return bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))


def told(
    refunds: list[tuple[str, int]], disputes: list[tuple[str, DisputeState]] | None = None
) -> Payment:
    """Let the provider say this of the one payment."""
    payment = Payment.objects.get()
    facts = PaymentFacts(
        payment.key,
        payment.reference,
        PaymentState.CAPTURED,
        Money(500, "EUR"),
        refunds=tuple(
            RefundFacts(name, RefundState.DONE, Money(amount, "EUR")) for name, amount in refunds
        ),
        disputes=tuple(
            DisputeFacts(name, state, Money(500, "EUR")) for name, state in disputes or ()
        ),
    )
    apply_facts(payment.pk, facts)
    payment.refresh_from_db()
    return payment


def clearing() -> int:
    """What should lie at the provider, but for its fee."""
    return trial_balance()["clearing:fake:EUR"] + trial_balance().get("provider_fees:EUR", 0)


def test_each_is_booked_once_though_one_name_begins_as_another(order: Order) -> None:
    told([("re_10", 100)])
    assert told([("re_10", 100), ("re_1", 50)]).refunded == 150
    assert told([("re_1", 50), ("re_10", 100)]).refunded == 150
    assert clearing() == 350
    assert market.problems() == []


def test_what_was_booked_as_overdrawn_is_not_booked_again(order: Order) -> None:
    told([], [("dp", DisputeState.OPEN)])
    told([("re", 500)], [("dp", DisputeState.OPEN)])
    assert trial_balance()["suspense:EUR"] == 500
    assert Difference.objects.get().code == "refund_overdrawn"
    told([("re", 500)], [("dp", DisputeState.WON)])
    told([("re", 500)], [("dp", DisputeState.WON)])
    assert not Refund.objects.exists()
    assert clearing() == 0
    assert market.problems() == []
