"""Stripe's account of a day, from its balance transactions, in the currency that it settles in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pecia.trade.providers.protocol import StatementKind, StatementLine
from pecia.trade.providers.stripe.amounts import from_stripe
from pecia.trade.providers.stripe.facts import Object, key_of

_KINDS = {
    "charge": StatementKind.PAYMENT,
    "payment": StatementKind.PAYMENT,
    "refund": StatementKind.REFUND,
    "payment_refund": StatementKind.REFUND,
    "refund_failure": StatementKind.REFUND,
    "payment_failure_refund": StatementKind.REFUND,
    "stripe_fee": StatementKind.FEE,
    "payout": StatementKind.TRANSFER,
    "payout_cancel": StatementKind.TRANSFER,
    "payout_failure": StatementKind.TRANSFER,
}
_REPORTED = {
    "dispute": StatementKind.DISPUTE,
    "dispute_reversal": StatementKind.DISPUTE,
}


def lines(transaction: Object) -> Iterator[StatementLine]:
    """A balance transaction: what came or went, and what Stripe kept of it."""
    source = transaction.get("source") or {}
    reported = _REPORTED.get(transaction.get("reporting_category") or "")
    kind = reported or _KINDS.get(transaction["type"], StatementKind.OTHER)
    parts = [(kind, transaction["amount"])]
    if transaction["fee"]:
        parts.append((StatementKind.FEE, -transaction["fee"]))
    for part, amount in parts:
        yield StatementLine(
            reference=_reference(source, transaction),
            kind=part,
            amount=from_stripe(amount, transaction["currency"]),
            at=datetime.fromtimestamp(transaction["created"], UTC),
            key=key_of(source),
        )


def _reference(source: Object, transaction: Object) -> str:
    """As payments, refunds and disputes are referred to in their facts."""
    if transaction["type"] in ("charge", "payment") and source.get("payment_intent"):
        return str(source["payment_intent"])
    return str(source.get("id") or transaction["id"])
