"""What others who speak to WeChat Pay say of ours, and of what our tests stand before."""

from __future__ import annotations

import json

import pytest
import wechatpayv3

from pecia.trade.providers.wechat.provider import WechatProvider
from tests.trade.providers import requests
from tests.trade.providers.keys import private_words, public_words
from tests.trade.providers.local_wechat import (
    APP,
    MERCHANT,
    PUBLIC_KEY_ID,
    SEAL,
    SERIAL,
    LocalWechat,
    settings_for,
)
from tests.trade.providers.nonces import Nonces


@pytest.fixture
def peer(local_wechat: LocalWechat) -> wechatpayv3.WeChatPay:
    """A library that others use, before our server."""
    local_wechat.serial = PUBLIC_KEY_ID
    peer = wechatpayv3.WeChatPay(
        wechatpay_type=wechatpayv3.WeChatPayType.NATIVE,
        mchid=MERCHANT,
        private_key=private_words("merchant"),
        cert_serial_no=SERIAL,
        appid=APP,
        apiv3_key=SEAL,
        notify_url="http://localhost/notices/",
        public_key=public_words("wechat"),
        public_key_id=PUBLIC_KEY_ID,
        timeout=(5, 5),
    )
    peer._core._gate_way = local_wechat.address
    return peer


def test_it_reads_the_notices_that_our_tests_make(
    local_wechat: LocalWechat, peer: wechatpayv3.WeChatPay, nonces: Nonces
) -> None:
    wechat = WechatProvider(settings_for(local_wechat.address, with_public_key=True), nonces)
    request = requests.payment()
    wechat.begin(request)
    local_wechat.pay(request.key)
    headers, body = local_wechat.notice_of(request.key)
    assert peer.callback(headers, body)["resource"]["out_trade_no"] == request.key
    assert wechat.read_notice(headers, body).key == request.key


def test_it_asks_as_we_ask_and_believes_the_same_answers(
    local_wechat: LocalWechat, peer: wechatpayv3.WeChatPay, nonces: Nonces
) -> None:
    wechat = WechatProvider(settings_for(local_wechat.address, with_public_key=True), nonces)
    request = requests.payment()
    wechat.begin(request)
    local_wechat.pay(request.key)
    status, said = peer.query(out_trade_no=request.key)
    assert (status, json.loads(said)["amount"]["total"]) == (200, request.amount.minor)
    assert wechat.ask(request.key, "").captured == request.amount
    local_wechat.signer = "somebody"
    with pytest.raises(Exception, match="signature"):
        peer.query(out_trade_no=request.key)
