"""What a provider says of a payment, compared with what we know; each difference is one entry.

Facts are sums since the payment's beginning, so that it does not matter how often or in which order
they come: only what has grown is booked, under a key that names the new sum.
"""

from __future__ import annotations

from django.db import transaction

from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import credit, debit, post
from pecia.trade.orders.fulfilling import buyer_account
from pecia.trade.payments import disputing, foreign, refunding
from pecia.trade.payments.models import Payment, PaymentStage
from pecia.trade.payments.settling import settle
from pecia.trade.providers.protocol import PaymentFacts, PaymentState

_STAGES = {
    PaymentState.PENDING: PaymentStage.PENDING,
    PaymentState.CAPTURED: PaymentStage.CAPTURED,
    PaymentState.FAILED: PaymentStage.FAILED,
    PaymentState.CANCELLED: PaymentStage.CANCELLED,
    PaymentState.EXPIRED: PaymentStage.EXPIRED,
}


def clearing(payment: Payment) -> AccountName:
    """Where the provider keeps our money in this currency."""
    return AccountName(Kind.CLEARING, payment.currency, payment.provider)


@transaction.atomic
def apply_facts(payment_id: int, facts: PaymentFacts) -> None:
    """Book what has changed, and let happen what follows from it. May run any number of times."""
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
    if facts.captured.currency != payment.currency:
        foreign.mirror(payment, facts)
    else:
        _capture(payment, facts.captured.minor)
    _book_fee(payment, facts)
    _change_state(payment, facts)
    settle(payment)
    if facts.captured.currency == payment.currency:
        refunding.compare(payment, facts.refunds)
        disputing.compare(payment, facts.disputes)


def _capture(payment: Payment, captured: int) -> None:
    grown = captured - payment.captured
    if grown <= 0:
        return
    moves = [debit(clearing(payment), grown), credit(buyer_account(payment.order), grown)]
    facts = {"order": payment.order.number, "payment": payment.key}
    post(f"capture:{payment.pk}:{captured}", "capture", moves, facts=facts)
    payment.captured = captured
    payment.state = PaymentStage.CAPTURED
    payment.save(update_fields=["captured", "state"])


def _book_fee(payment: Payment, facts: PaymentFacts) -> None:
    """What the provider keeps is the operator's cost, not the seller's."""
    if facts.fee is None or facts.fee.minor <= payment.provider_fee:
        return
    grown = facts.fee.minor - payment.provider_fee
    here = AccountName(Kind.CLEARING, facts.fee.currency, payment.provider)
    moves = [debit(AccountName(Kind.PROVIDER_FEES, facts.fee.currency), grown), credit(here, grown)]
    key = f"provider-fee:{payment.pk}:{facts.fee.minor}"
    post(key, "provider-fee", moves, facts={"payment": payment.key})
    payment.provider_fee = facts.fee.minor
    payment.save(update_fields=["provider_fee"])


def _change_state(payment: Payment, facts: PaymentFacts) -> None:
    changed = []
    if facts.reference and facts.reference != payment.reference:
        payment.reference = facts.reference
        changed.append("reference")
    stage = _STAGES.get(facts.state)
    if stage and payment.state != PaymentStage.CAPTURED and stage != payment.state:
        payment.state = stage
        changed.append("state")
    if changed:
        payment.save(update_fields=changed)
