"""The WeChat Pay provider, entered here: a code for the buyer, questions, refunds, bills.

It lists no refunds of a payment: each of ours is asked about, others are found in the bill.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from hmac import compare_digest
from urllib.parse import urlencode

from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.providers import beijing
from pecia.trade.providers.protocol import (
    Begun,
    FreshNonce,
    NextStep,
    Notice,
    PaymentFacts,
    PaymentRequest,
    RefundFacts,
    RefundRequest,
    RefundState,
    StatementLine,
)
from pecia.trade.providers.wechat import bills, facts, notices
from pecia.trade.providers.wechat.line import Line, Refusal
from pecia.trade.providers.wechat.settings import WechatSettings

NO_ORDER = frozenset({"ORDER_NOT_EXIST", "ORDERNOTEXIST"})
NO_REFUND = frozenset({"RESOURCE_NOT_EXISTS"})
NO_BILL = frozenset({"NO_STATEMENT_EXIST"})
SUBJECT, REASON = 127, 80  # letters


class WechatProvider:
    """A `Provider`."""

    name = notices.NAME
    lists_refunds = False

    def __init__(self, settings: WechatSettings, fresh: FreshNonce) -> None:
        self._settings = settings
        self._fresh = fresh
        self._line = Line(settings)

    def takes(self, currency: str) -> bool:
        """Yuan only."""
        return currency == facts.YUAN

    def begin(self, request: PaymentRequest) -> Begun:
        """Order a code, which the site shows for scanning."""
        if not self.takes(request.amount.currency) or request.amount.minor <= 0:
            raise ProviderRefused(reason="this amount can't be paid here")
        content = {
            "appid": self._settings.app_id,
            "mchid": self._settings.merchant,
            "description": request.subject[:SUBJECT],
            "out_trade_no": request.key,
            "time_expire": request.expires_at.astimezone(beijing.BEIJING).isoformat("T", "seconds"),
            "notify_url": request.notice_url,
            "amount": {"total": request.amount.minor, "currency": request.amount.currency},
        }
        try:
            said = self._line.call("POST", "/v3/pay/transactions/native", content)
        except Refusal as refusal:
            raise ProviderRefused(reason=refusal.code) from refusal
        if not said.get("code_url"):
            raise ProviderUnreachable
        return Begun("", NextStep.QR, str(said["code_url"]))

    def ask(self, key: str, reference: str) -> PaymentFacts:
        """The payment by our key."""
        try:
            said = self._line.call("GET", f"{_order(key)}?mchid={self._settings.merchant}")
        except Refusal as refusal:
            if refusal.code in NO_ORDER:
                return facts.unknown_payment(key)
            raise ProviderUnreachable from refusal
        return facts.payment_facts(self._settings, key, said)

    def cancel(self, key: str, reference: str) -> None:
        """Close it, if it was not paid."""
        try:
            self._line.call("POST", f"{_order(key)}/close", {"mchid": self._settings.merchant})
        except Refusal:
            return  # paid, closed, or never begun

    def refund(self, request: RefundRequest) -> RefundFacts:
        """Give back; the key makes it once."""
        amount = {
            "refund": request.amount.minor,
            "total": request.captured.minor,
            "currency": request.amount.currency,
        }
        content = {
            "out_trade_no": request.payment_key,
            "out_refund_no": request.key,
            "amount": amount,
        } | ({"reason": request.reason[:REASON]} if request.reason else {})
        try:
            said = self._line.call("POST", "/v3/refund/domestic/refunds", content)
        except Refusal as refusal:
            raise ProviderRefused(reason=refusal.code) from refusal
        return facts.refund_facts(request.key, said)

    def ask_refund(self, request: RefundRequest) -> RefundFacts:
        """How far it is. One that is not there may be on its way: then refund again, same key."""
        try:
            said = self._line.call("GET", f"/v3/refund/domestic/refunds/{request.key}")
        except Refusal as refusal:
            if refusal.code in NO_REFUND:
                return RefundFacts("", RefundState.UNKNOWN, request.amount, request.key)
            raise ProviderUnreachable from refusal
        return facts.refund_facts(request.key, said)

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify a notice and open it."""
        return notices.read(self._settings, self._line, self._fresh, headers, body)

    def statement(self, day: date) -> Iterator[StatementLine]:
        """From the bills of the two days of Beijing that it is part of."""
        return beijing.lines_of_day(day, self._bill)

    def _bill(self, day: date) -> Iterator[StatementLine]:
        query = urlencode({"bill_date": day.isoformat(), "bill_type": "ALL"})
        try:
            said = self._line.call("GET", f"/v3/bill/tradebill?{query}")
        except Refusal as refusal:
            if refusal.code in NO_BILL:
                return iter(())  # nothing happened on that day
            raise ProviderUnreachable from refusal
        table = self._line.download(str(said.get("download_url")))
        found = hashlib.sha1(table, usedforsecurity=False).hexdigest()
        if not compare_digest(found, str(said.get("hash_value")).lower()):
            raise ProviderUnreachable
        return bills.lines(table)


def _order(key: str) -> str:
    return f"/v3/pay/transactions/out-trade-no/{key}"
