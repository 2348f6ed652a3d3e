"""What WeChat Pay says, as facts. Amounts are in fen, its smallest unit and ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pecia.trade.errors import ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers.protocol import PaymentFacts, PaymentState, RefundFacts, RefundState
from pecia.trade.providers.wechat.settings import WechatSettings

YUAN = "CNY"
_STATES = {
    "SUCCESS": PaymentState.CAPTURED,
    "REFUND": PaymentState.CAPTURED,
    "NOTPAY": PaymentState.PENDING,
    "USERPAYING": PaymentState.PENDING,
    "CLOSED": PaymentState.CANCELLED,
    "REVOKED": PaymentState.CANCELLED,
    "PAYERROR": PaymentState.FAILED,
}
# ABNORMAL: the buyer's card is closed; it stays on its way until somebody at the merchant's page
# says where else to send it.
_REFUNDS = {
    "SUCCESS": RefundState.DONE,
    "PROCESSING": RefundState.SUBMITTED,
    "ABNORMAL": RefundState.SUBMITTED,
    "CLOSED": RefundState.FAILED,
}


def unknown_payment(key: str) -> PaymentFacts:
    """WeChat Pay does not know it; an order to begin may be on its way."""
    return PaymentFacts(key, "", PaymentState.PENDING, Money(0, YUAN))


def payment_facts(settings: WechatSettings, key: str, said: Mapping[str, Any]) -> PaymentFacts:
    """The payment, which must be ours and the one that was asked about."""
    try:
        whose = (said["mchid"], said["appid"], said["out_trade_no"])
        if whose != (settings.merchant, settings.app_id, key):
            raise ProviderUnreachable
        state = _STATES[said["trade_state"]]
        amount = said.get("amount") or {}
        paid = state is PaymentState.CAPTURED
        captured = Money(amount["total"], amount["currency"]) if paid else Money(0, YUAN)
        return PaymentFacts(key, str(said.get("transaction_id") or ""), state, captured)
    except (KeyError, TypeError, ValueError) as error:
        raise ProviderUnreachable from error


def refund_facts(key: str, said: Mapping[str, Any]) -> RefundFacts:
    """The refund, which must be the one that was asked about."""
    try:
        if said["out_refund_no"] != key:
            raise ProviderUnreachable
        return RefundFacts(
            reference=str(said["refund_id"]),
            state=_REFUNDS[said["status"]],
            amount=Money(said["amount"]["refund"], said["amount"]["currency"]),
            key=key,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProviderUnreachable from error
