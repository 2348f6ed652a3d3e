"""A purchase and something else at the same time, cut into steps, in every order there is: each ends
lawful, the provider's truth is what the books say, and who has paid has the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pecia.accounts.public import actor_for
from pecia.kernel.errors import PeciaError
from pecia.library.public import Document, lift_restriction, restrict, withdraw
from pecia.trade.ledger.balances import trial_balance
from pecia.trade.money import Money
from pecia.trade.offers.pricing import set_price
from pecia.trade.orders.models import Order, OrderLine, OrderState
from pecia.trade.orders.placing import Buyer, place_order
from pecia.trade.orders.quoting import quote_document
from pecia.trade.payments.asking import look_at
from pecia.trade.payments.models import Payment
from pecia.trade.payments.notices import process_events
from pecia.trade.payments.refunding import send_refunds
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.purchases import refund_line
from pecia.trade.sellers.payouts import (
    approve_batch,
    confirm_payout,
    draft_batch,
    request_payout,
    send_batch,
    set_destination,
)
from tests.people import People
from tests.trade import market
from tests.trade.interleaving import interleavings, named
from tests.trade.market import Time, begun, bought, bring_notices, priced_document, rights, work

pytestmark = pytest.mark.django_db

Step = Callable[[], object]
Steps = Iterator[None]


def run(order: tuple[int, ...], *acts: Steps) -> None:
    """Let each act go one step on when its turn comes; what is refused is over."""
    for act in order:
        with suppress(PeciaError):
            next(acts[act], None)


def buying(document: Document, people: People, provider: FakeProvider) -> Steps:
    document.refresh_from_db()
    quote = quote_document(document, actor_for(people.charlie), "EUR")
    yield
    order = place_order(quote, Buyer(people.charlie), "key")
    yield
    payment = begun(order)
    yield
    provider.pay(payment.key)
    yield
    bring_notices(provider)
    yield
    process_events()
    yield


def withdrawing(document: Document, people: People) -> Steps:
    withdraw(Document.objects.get(pk=document.pk), people.actor("alice"), "A mistake.")
    yield


def repricing(document: Document, people: People) -> Steps:
    now = Document.objects.get(pk=document.pk)
    set_price(now, actor_for(people.alice), Money(900, "EUR"), preview_pages=2)
    yield


def restricting(document: Document, people: People) -> Steps:
    restrict(document, source="case-9", reason="Objected.")
    yield
    lift_restriction(Document.objects.get(pk=document.pk), source="case-9")
    yield


OTHERS = {
    "withdrawing": (withdrawing, 1),
    "repricing": (repricing, 1),
    "restricting": (restricting, 2),
}
PURCHASES = [
    pytest.param(name, order, id=f"{name}-{named(order)}")
    for name, (_act, length) in OTHERS.items()
    for order in interleavings(6, length)
]


@pytest.mark.parametrize(("other", "order"), PURCHASES)
def test_buying_what_changes(
    other: str,
    order: tuple[int, ...],
    provider: FakeProvider,
    people: People,
    tmp_path: Path,
    time: Time,
) -> None:
    document = priced_document(tmp_path, people.alice)
    run(order, buying(document, people, provider), OTHERS[other][0](document, people))
    settle(provider, time)
    require_lawful(provider)
    made = Order.objects.first()
    is_sold = made is not None and made.state == OrderState.FULFILLED
    if other != "withdrawing":
        assert rights(people.charlie, document).may_download is is_sold
    if made is not None and is_sold:
        is_old = order.index(1) > order.index(0)
        assert made.total == (900 if other == "repricing" and not is_old else 500)
    elif made is not None:
        assert all(row.refunded == row.captured for row in made.payments.all())


def settle(provider: FakeProvider, time: Time) -> None:
    """Until nothing more comes by itself."""
    for _ in range(4):
        time.go(hours=1)
        bring_notices(provider)
        work()
    for payment in Payment.objects.all():
        look_at(payment)
    work()


def require_lawful(provider: FakeProvider) -> None:
    truth = provider.truth()
    assert trial_balance().get("clearing:fake:EUR", 0) == (
        truth["EUR"].balance if "EUR" in truth else 0
    )
    assert market.problems() == []


def refunding(line: OrderLine, people: People) -> Steps:
    refund_line(line, people.olga, "because")
    yield
    send_refunds()
    yield


def disputing(payment: Payment, provider: FakeProvider, *, won: bool) -> Steps:
    provider.chargeback(payment.key, won=won)
    yield
    look_at(payment)
    yield


def paying_out(people: People) -> Steps:
    payout = request_payout(people.alice, Money(5000, "EUR"))
    yield
    batch = draft_batch("EUR", people.olga)
    assert batch is not None
    approve_batch(batch, people.sue)
    send_batch(batch)
    payout.refresh_from_db()
    confirm_payout(payout)
    yield


@pytest.mark.long
@pytest.mark.parametrize("won", [True, False], ids=["won", "lost"])
@pytest.mark.parametrize("order", list(interleavings(2, 2, 2)), ids=named)
def test_a_refund_a_dispute_and_a_payout(
    order: tuple[int, ...],
    won: bool,
    provider: FakeProvider,
    people: People,
    tmp_path: Path,
    time: Time,
) -> None:
    line = bought(
        provider, priced_document(tmp_path, people.alice, 5000), Buyer(people.charlie)
    ).lines.get()
    time.go(days=31)
    work()
    set_destination(
        people.alice, "EUR", holder="A", account="DE89370400440532013000", bank="", country="DE"
    )
    payment = Payment.objects.get()
    run(
        order,
        refunding(line, people),
        disputing(payment, provider, won=won),
        paying_out(people),
    )
    time.go(days=11)
    settle(provider, time)
    truth = provider.truth()["EUR"]
    assert trial_balance()["clearing:fake:EUR"] == truth.balance
    assert [words for words in market.problems() if not words.startswith("refunds_stuck")] == []
    line.refresh_from_db()
    owed = -trial_balance().get(f"seller_debt:{people.alice.pk}:EUR", 0)
    available = -trial_balance().get(f"seller_available:{people.alice.pk}:EUR", 0)
    paid = -trial_balance().get("bank:EUR", 0)
    assert available + owed + paid == 5000 - line.refunded
