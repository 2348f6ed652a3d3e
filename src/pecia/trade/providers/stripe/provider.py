"""The Stripe provider, entered here: Checkout sessions, refunds, notices, the account of a day.

A payment is referred to by its session until somebody begins to pay, then by its payment intent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pecia.kernel import clock
from pecia.trade.errors import ProviderRefused, ProviderUnreachable
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
from pecia.trade.providers.stripe import amounts, facts, notices, statements
from pecia.trade.providers.stripe.line import StripeSettings, asking, calling, client_of

LANGUAGES = {"en": "en", "zh": "zh"}
EXPANDED = "latest_charge.balance_transaction"
PAGE = 100


class StripeProvider:
    """A `Provider`. Stripe lets a session expire between 30 minutes and a day after its begin."""

    name = "stripe"
    lists_refunds = True

    def __init__(self, settings: StripeSettings) -> None:
        self._settings = settings
        self._client = client_of(settings).v1

    def takes(self, currency: str) -> bool:
        """Whether amounts of it are the same here and there."""
        return amounts.takes(currency)

    def begin(self, request: PaymentRequest) -> Begun:
        """Open a session; the buyer goes to Stripe's page."""
        with calling():
            session = self._client.checkout.sessions.create(
                params=_session_of(request),  # type: ignore[arg-type]  # a mapping of plain values
                options={"idempotency_key": request.key},
            )
        return Begun(session.id, NextStep.REDIRECT, session.url or "")

    def ask(self, key: str, reference: str) -> PaymentFacts:
        """The session, its intent, its charge, its refunds and disputes.

        Without a reference the payment is looked for by its key, among those that somebody has
        begun to pay.
        """
        with asking():
            session, intent = self._find(key, reference)
            charge = intent and intent.get("latest_charge")
            refunds = self._refunds(intent["id"]) if intent and charge else []
            disputes = (
                self._disputes(intent["id"]) if intent and charge and charge.get("disputed") else []
            )
            return facts.payment_facts(key, session, intent, refunds, disputes)

    def cancel(self, key: str, reference: str) -> None:
        """Close the session, if it is still open."""
        with asking():
            session, _intent = self._find(key, reference)
        if session is None or session["status"] != "open":
            return
        try:
            with calling():
                self._client.checkout.sessions.expire(session["id"])
        except ProviderRefused:
            return  # it was paid or closed in the meantime

    def refund(self, request: RefundRequest) -> RefundFacts:
        """Refund once a key, also after the day for which Stripe remembers keys."""
        with asking():
            _session, intent = self._find(request.payment_key, request.payment_reference)
        if intent is None:
            raise ProviderRefused(reason="nothing was paid")
        if (before := self._refund_of(intent["id"], request.key)) is not None:
            return before
        with calling():
            made = self._client.refunds.create(
                params={
                    "payment_intent": intent["id"],
                    "amount": amounts.to_stripe(request.amount),
                    "metadata": {facts.KEY: request.key},
                },
                options={"idempotency_key": request.key},
            )
        with asking():
            return facts.refund_facts(made.to_dict())

    def ask_refund(self, request: RefundRequest) -> RefundFacts:
        """How far it is. One that is not there may be on its way: then refund again, same key."""
        with asking():
            _session, intent = self._find(request.payment_key, request.payment_reference)
        found = self._refund_of(intent["id"], request.key) if intent is not None else None
        return found or RefundFacts("", RefundState.UNKNOWN, request.amount, request.key)

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify a notice."""
        return notices.read(self._settings, headers, body)

    def statement(self, day: date) -> Iterator[StatementLine]:
        """What was booked on that day."""
        begin = datetime.combine(day, time(), UTC)
        end = begin + timedelta(days=1)
        if clock.now() < end:
            raise ProviderUnreachable
        with asking():
            found = self._client.balance_transactions.list(
                params={
                    "created": {"gte": int(begin.timestamp()), "lt": int(end.timestamp())},
                    "limit": PAGE,
                    "expand": ["data.source"],
                }
            )
            booked = [transaction.to_dict() for transaction in found.auto_paging_iter()]
            return iter([line for each in booked for line in statements.lines(each)])

    def _find(
        self, key: str, reference: str
    ) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The session and the intent, as far as they are there."""
        if not reference:
            return None, self._searched(key)
        if reference.startswith("cs_"):
            session = self._client.checkout.sessions.retrieve(reference).to_dict()
            intent = session.get("payment_intent")
            return session, self._intent(intent) if intent else None
        sessions = self._client.checkout.sessions.list(
            params={"payment_intent": reference, "limit": 1}
        )
        found = [session.to_dict() for session in sessions.data]
        return (found[0] if found else None), self._intent(reference)

    def _intent(self, reference: str) -> dict[str, Any]:
        found = self._client.payment_intents.retrieve(reference, params={"expand": [EXPANDED]})
        return found.to_dict()

    def _searched(self, key: str) -> dict[str, Any] | None:
        if not key.isalnum():
            return None
        found = self._client.payment_intents.search(
            params={"query": f"metadata['{facts.KEY}']:'{key}'", "limit": 1}
        )
        return self._intent(found.data[0].id) if found.data else None

    def _refunds(self, intent: str) -> list[dict[str, Any]]:
        found = self._client.refunds.list(params={"payment_intent": intent, "limit": PAGE})
        return [refund.to_dict() for refund in found.auto_paging_iter()]

    def _disputes(self, intent: str) -> list[dict[str, Any]]:
        found = self._client.disputes.list(params={"payment_intent": intent, "limit": PAGE})
        return [dispute.to_dict() for dispute in found.auto_paging_iter()]

    def _refund_of(self, intent: str, key: str) -> RefundFacts | None:
        with asking():
            found = (facts.refund_facts(refund) for refund in self._refunds(intent))
            return next((refund for refund in found if refund.key == key), None)


def _session_of(request: PaymentRequest) -> dict[str, Any]:
    metadata = {facts.KEY: request.key}
    session: dict[str, Any] = {
        "mode": "payment",
        "client_reference_id": request.key,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.amount.currency.lower(),
                    "unit_amount": amounts.to_stripe(request.amount),
                    "product_data": {"name": request.subject},
                },
            }
        ],
        "success_url": request.return_url,
        "cancel_url": request.return_url,
        "expires_at": int(request.expires_at.timestamp()),
        "locale": LANGUAGES.get(request.language.split("-")[0], "auto"),
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
    }
    if request.buyer_email:
        session["customer_email"] = request.buyer_email
    return session
