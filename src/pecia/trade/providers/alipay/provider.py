"""The Alipay provider, entered here: a signed address for the buyer, questions, refunds, bills.

Alipay lists no refunds of a payment: each of ours is asked about, others are found in the bill.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.providers import beijing
from pecia.trade.providers.alipay import bills, facts, notices
from pecia.trade.providers.alipay.line import (
    AlipaySettings,
    Refusal,
    call,
    order,
    signed_query,
)
from pecia.trade.providers.fetching import fetch
from pecia.trade.providers.protocol import (
    Begun,
    NextStep,
    Notice,
    PaymentFacts,
    PaymentRequest,
    RefundFacts,
    RefundRequest,
    RefundState,
    StatementLine,
)

UNKNOWN = "ACQ.TRADE_NOT_EXIST"
NO_BILL = frozenset({"isp.bill_not_exist", "isv.bill_not_exist"})
SUBJECT = 128  # letters, of which some signs are not taken
_SIGNS = str.maketrans("/=&", "   ")


class AlipayProvider:
    """A `Provider`."""

    name = "alipay"
    lists_refunds = False

    def __init__(self, settings: AlipaySettings) -> None:
        self._settings = settings

    def takes(self, currency: str) -> bool:
        """Yuan only."""
        return currency == facts.YUAN

    def begin(self, request: PaymentRequest) -> Begun:
        """The address of Alipay's page, which learns of the payment when the buyer comes there."""
        if not self.takes(request.amount.currency) or request.amount.minor <= 0:
            raise ProviderRefused(reason="this amount can't be paid here")
        query = signed_query(
            self._settings,
            "alipay.trade.page.pay",
            {
                "out_trade_no": request.key,
                "product_code": "FAST_INSTANT_TRADE_PAY",
                "total_amount": facts.yuan(request.amount),
                "subject": request.subject.translate(_SIGNS)[:SUBJECT],
                "time_expire": beijing.written(request.expires_at),
            },
            notify_url=request.notice_url,
            return_url=request.return_url,
        )
        return Begun("", NextStep.REDIRECT, f"{self._settings.gateway}?{query}")

    def ask(self, key: str, reference: str) -> PaymentFacts:
        """The payment by our key. One that Alipay does not know may still be begun."""
        try:
            said = call(self._settings, "alipay.trade.query", {"out_trade_no": key})
        except Refusal as refusal:
            if refusal.code == UNKNOWN:
                return facts.unknown_payment(key)
            raise ProviderUnreachable from refusal
        return facts.payment_facts(key, said)

    def cancel(self, key: str, reference: str) -> None:
        """Close it, if the buyer has come to the page and has not paid."""
        try:
            call(self._settings, "alipay.trade.close", {"out_trade_no": key})
        except Refusal:
            return  # never begun, paid, or closed

    def refund(self, request: RefundRequest) -> RefundFacts:
        """Give back; the key makes it once."""
        order(
            self._settings,
            "alipay.trade.refund",
            {
                "out_trade_no": request.payment_key,
                "out_request_no": request.key,
                "refund_amount": facts.yuan(request.amount),
            }
            | ({"refund_reason": request.reason[:SUBJECT]} if request.reason else {}),
        )
        return self.ask_refund(request)

    def ask_refund(self, request: RefundRequest) -> RefundFacts:
        """How far it is. One that is not there may be on its way: then refund again, same key."""
        content = {"out_trade_no": request.payment_key, "out_request_no": request.key}
        try:
            said = call(self._settings, "alipay.trade.fastpay.refund.query", content)
        except Refusal as refusal:
            if refusal.code == UNKNOWN:
                return RefundFacts("", RefundState.UNKNOWN, request.amount, request.key)
            raise ProviderUnreachable from refusal
        return facts.refund_facts(request, said)

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify a notice."""
        return notices.read(self._settings, body)

    def statement(self, day: date) -> Iterator[StatementLine]:
        """From the bills of the two days of Beijing that it is part of."""
        return beijing.lines_of_day(day, self._bill)

    def _bill(self, day: date) -> Iterator[StatementLine]:
        content = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            said = call(self._settings, "alipay.data.dataservice.bill.downloadurl.query", content)
        except Refusal as refusal:
            if refusal.code in NO_BILL:
                return iter(())  # nothing happened on that day
            raise ProviderUnreachable from refusal
        address = str(said.get("bill_download_url"))
        if urlsplit(address).scheme != urlsplit(self._settings.gateway).scheme:
            raise ProviderUnreachable
        fetched = fetch("GET", address)
        if fetched.status != 200:
            raise ProviderUnreachable
        return bills.lines(fetched.body)
