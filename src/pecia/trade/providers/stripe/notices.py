"""Stripe's notices (webhooks): its library checks the signature, our clock the age."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from pecia.trade.errors import NoticeRefused
from pecia.trade.providers.headers import header
from pecia.trade.providers.protocol import Notice
from pecia.trade.providers.stripe.facts import key_of
from pecia.trade.providers.stripe.line import StripeSettings
from pecia.trade.providers.window import check_age


def read(settings: StripeSettings, headers: Mapping[str, str], body: bytes) -> Notice:
    """The notice, once it is certain whose it is. Repeated ones are told by their event."""
    signature = header(headers, "Stripe-Signature")
    check_age(_timestamp(signature))
    if not any(_signed(body, signature, secret) for secret in settings.webhook_secrets):
        raise NoticeRefused(reason="signature")
    try:
        event = json.loads(body)
        _check_recipient(settings, event)
        return _notice(event)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise NoticeRefused(reason="form") from error


def _timestamp(signature: str) -> str:
    found = [part[2:] for part in signature.split(",") if part.startswith("t=")]
    if len(found) != 1:
        raise NoticeRefused(reason="form")
    return found[0]


def _signed(body: bytes, signature: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, signature, secret))
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False


def _check_recipient(settings: StripeSettings, event: Mapping[str, Any]) -> None:
    """Test notices are not for a site with real money, nor the other way round."""
    if event["livemode"] is not settings.live:
        raise NoticeRefused(reason="app")
    if event.get("account", settings.account) != settings.account:
        raise NoticeRefused(reason="seller")


def _notice(event: Mapping[str, Any]) -> Notice:
    about = event["data"]["object"]
    return Notice(
        event_id=str(event["id"]),
        kind=str(event["type"]),
        key=key_of(about),
        reference=_reference(about),
        happened_at=datetime.fromtimestamp(event["created"], UTC),
    )


def _reference(about: Mapping[str, Any]) -> str:
    """The payment intent where there is one, else the session."""
    if about["object"] == "payment_intent":
        return str(about["id"])
    intent = about.get("payment_intent")
    if intent is None:
        return str(about["id"]) if about["object"] == "checkout.session" else ""
    return str(intent["id"] if isinstance(intent, dict) else intent)
