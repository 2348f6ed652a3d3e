"""What Stripe's objects say, as facts. Objects come as plain dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pecia.trade.money import Money
from pecia.trade.providers.protocol import (
    DisputeFacts,
    DisputeState,
    PaymentFacts,
    PaymentState,
    RefundFacts,
    RefundState,
)
from pecia.trade.providers.stripe.amounts import from_stripe

KEY = "pecia_key"
Object = Mapping[str, Any]

_INTENTS = {
    "succeeded": PaymentState.CAPTURED,
    "canceled": PaymentState.CANCELLED,
}
_REFUNDS = {
    "succeeded": RefundState.DONE,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
# Early warnings and inquiries take no money, and are no disputes yet.
_DISPUTES = {
    "needs_response": DisputeState.OPEN,
    "under_review": DisputeState.OPEN,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
}


def key_of(thing: Object) -> str:
    """Our key, where the object has it."""
    found = (thing.get("metadata") or {}).get(KEY) or thing.get("client_reference_id") or ""
    return str(found)


def payment_facts(
    key: str,
    session: Object | None,
    intent: Object | None,
    refunds: Sequence[Object],
    disputes: Sequence[Object],
) -> PaymentFacts:
    """All of one payment. Without an intent nobody has begun to pay."""
    charge = _paid_charge(intent)
    if intent is None and session is None:
        return PaymentFacts(key, "", PaymentState.PENDING, Money(0, "XXX"))
    holder = intent if intent is not None else session
    assert holder is not None
    return PaymentFacts(
        key=key or key_of(holder),
        reference=str(holder["id"]),
        state=_state(session, intent),
        captured=_captured(charge, str(holder["currency"])),
        fee=_fee(charge, disputes),
        refunds=tuple(refund_facts(refund) for refund in refunds),
        disputes=tuple(
            DisputeFacts(
                reference=dispute["id"],
                state=_DISPUTES[dispute["status"]],
                amount=from_stripe(dispute["amount"], dispute["currency"]),
            )
            for dispute in disputes
            if dispute["status"] in _DISPUTES
        ),
    )


def _state(session: Object | None, intent: Object | None) -> PaymentState:
    state = _INTENTS.get(intent["status"]) if intent is not None else None
    if state is not None:
        return state
    if session is not None and session["status"] == "expired":
        return PaymentState.EXPIRED
    over = session is not None and session["status"] == "complete"
    if over and intent is not None and intent["status"] == "requires_payment_method":
        return PaymentState.FAILED
    return PaymentState.PENDING


def _paid_charge(intent: Object | None) -> Object | None:
    charge: Object | None = intent.get("latest_charge") if intent is not None else None
    if charge is None or charge["status"] != "succeeded" or not charge["captured"]:
        return None
    return charge


def _captured(charge: Object | None, currency: str) -> Money:
    if charge is None:
        return from_stripe(0, currency)
    return from_stripe(charge.get("amount_captured", charge["amount"]), charge["currency"])


def _fee(charge: Object | None, disputes: Sequence[Object]) -> Money | None:
    """Of the payment and of its disputes; not said before its balance transaction is there."""
    booked = charge.get("balance_transaction") if charge is not None else None
    if booked is None:
        return None
    lost = [line for dispute in disputes for line in dispute.get("balance_transactions") or ()]
    total = booked["fee"] + sum(line["fee"] for line in lost)
    return from_stripe(total, booked["currency"])


def refund_facts(refund: Object) -> RefundFacts:
    """One refund; what is neither done nor failed is on its way."""
    return RefundFacts(
        reference=refund["id"],
        state=_REFUNDS.get(refund["status"], RefundState.SUBMITTED),
        amount=from_stripe(refund["amount"], refund["currency"]),
        key=key_of(refund),
    )
