"""What is particular about Stripe: amounts, disputes, days, and for whom its notices are."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from pecia.kernel import clock
from pecia.trade.errors import NoticeRefused, ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers.protocol import (
    DisputeState,
    NextStep,
    PaymentState,
    RefundState,
    StatementKind,
)
from pecia.trade.providers.stripe.amounts import NotExact, from_stripe, takes, to_stripe
from pecia.trade.providers.stripe.facts import payment_facts, refund_facts
from pecia.trade.providers.stripe.line import StripeSettings
from pecia.trade.providers.stripe.provider import StripeProvider
from pecia.trade.providers.stripe.statements import lines
from tests.trade.providers import requests
from tests.trade.providers.local_stripe import KEY, SECRET, Front
from tests.trade.providers.serving import Answer, as_json, serving
from tests.trade.providers.stands import Stand
from tests.trade.providers.walking import NOON, Walk


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [
        (1999, "EUR", 1999),
        (500, "JPY", 500),
        (5, "ISK", 500),
        (5, "UGX", 500),
        (1045, "HUF", 1045),
        (80045, "TWD", 80045),
        (5120, "KWD", 5120),
    ],
)
def test_amounts_are_in_the_unit_that_stripe_counts(minor: int, currency: str, amount: int) -> None:
    assert to_stripe(Money(minor, currency)) == amount
    assert from_stripe(amount, currency.lower()) == Money(minor, currency)


def test_what_is_not_exact_is_refused() -> None:
    with pytest.raises(NotExact):
        to_stripe(Money(5124, "KWD"))
    with pytest.raises(NotExact):
        to_stripe(Money(5, "LBP"))  # without digits here, with two there
    with pytest.raises(NotExact):
        from_stripe(550, "isk")
    assert not takes("LBP")
    assert not takes("PTS")


def test_the_buyer_goes_to_the_page_of_stripe(stripe_stand: Stand) -> None:
    begun = stripe_stand.provider.begin(requests.payment(currency="EUR"))
    assert begun.step is NextStep.REDIRECT
    assert begun.value.startswith("https://checkout.stripe.com/")


def test_a_key_is_not_used_for_another_amount(stripe_stand: Stand) -> None:
    request = requests.payment(currency="EUR")
    stripe_stand.provider.begin(request)
    with pytest.raises(ProviderRefused):
        stripe_stand.provider.begin(requests.payment(request.key, 5, "EUR"))


def test_a_refund_is_made_once_after_stripe_has_forgotten_its_key(
    front: Front, stripe_stand: Stand
) -> None:
    request = requests.payment(currency="EUR", minor=1000)
    begun = stripe_stand.provider.begin(request)
    front.pay(begun.reference)
    back = requests.refund(request, 300, reference=begun.reference)
    first = stripe_stand.provider.refund(back)
    front.answered.clear()
    assert stripe_stand.provider.refund(back) == first
    assert len(stripe_stand.provider.ask(request.key, begun.reference).refunds) == 1


def test_a_card_that_is_refused_leaves_it_open(front: Front, stripe_stand: Stand) -> None:
    request = requests.payment(currency="EUR")
    begun = stripe_stand.provider.begin(request)
    front.pay(begun.reference, "bad")
    facts = stripe_stand.provider.ask(request.key, begun.reference)
    assert (facts.state, facts.captured) == (PaymentState.PENDING, Money(0, "EUR"))


def test_a_chargeback_is_told_with_its_fee(front: Front, stripe_stand: Stand) -> None:
    request = requests.payment(currency="EUR")
    begun = stripe_stand.provider.begin(request)
    front.pay(begun.reference)
    found = {}
    for status in ("warning_needs_response", "needs_response", "won", "lost"):
        front.dispute(begun.reference, status)
        facts = stripe_stand.provider.ask(request.key, begun.reference)
        found[status] = [(each.state, each.amount) for each in facts.disputes]
        assert facts.fee == Money(1500, "EUR")
    assert found == {
        "warning_needs_response": [],
        "needs_response": [(DisputeState.OPEN, request.amount)],
        "won": [(DisputeState.WON, request.amount)],
        "lost": [(DisputeState.LOST, request.amount)],
    }


def test_the_account_of_the_day_has_payments_and_refunds(front: Front, stripe_stand: Stand) -> None:
    request = requests.payment(currency="EUR")
    begun = stripe_stand.provider.begin(request)
    front.pay(begun.reference)
    facts = stripe_stand.provider.ask(request.key, begun.reference)
    back = stripe_stand.provider.refund(requests.refund(request, 500, reference=facts.reference))
    today = datetime.now(UTC).date()
    with pytest.raises(ProviderUnreachable):
        stripe_stand.provider.statement(today)
    with clock.stopped_at(datetime.now(UTC) + timedelta(days=2)):
        found = {line.reference: line for line in stripe_stand.provider.statement(today)}
        assert list(stripe_stand.provider.statement(today - timedelta(days=9))) == []
    sale, refund = found[facts.reference], found[back.reference]
    assert (sale.kind, sale.amount) == (StatementKind.PAYMENT, request.amount)
    assert (refund.kind, refund.amount, refund.key) == (
        StatementKind.REFUND,
        Money(-500, "EUR"),
        back.key,
    )


def booked(**facts: object) -> dict[str, Any]:
    """A balance transaction."""
    plain = {"id": "txn_1", "fee": 0, "amount": 100, "currency": "eur", "created": 1772452800}
    return plain | {"type": "charge", "source": None} | facts


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"fee": 30}, ["payment 100", "fee -30"]),
        ({"type": "refund", "amount": -100}, ["refund -100"]),
        (
            {"type": "adjustment", "reporting_category": "dispute", "amount": -100, "fee": 1500},
            ["dispute -100", "fee -1500"],
        ),
        ({"type": "adjustment", "reporting_category": "dispute_reversal"}, ["dispute 100"]),
        ({"type": "payout", "amount": -100}, ["transfer -100"]),
        ({"type": "stripe_fee", "amount": -7}, ["fee -7"]),
        ({"type": "something_new"}, ["other 100"]),
    ],
)
def test_every_kind_of_line_is_known(facts: dict[str, object], kinds: list[str]) -> None:
    assert [f"{line.kind} {line.amount.minor}" for line in lines(booked(**facts))] == kinds


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("succeeded", RefundState.DONE),
        ("pending", RefundState.SUBMITTED),
        ("requires_action", RefundState.SUBMITTED),
        ("failed", RefundState.FAILED),
        ("canceled", RefundState.FAILED),
    ],
)
def test_states_of_refunds(status: str, state: RefundState) -> None:
    refund = {"id": "re_1", "amount": 1, "currency": "eur", "status": status}
    assert refund_facts(refund).state is state


@pytest.mark.parametrize(
    ("session", "intent", "state"),
    [
        ("open", None, PaymentState.PENDING),
        ("expired", None, PaymentState.EXPIRED),
        ("open", "requires_payment_method", PaymentState.PENDING),
        ("complete", "processing", PaymentState.PENDING),
        ("complete", "requires_payment_method", PaymentState.FAILED),
        ("complete", "succeeded", PaymentState.CAPTURED),
        ("expired", "requires_payment_method", PaymentState.EXPIRED),
        ("expired", "canceled", PaymentState.CANCELLED),
        ("expired", "succeeded", PaymentState.CAPTURED),
    ],
)
def test_states_of_payments(session: str, intent: str | None, state: PaymentState) -> None:
    found = payment_facts(
        "key",
        {"id": "cs_1", "currency": "eur", "status": session},
        intent and {"id": "pi_1", "currency": "eur", "status": intent},  # type: ignore[arg-type]
        [],
        [],
    )
    assert found.state is state


def event(**facts: object) -> bytes:
    """An event as Stripe sends it."""
    about = {"object": "charge", "payment_intent": "pi_1", "metadata": {"pecia_key": "our1"}}
    plain = {"id": "evt_1", "type": "charge.refunded", "livemode": False, "created": 1772452800}
    return json.dumps(plain | {"data": {"object": about}} | facts).encode()


Read = Callable[..., str]


@pytest.fixture
def read(walk: Walk) -> Read:
    """For which reason a notice is refused; its reference where it is not."""

    def reading(
        body: bytes, seconds: int = 0, secret: str = SECRET, account: str = "", key: str = KEY
    ) -> str:
        at = int((NOON + timedelta(seconds=seconds)).timestamp())
        signed = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, at)
        settings = StripeSettings(key, ("whsec_old", SECRET), account=account)
        try:
            return (
                StripeProvider(settings).read_notice({"stripe-signature": signed}, body).reference
            )
        except NoticeRefused as error:
            return error.reason

    return reading


def test_a_notice_is_for_us_and_new(read: Read) -> None:
    assert read(event()) == read(event(), secret="whsec_old") == "pi_1"
    assert read(event(), secret="whsec_other") == "signature"
    assert read(event(), seconds=-301) == read(event(), seconds=301) == "age"
    assert read(event(), seconds=-300) == "pi_1"
    assert read(event(livemode=True)) == "app"
    assert read(event(), key="sk_live_1") == "app"
    assert read(event(livemode=True), key="rk_live_1") == "pi_1"
    assert read(event(account="acct_2")) == read(event(account="acct_2"), account="acct_1")
    assert read(event(account="acct_2"), account="acct_1") == "seller"
    assert read(event(account="acct_1"), account="acct_1") == "pi_1"
    assert read(b"[]") == read(b"{}") == read(event(data={})) == "form"
    session = {"object": "checkout.session", "id": "cs_1", "payment_intent": None}
    assert read(event(data={"object": session})) == "cs_1"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(500, b"{}"), ProviderUnreachable),
        (Answer(429, b"{}"), ProviderUnreachable),
        (Answer(409, b"{}"), ProviderUnreachable),
        (Answer(200, b"<html>"), ProviderUnreachable),
        (as_json({"error": {"type": "invalid_request_error"}}, 400), ProviderRefused),
        (as_json({"error": {"type": "card_error"}}, 402), ProviderRefused),
        (as_json({"error": {}}, 401), ProviderRefused),
    ],
)
def test_it_refuses_or_nobody_knows(answer: Answer, error: type[Exception]) -> None:
    with serving(lambda asked: answer) as address:
        provider = StripeProvider(StripeSettings(KEY, (SECRET,), api=address))
        with pytest.raises(error):
            provider.begin(requests.payment(currency="EUR"))
        with pytest.raises(ProviderUnreachable):
            provider.ask("key", "cs_1")


def test_nobody_there_is_unreachable() -> None:
    provider = StripeProvider(StripeSettings(KEY, (SECRET,), api="http://127.0.0.1:9"))
    with pytest.raises(ProviderUnreachable):
        provider.begin(requests.payment(currency="EUR"))


def test_secrets_are_not_shown() -> None:
    assert KEY not in repr(StripeSettings(KEY, (SECRET,)))
    assert SECRET not in repr(StripeSettings(KEY, (SECRET,)))
