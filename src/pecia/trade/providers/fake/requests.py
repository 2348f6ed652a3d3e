"""Requests that are on their way to the fake provider, as its file keeps them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from pecia.trade.money import Money
from pecia.trade.providers.protocol import PaymentRequest, PayoutRequest, RefundRequest


def kept(request: PaymentRequest | RefundRequest | PayoutRequest) -> str:
    """The request as a text."""
    return json.dumps(asdict(request), default=datetime.isoformat)


def payment_request(text: str) -> PaymentRequest:
    """The request of that text."""
    facts = json.loads(text)
    facts["amount"] = Money(**facts["amount"])
    facts["expires_at"] = datetime.fromisoformat(facts["expires_at"])
    return PaymentRequest(**facts)


def refund_request(text: str) -> RefundRequest:
    """The request of that text."""
    facts = json.loads(text)
    facts["amount"], facts["captured"] = Money(**facts["amount"]), Money(**facts["captured"])
    return RefundRequest(**facts)


def payout_request(text: str) -> PayoutRequest:
    """The request of that text."""
    facts = json.loads(text)
    return PayoutRequest(**facts | {"amount": Money(**facts["amount"])})
