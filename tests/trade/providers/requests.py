"""Requests that the tests of providers make."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from pecia.kernel import clock
from pecia.trade.money import Money
from pecia.trade.providers.protocol import PaymentRequest, PayoutRequest, RefundRequest


def payment(key: str = "", minor: int = 1999, currency: str = "CNY") -> PaymentRequest:
    """A payment that may be made for an hour."""
    return PaymentRequest(
        key=key or uuid4().hex,
        amount=Money(minor, currency),
        subject="A document",
        return_url="http://localhost/back",
        notice_url="http://localhost/notices/",
        expires_at=clock.now() + timedelta(hours=1),
    )


def refund(
    of: PaymentRequest, minor: int, key: str = "", reference: str = "", captured: int = 0
) -> RefundRequest:
    """Give back a part of it."""
    return RefundRequest(
        key=key or uuid4().hex,
        payment_key=of.key,
        payment_reference=reference,
        amount=Money(minor, of.amount.currency),
        captured=Money(captured or of.amount.minor, of.amount.currency),
        reason="asked for",
    )


def payout(key: str = "", minor: int = 500, currency: str = "CNY") -> PayoutRequest:
    """Send something to a seller."""
    return PayoutRequest(
        key=key or uuid4().hex,
        amount=Money(minor, currency),
        destination={"account": "6222020200112233445"},
        subject="Income of March",
    )
