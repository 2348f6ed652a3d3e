"""What Alipay says, as facts. Amounts are written in yuan, with a point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pecia.trade.errors import ProviderUnreachable
from pecia.trade.money import Money, parse_money
from pecia.trade.providers.protocol import (
    PaymentFacts,
    PaymentState,
    RefundFacts,
    RefundRequest,
    RefundState,
)

YUAN = "CNY"
_STATES = {
    "WAIT_BUYER_PAY": PaymentState.PENDING,
    "TRADE_SUCCESS": PaymentState.CAPTURED,
    "TRADE_FINISHED": PaymentState.CAPTURED,
}


def yuan(money: Money) -> str:
    """An amount for a request: 1999 fen are 19.99."""
    return str(money.decimal)


def unknown_payment(key: str) -> PaymentFacts:
    """Alipay knows of a payment when its buyer has come to the page."""
    return PaymentFacts(key, "", PaymentState.PENDING, Money(0, YUAN))


def payment_facts(key: str, said: Mapping[str, Any]) -> PaymentFacts:
    """The payment. `TRADE_CLOSED` is one that nobody paid, or one that was refunded as a whole:
    only the second was ever paid."""
    try:
        if said["out_trade_no"] != key:
            raise ProviderUnreachable
        closed = said["trade_status"] == "TRADE_CLOSED"
        was_paid = PaymentState.CAPTURED if said.get("send_pay_date") else PaymentState.CANCELLED
        state = was_paid if closed else _STATES[said["trade_status"]]
        paid = state is PaymentState.CAPTURED
        captured = parse_money(str(said["total_amount"]), YUAN) if paid else Money(0, YUAN)
        return PaymentFacts(key, str(said["trade_no"]), state, captured)
    except (KeyError, ValueError) as error:
        raise ProviderUnreachable from error


def refund_facts(request: RefundRequest, said: Mapping[str, Any]) -> RefundFacts:
    """How far a refund is; what is not done may be on its way."""
    done = said.get("refund_status") == "REFUND_SUCCESS"
    return RefundFacts(
        reference=request.key,
        state=RefundState.DONE if done else RefundState.UNKNOWN,
        amount=request.amount,
        key=request.key,
    )
