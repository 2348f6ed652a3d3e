"""What is particular about WeChat Pay: seals, nonces, keys that change, its states, its bills."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from pecia.trade.errors import NoticeRefused, ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers.protocol import NextStep, PaymentState, RefundState, StatementKind
from pecia.trade.providers.wechat import bills
from pecia.trade.providers.wechat.facts import payment_facts, refund_facts
from pecia.trade.providers.wechat.provider import WechatProvider
from pecia.trade.providers.wechat.settings import WechatSettings
from tests.trade.providers import requests
from tests.trade.providers.local_wechat import (
    APP,
    MERCHANT,
    PUBLIC_KEY_ID,
    SEAL,
    LocalWechat,
    bill,
    certificate,
    sealed,
    settings_for,
)
from tests.trade.providers.nonces import Nonces
from tests.trade.providers.walking import Walk


@pytest.fixture
def wechat(local_wechat: LocalWechat, nonces: Nonces) -> WechatProvider:
    """Before a server of its kind."""
    return WechatProvider(settings_for(local_wechat.address), nonces)


def paid(local: LocalWechat, wechat: WechatProvider) -> str:
    """The key of a payment that is made."""
    request = requests.payment()
    wechat.begin(request)
    local.pay(request.key)
    return request.key


def refusal(wechat: WechatProvider, headers: Mapping[str, str], body: bytes) -> str:
    """For which reason it is refused."""
    try:
        wechat.read_notice(headers, body)
    except NoticeRefused as error:
        return error.reason
    return ""


def test_the_buyer_scans_a_code(wechat: WechatProvider) -> None:
    begun = wechat.begin(requests.payment())
    assert begun.step is NextStep.QR
    assert begun.value.startswith("weixin://")
    with pytest.raises(ProviderRefused):
        wechat.begin(requests.payment(currency="USD"))


def test_a_notice_is_good_once(local_wechat: LocalWechat, wechat: WechatProvider) -> None:
    headers, body = local_wechat.notice_of(paid(local_wechat, wechat))
    forged = dict(headers) | {"Wechatpay-Signature": "WECHATPAY/SIGNTEST/abc"}
    assert refusal(wechat, forged, body) == "signature"
    assert refusal(wechat, headers, body) == ""
    assert refusal(wechat, headers, body) == "nonce"


def test_a_notice_is_five_minutes_good(
    local_wechat: LocalWechat, wechat: WechatProvider, walk: Walk
) -> None:
    notice = local_wechat.notice_of(paid(local_wechat, wechat))
    walk.go(seconds=301)
    assert refusal(wechat, *notice) == "age"
    walk.go(seconds=-602)
    assert refusal(wechat, *notice) == "age"
    walk.go(seconds=301)
    assert refusal(wechat, *notice) == ""


def test_a_notice_is_for_our_merchant_and_our_app(
    local_wechat: LocalWechat, wechat: WechatProvider
) -> None:
    key = paid(local_wechat, wechat)
    assert refusal(wechat, *local_wechat.notice_of(key, mchid="1")) == "seller"
    assert refusal(wechat, *local_wechat.notice_of(key, appid="1")) == "app"
    refund = {"mchid": MERCHANT, "out_trade_no": key, "refund_id": "5"}
    assert refusal(wechat, *local_wechat.notice(refund)) == ""
    assert refusal(wechat, *local_wechat.notice(refund | {"mchid": "1"})) == "seller"


def test_what_is_not_sealed_with_our_key_is_refused(
    local_wechat: LocalWechat, wechat: WechatProvider
) -> None:
    local_wechat.orders["k"] = {"mchid": MERCHANT, "appid": APP, "out_trade_no": "k"}
    about = local_wechat.orders["k"]
    opened = sealed(json.dumps(about).encode(), "x") | {"algorithm": "none"}
    assert refusal(wechat, *local_wechat.notice(about, resource=opened)) == "form"
    broken = {"algorithm": "AEAD_AES_256_GCM", "nonce": "n" * 12, "ciphertext": "AAAA" * 10}
    assert refusal(wechat, *local_wechat.notice(about, resource=broken)) == "form"
    assert refusal(wechat, *local_wechat.notice(about, resource="words")) == "form"
    assert refusal(wechat, *local_wechat.notice(about, create_time="soon")) == "form"
    assert refusal(wechat, *local_wechat.notice(about)) == ""


def test_an_invented_serial_does_not_make_us_fetch_again(
    local_wechat: LocalWechat, wechat: WechatProvider, walk: Walk
) -> None:
    headers, body = local_wechat.notice_of(paid(local_wechat, wechat))
    assert local_wechat.fetched == 1
    for serial in ("ABC", "DEF", "xyz", "1" * 65, "-1", PUBLIC_KEY_ID):
        forged = dict(headers) | {"Wechatpay-Serial": serial}
        assert refusal(wechat, forged, body) == "key"
    assert local_wechat.fetched == 1
    walk.go(seconds=60)
    for _ in range(3):
        assert refusal(wechat, dict(headers) | {"Wechatpay-Serial": "ABC"}, body) == "key"
    assert local_wechat.fetched == 2


def test_a_new_key_is_fetched_and_the_old_one_stays(
    local_wechat: LocalWechat, wechat: WechatProvider, walk: Walk
) -> None:
    key = paid(local_wechat, wechat)
    walk.go(minutes=2)
    local_wechat.certificates["00AB"] = certificate("wechat, later", 0xAB)
    old = local_wechat.notice_of(key)
    local_wechat.serial, local_wechat.signer = "00AB", "wechat, later"
    assert refusal(wechat, *local_wechat.notice_of(key)) == ""
    assert refusal(wechat, *old) == ""
    walk.go(days=400)
    assert refusal(wechat, *local_wechat.notice_of(key)) == "key"


def test_a_certificate_that_is_not_sealed_by_wechat_is_not_believed(
    local_wechat: LocalWechat, nonces: Nonces, walk: Walk
) -> None:
    settings = settings_for(local_wechat.address)
    other = WechatSettings(
        settings.merchant,
        settings.app_id,
        settings.serial,
        settings.private_key,
        SEAL[::-1],
        api=settings.api,
    )
    with pytest.raises(ProviderUnreachable):
        WechatProvider(other, nonces).begin(requests.payment())


def test_a_public_key_that_is_given_is_enough(local_wechat: LocalWechat, nonces: Nonces) -> None:
    wechat = WechatProvider(settings_for(local_wechat.address, with_public_key=True), nonces)
    local_wechat.serial = PUBLIC_KEY_ID
    headers, body = local_wechat.notice_of(paid(local_wechat, wechat))
    assert refusal(wechat, headers, body) == ""
    assert refusal(wechat, dict(headers) | {"Wechatpay-Serial": "ABC"}, body) == "key"
    assert local_wechat.fetched == 0


def test_an_answer_is_believed_when_it_is_signed(
    local_wechat: LocalWechat, wechat: WechatProvider
) -> None:
    key = paid(local_wechat, wechat)
    assert wechat.ask(key, "").captured == Money(1999, "CNY")
    local_wechat.signs = False
    with pytest.raises(ProviderUnreachable):
        wechat.ask(key, "")
    local_wechat.signs, local_wechat.signer = True, "somebody"
    with pytest.raises(ProviderUnreachable):
        wechat.ask(key, "")


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (500, "SYSTEM_ERROR", ProviderUnreachable),
        (429, "RATELIMIT_EXCEEDED", ProviderUnreachable),
        (403, "FREQUENCY_LIMITED", ProviderUnreachable),
        (403, "NOT_ENOUGH", ProviderRefused),
    ],
)
def test_a_refund_is_refused_or_nobody_knows(
    local_wechat: LocalWechat,
    wechat: WechatProvider,
    status: int,
    code: str,
    error: type[Exception],
) -> None:
    request = requests.payment()
    wechat.begin(request)
    local_wechat.pay(request.key)
    local_wechat.codes.append((status, code))
    with pytest.raises(error):
        wechat.refund(requests.refund(request, 1))


@pytest.mark.parametrize(
    ("said", "state", "captured"),
    [
        ("SUCCESS", PaymentState.CAPTURED, 7),
        ("REFUND", PaymentState.CAPTURED, 7),
        ("NOTPAY", PaymentState.PENDING, 0),
        ("USERPAYING", PaymentState.PENDING, 0),
        ("CLOSED", PaymentState.CANCELLED, 0),
        ("REVOKED", PaymentState.CANCELLED, 0),
        ("PAYERROR", PaymentState.FAILED, 0),
    ],
)
def test_states_of_payments(said: str, state: PaymentState, captured: int) -> None:
    settings = settings_for("http://wechat")
    order = {
        "mchid": MERCHANT,
        "appid": APP,
        "out_trade_no": "k",
        "trade_state": said,
        "amount": {"total": 7, "currency": "CNY"},
    }
    facts = payment_facts(settings, "k", order)
    assert (facts.state, facts.captured.minor) == (state, captured)
    for name in ("mchid", "appid", "out_trade_no", "trade_state"):
        with pytest.raises(ProviderUnreachable):
            payment_facts(settings, "k", order | {name: "another"})


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("SUCCESS", RefundState.DONE),
        ("PROCESSING", RefundState.SUBMITTED),
        ("ABNORMAL", RefundState.SUBMITTED),
        ("CLOSED", RefundState.FAILED),
    ],
)
def test_states_of_refunds(said: str, state: RefundState) -> None:
    refund = {
        "out_refund_no": "k",
        "refund_id": "5",
        "status": said,
        "amount": {"refund": 3, "currency": "CNY"},
    }
    assert refund_facts("k", refund).state is state
    with pytest.raises(ProviderUnreachable):
        refund_facts("another", refund)


def test_what_it_does_not_know_may_still_come(wechat: WechatProvider) -> None:
    request = requests.payment()
    assert wechat.ask(request.key, "").state is PaymentState.PENDING
    assert wechat.ask_refund(requests.refund(request, 1)).state is RefundState.UNKNOWN
    wechat.cancel(request.key, "")


SALE = "2026-03-02 20:00:30|SUCCESS|4200001|key1|19.99|0|0|0.00||0.12000"
BACK = "2026-03-03 07:59:59|REFUND|4200001|key1|0.00|5030001|back1|5.00|SUCCESS|-0.03000"
FAILED = "2026-03-02 21:00:00|REFUND|4200001|key1|0.00|5030002|back2|5.00|FAIL|0.00000"


def test_the_account_of_a_day_is_from_two_bills(
    local_wechat: LocalWechat, wechat: WechatProvider, walk: Walk
) -> None:
    late = SALE.replace("2026-03-02 20:00:30", "2026-03-03 08:00:00")
    local_wechat.bills |= {"2026-03-02": bill(SALE, FAILED), "2026-03-03": bill(BACK, late)}
    walk.at = datetime(2026, 3, 3, 15, 59, tzinfo=UTC)
    with pytest.raises(ProviderUnreachable):
        wechat.statement(date(2026, 3, 2))
    walk.at = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
    found = [
        (line.kind, line.amount.minor, line.reference, line.key)
        for line in wechat.statement(date(2026, 3, 2))
    ]
    assert found == [
        (StatementKind.PAYMENT, 1999, "4200001", "key1"),
        (StatementKind.FEE, -12, "4200001", "key1"),
        (StatementKind.REFUND, -500, "5030001", "back1"),
        (StatementKind.FEE, 3, "5030001", "back1"),
    ]
    assert list(wechat.statement(date(2026, 2, 28))) == []


def test_a_bill_is_whole_and_the_one_that_was_announced(
    local_wechat: LocalWechat, wechat: WechatProvider, monkeypatch: pytest.MonkeyPatch, walk: Walk
) -> None:
    good = bill(SALE)
    for bad in (b"", good[:-160], good.replace(b",`key1", b""), b"\xff\xfe", b"{}"):
        with pytest.raises(ProviderUnreachable):
            list(bills.lines(bad))
    local_wechat.bills["2026-03-02"] = good
    walk.go(days=9)
    assert len(list(wechat.statement(date(2026, 3, 2)))) == 2
    monkeypatch.setattr(wechat._line, "download", lambda address: bill(FAILED))
    with pytest.raises(ProviderUnreachable):
        wechat.statement(date(2026, 3, 2))


def test_a_bill_is_fetched_from_wechat_only(
    local_wechat: LocalWechat, wechat: WechatProvider
) -> None:
    local_wechat.bills["1"] = b"a bill"
    path = "/v3/billdownload/file?token=1"
    assert wechat._line.download(local_wechat.address + path) == b"a bill"
    elsewhere = local_wechat.address.replace("127.0.0.1", "localhost")
    for address in (
        elsewhere + path,
        "",
        path,
        local_wechat.address.replace("http", "https") + path,
    ):
        with pytest.raises(ProviderUnreachable):
            wechat._line.download(address)


def test_secrets_are_not_shown_and_have_their_length() -> None:
    settings = settings_for("https://wechat")
    assert SEAL not in repr(settings)
    assert settings.private_key not in repr(settings)
    with pytest.raises(ValueError, match="32 bytes"):
        WechatSettings(MERCHANT, APP, "1", settings.private_key, "short")
