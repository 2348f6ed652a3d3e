"""Whatever a notice holds, even well signed: it is read, or refused for a reason that is known."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import stripe
from hypothesis import given, settings
from hypothesis import strategies as some

from pecia.kernel import clock
from pecia.trade.errors import NoticeRefused
from pecia.trade.providers.alipay.provider import AlipayProvider
from pecia.trade.providers.protocol import Notice
from pecia.trade.providers.stripe.line import StripeSettings
from pecia.trade.providers.stripe.provider import StripeProvider
from pecia.trade.providers.wechat.provider import WechatProvider
from tests.trade.providers import local_alipay, local_wechat
from tests.trade.providers.keys import signed_by
from tests.trade.providers.local_stripe import KEY, SECRET
from tests.trade.providers.nonces import Nonces
from tests.trade.providers.walking import NOON

REASONS = {"signature", "age", "nonce", "app", "seller", "form", "key"}
NAMES = [
    "id",
    "data",
    "object",
    "livemode",
    "created",
    "type",
    "metadata",
    "payment_intent",
    "resource",
    "mchid",
    "appid",
    "create_time",
    "event_type",
    "out_trade_no",
    "refund_id",
    "algorithm",
    "nonce",
    "ciphertext",
    "associated_data",
    "account",
]
PLAIN = some.none() | some.booleans() | some.integers() | some.text() | some.sampled_from(NAMES)
THINGS = some.recursive(
    PLAIN,
    lambda inner: (
        some.lists(inner) | some.dictionaries(some.sampled_from(NAMES) | some.text(), inner)
    ),
    max_leaves=12,
)


def read(provider: Any, headers: dict[str, str], body: bytes) -> None:
    """It is a notice, or refused."""
    try:
        found = provider.read_notice(headers, body)
    except NoticeRefused as error:
        assert error.reason in REASONS
    else:
        assert isinstance(found, Notice)


@settings(deadline=None)
@given(THINGS)
def test_stripe(thing: object) -> None:
    at = int(datetime.now(UTC).timestamp())
    provider = StripeProvider(StripeSettings(KEY, (SECRET,)))
    event = {
        "id": "evt_1",
        "type": "x",
        "livemode": False,
        "created": at,
        "data": {"object": thing},
    }
    for said in (thing, event, event | {"created": thing}, event | {"data": thing}):
        body = json.dumps(said)
        signed = stripe.WebhookSignature.generate_signature_header(body, SECRET, at)
        read(provider, {"Stripe-Signature": signed}, body.encode())


@settings(deadline=None)
@given(THINGS)
def test_wechat(thing: object) -> None:
    with clock.stopped_at(NOON):
        server = local_wechat.LocalWechat()
        server.serial = local_wechat.PUBLIC_KEY_ID
        merchant = local_wechat.settings_for("http://127.0.0.1:9", with_public_key=True)
        provider = WechatProvider(merchant, Nonces())
        about = {"mchid": local_wechat.MERCHANT, "appid": local_wechat.APP, "out_trade_no": thing}
        read(provider, *server.notice(about))
        read(provider, *server.notice(about, resource=thing))
        read(provider, *server.notice(about, create_time=thing))
        read(provider, *server.notice(thing))  # type: ignore[arg-type]  # anything at all
        body = json.dumps(thing).encode()
        read(provider, server.signature(body), body)


@settings(deadline=None)
@given(
    some.dictionaries(some.sampled_from(["notify_time", "total_amount", "trade_no"]), some.text())
)
def test_alipay(changed: dict[str, str]) -> None:
    form = {
        "app_id": local_alipay.APP,
        "seller_id": local_alipay.SELLER,
        "sign_type": "RSA2",
        "notify_id": "n",
        "notify_time": "2026-03-02 20:00:00",
        "total_amount": "1.00",
        "trade_status": "TRADE_SUCCESS",
        "out_trade_no": "k",
        "trade_no": "t",
    } | changed
    form["sign"] = signed_by("alipay", local_alipay.content(form, "sign_type"))
    read(
        AlipayProvider(local_alipay.settings_for("http://127.0.0.1:9")),
        {},
        urlencode(form).encode(),
    )


@settings(deadline=None)
@given(some.binary(), some.dictionaries(some.text(), some.text()))
def test_anything(body: bytes, headers: dict[str, str]) -> None:
    merchant = local_wechat.settings_for("http://127.0.0.1:9", with_public_key=True)
    for provider in (
        StripeProvider(StripeSettings(KEY, (SECRET,))),
        AlipayProvider(local_alipay.settings_for("http://127.0.0.1:9")),
        WechatProvider(merchant, Nonces()),
    ):
        with pytest.raises(NoticeRefused):
            provider.read_notice(headers, body)
