"""What people do in a simulated market. Each act may be refused for a lawful reason, and may be cut
off anywhere by a kill."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TypeVar

from django.db.models import Model, QuerySet

from pecia.accounts.public import User, actor_for
from pecia.kernel import clock
from pecia.library.public import (
    Document,
    DocumentState,
    lift_restriction,
    request_publication,
    restrict,
    withdraw,
)
from pecia.trade.ledger.periods import close_period
from pecia.trade.money import Money
from pecia.trade.offers.coupons import make_coupon
from pecia.trade.offers.fees import announce_fee
from pecia.trade.offers.models import Coupon
from pecia.trade.offers.pricing import set_price
from pecia.trade.orders.gifts import redeem_gift
from pecia.trade.orders.models import Order, OrderLine, OrderState
from pecia.trade.orders.placing import Buyer, end_order, place_order
from pecia.trade.orders.quoting import quote_document
from pecia.trade.payments import desk
from pecia.trade.payments.models import Payment
from pecia.trade.payments.starting import start_payment, take_for_nothing
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.purchases import refund_line
from pecia.trade.sellers.holds import open_hold, open_holds, release_hold
from pecia.trade.sellers.models import BatchState, Payout, PayoutBatch, PayoutStage
from pecia.trade.sellers.payouts import (
    approve_batch,
    cancel_payout,
    confirm_payout,
    doubt_payout,
    draft_batch,
    drop_batch,
    request_payout,
    return_payout,
    send_batch,
)
from tests.trade.market import bring_notices
from tests.trade.simulation.world import CURRENCIES

Act = Callable[[Random], None]
Row = TypeVar("Row", bound=Model)


def fake() -> FakeProvider:
    """The provider of this market."""
    provider = desk.providers()["fake"]
    assert isinstance(provider, FakeProvider)
    return provider


def buy(chance: Random) -> None:
    """Order a document as a member or a guest, sometimes asked twice, and begin to pay."""
    document, currency = _document(chance), chance.choice(CURRENCIES)
    user = _person(chance, "buyer") if chance.random() < 0.8 else None
    code = _coupon(document) if chance.random() < 0.1 else ""
    quote = quote_document(document, actor_for(user), currency, coupon_code=code)
    buyer, key = Buyer(user, "" if user else "guest@example.org"), secrets.token_hex(16)
    gift = chance.random() < 0.1
    order = place_order(quote, buyer, key, is_gift=gift)
    if chance.random() < 0.1:
        assert place_order(quote, buyer, key, is_gift=gift).pk == order.pk
    if not order.total:
        take_for_nothing(order)
        return
    payment = start_payment(order, "fake", return_url="", notice_url="https://site/notice")
    if chance.random() < 0.85:
        fake().pay(payment.key)


def pay_again(chance: Random) -> None:
    """Pay something that was begun before, perhaps for the second time, perhaps too late."""
    fake().pay(_recent(Payment.objects.all(), chance).key)


def refuse(chance: Random) -> None:
    """The buyer's bank says no."""
    fake().refuse(_recent(Payment.objects.filter(captured=0), chance).key)


def cancel(chance: Random) -> None:
    """The buyer presses cancel, whatever is on its way."""
    order = _recent(Order.objects.filter(state=OrderState.PLACED), chance)
    end_order(order.pk, OrderState.CANCELLED, "cancelled")


def refund(chance: Random) -> None:
    """An operator gives a line back, all of it or a part."""
    line = _recent(OrderLine.objects.filter(sold_at__isnull=False, amount__gt=1), chance)
    left = line.amount - line.refunded
    amount = left if chance.random() < 0.6 else chance.randint(1, max(1, left))
    refund_line(line, _person(chance, "operator"), "because", amount)


def refund_outside(chance: Random) -> None:
    """Somebody refunds at the provider's own page."""
    fake().refund_outside(_recent(Payment.objects.filter(captured__gt=0), chance).key)


def charge_back(chance: Random) -> None:
    """A buyer's bank takes the money back."""
    fake().chargeback(_recent(Payment.objects.filter(captured__gt=0), chance).key)


def redeem(chance: Random) -> None:
    """Somebody takes a gift."""
    order = _recent(Order.objects.filter(gift_code__isnull=False), chance)
    redeem_gift(order.gift_code or "", _person(chance, "buyer"))


def reprice(chance: Random) -> None:
    """A seller asks something else."""
    document = _document(chance)
    money = Money(chance.randint(1, 3_000), chance.choice(CURRENCIES))
    set_price(document, actor_for(document.owner), money, preview_pages=2)


def give_coupon(chance: Random) -> None:
    """A seller gives something off, perhaps everything."""
    document = _document(chance)
    percent = chance.choice((10, 33, 50, 100))
    until = clock.now() + timedelta(days=5)
    make_coupon(document.owner, percent, uses=3, valid_until=until, document=document)


def withdraw_or_publish(chance: Random) -> None:
    """A seller takes a document back, or puts it up again."""
    document = _document(chance)
    actor = actor_for(document.owner)
    if document.state == DocumentState.PUBLISHED and chance.random() < 0.3:
        withdraw(document, actor, "For now.")
    else:
        request_publication(document, actor)


def restrict_or_lift(chance: Random) -> None:
    """A supervisor restricts a document, or lifts that."""
    document = _document(chance)
    if chance.random() < 0.3:
        restrict(document, source="case-1", reason="Looked at.")
    else:
        lift_restriction(document, source="case-1")


def ask_for_payout(chance: Random) -> None:
    """A seller wants money, more often too much than not."""
    seller, currency = _person(chance, "seller"), chance.choice(CURRENCIES)
    request_payout(seller, Money(chance.randint(2_000, 9_000), currency))


def stop_payout(chance: Random) -> None:
    """A seller changes their mind."""
    cancel_payout(_recent(Payout.objects.filter(state=PayoutStage.REQUESTED), chance))


def go_on_with_batches(chance: Random) -> None:
    """Operators draft, approve, send or drop."""
    operator = _person(chance, "operator")
    draft_batch(chance.choice(CURRENCIES), operator)
    batch = PayoutBatch.objects.exclude(state__in=(BatchState.SENT, BatchState.DROPPED)).first()
    if batch is None:
        return
    if chance.random() < 0.1:
        drop_batch(batch)
    elif batch.state == BatchState.DRAFTED:
        approve_batch(batch, _person(chance, "operator"))
    else:
        send_batch(batch)


def hear_from_the_bank(chance: Random) -> None:
    """The bank pays, returns, or nobody knows; and the same is told twice."""
    gone = (PayoutStage.SUBMITTED, PayoutStage.UNKNOWN, PayoutStage.PAID)
    payout = _recent(Payout.objects.filter(state__in=gone), chance)
    told = chance.random()
    if told < 0.7:
        confirm_payout(payout)
        confirm_payout(payout)
    elif told < 0.85:
        return_payout(payout, "closed")
    else:
        doubt_payout(payout, "no answer")


def hold_or_release(chance: Random) -> None:
    """A supervisor holds money for a case, or releases it."""
    if chance.random() < 0.4:
        seller = _person(chance, "seller")
        source = f"case:{chance.randrange(10_000)}"
        document = _document(chance) if chance.random() < 0.5 else None
        own = document if document and document.owner_id == seller.pk else None
        open_hold(
            seller,
            chance.choice(CURRENCIES),
            source=source,
            reason="A case.",
            document=own,
            amount=chance.randint(0, 2_000),
        )
        return
    hold = open_holds().filter(source__startswith="case:").order_by("?").first()
    if hold is not None:
        release_hold(hold)


def announce(chance: Random) -> None:
    """The operator announces a fee; rarely, since it is kept for ever."""
    if chance.random() < 0.05:
        begin = clock.now() + timedelta(days=8)
        announce_fee(
            chance.randint(0, 900), begin, reason="Costs.", made_by=_person(chance, "operator")
        )


def close_books(chance: Random) -> None:
    """The operator closes what is over for a week."""
    if chance.random() < 0.1:
        close_period((clock.now() - timedelta(days=7)).date())


def bring(chance: Random) -> None:
    """The provider brings its notices, good and bad."""
    bring_notices(fake())


ACTS: tuple[tuple[int, Act], ...] = (
    (30, buy),
    (4, pay_again),
    (2, refuse),
    (2, cancel),
    (5, refund),
    (1, refund_outside),
    (1, charge_back),
    (2, redeem),
    (2, reprice),
    (1, give_coupon),
    (2, withdraw_or_publish),
    (2, restrict_or_lift),
    (4, ask_for_payout),
    (1, stop_payout),
    (3, go_on_with_batches),
    (4, hear_from_the_bank),
    (2, hold_or_release),
    (1, announce),
    (1, close_books),
    (12, bring),
)


class Nothing(Exception):
    """There is nothing yet to which it could be done."""


def _recent(rows: QuerySet[Row], chance: Random) -> Row:
    """One of the last rows of a query."""
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:60])
    if not keys:
        raise Nothing
    return rows.get(pk=chance.choice(keys))


def _document(chance: Random) -> Document:
    keys = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    rows = Document.objects.select_related("owner", "current_edition", "organisation")
    return rows.get(pk=chance.choice(keys))


def _person(chance: Random, kind: str) -> User:
    keys = list(User.objects.filter(email__startswith=kind).values_list("pk", flat=True))
    return User.objects.get(pk=chance.choice(keys))


def _coupon(document: Document) -> str:
    rows = Coupon.objects.filter(document=document, uses_left__gt=0)
    found = rows.order_by("-pk").first()
    return found.code if found else ""
