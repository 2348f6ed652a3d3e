"""What is particular about Alipay: what is signed, for whom, its states, its bills."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from pecia.trade.errors import NoticeRefused, ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers.alipay import bills
from pecia.trade.providers.alipay.line import AlipaySettings
from pecia.trade.providers.alipay.provider import AlipayProvider
from pecia.trade.providers.protocol import PaymentState, RefundState, StatementKind
from tests.trade.providers import requests
from tests.trade.providers.keys import private_words, public_words
from tests.trade.providers.local_alipay import APP, LocalAlipay, bill, settings_for
from tests.trade.providers.serving import Answer, Asked, serving
from tests.trade.providers.walking import NOON, Walk


@pytest.fixture
def alipay(local_alipay: LocalAlipay) -> AlipayProvider:
    """Before a server of its kind."""
    return AlipayProvider(settings_for(local_alipay.address))


def paid(local: LocalAlipay, alipay: AlipayProvider) -> str:
    """The key of a payment that is made."""
    request = requests.payment()
    local.pay(alipay.begin(request).value)
    return request.key


def refusal(alipay: AlipayProvider, body: bytes) -> str:
    """For which reason it is refused."""
    try:
        alipay.read_notice({}, body)
    except NoticeRefused as error:
        return error.reason
    return ""


def test_the_address_says_what_to_pay_until_when(alipay: AlipayProvider) -> None:
    request = requests.payment(minor=1999)
    query = dict(parse_qsl(urlsplit(alipay.begin(request).value).query))
    wanted = json.loads(query["biz_content"])
    assert (wanted["out_trade_no"], wanted["total_amount"]) == (request.key, "19.99")
    assert wanted["time_expire"] == "2026-03-02 21:00:00"  # an hour after noon, in Beijing
    assert query["timestamp"] == "2026-03-02 20:00:00"
    assert query["notify_url"] == request.notice_url
    with pytest.raises(ProviderRefused):
        alipay.begin(requests.payment(currency="USD"))


def test_a_notice_is_for_our_app_and_our_seller(
    local_alipay: LocalAlipay, alipay: AlipayProvider
) -> None:
    key = paid(local_alipay, alipay)
    assert refusal(alipay, local_alipay.notice_of(key)) == ""
    assert refusal(alipay, local_alipay.notice_of(key, app_id="2014")) == "app"
    assert refusal(alipay, local_alipay.notice_of(key, seller_id="2088")) == "seller"
    assert refusal(alipay, local_alipay.notice_of(key, total_amount="19.999")) == "form"
    assert refusal(alipay, local_alipay.notice_of(key, notify_time="yesterday")) == "form"
    assert refusal(alipay, local_alipay.notice_of(key, sign_type="RSA")) == "signature"
    local_alipay.signer = "somebody"
    assert refusal(alipay, local_alipay.notice_of(key)) == "signature"


def test_a_field_that_is_there_twice_is_refused(
    local_alipay: LocalAlipay, alipay: AlipayProvider
) -> None:
    body = local_alipay.notice_of(paid(local_alipay, alipay))
    assert refusal(alipay, body + b"&app_id=" + APP.encode()) == "form"
    assert refusal(alipay, urlencode({f"n{n}": n for n in range(200)}).encode()) == "form"


def test_a_repeated_notice_has_the_same_event(
    local_alipay: LocalAlipay, alipay: AlipayProvider, walk: Walk
) -> None:
    key = paid(local_alipay, alipay)
    first = alipay.read_notice({}, local_alipay.notice_of(key))
    walk.go(hours=15)
    second = alipay.read_notice({}, local_alipay.notice_of(key))
    assert first.event_id == second.event_id
    assert (first.kind, first.happened_at) == ("TRADE_SUCCESS", NOON)
    refunded = alipay.read_notice({}, local_alipay.notice_of(key, refund_fee="1.00"))
    assert refunded.kind == "refund"


def test_a_closed_trade_was_refunded_or_never_paid(
    local_alipay: LocalAlipay, alipay: AlipayProvider
) -> None:
    request = requests.payment(minor=100)
    local_alipay.pay(alipay.begin(request).value)
    alipay.refund(requests.refund(request, 100))
    assert local_alipay.trades[request.key]["trade_status"] == "TRADE_CLOSED"
    assert alipay.ask(request.key, "").captured == Money(100, "CNY")
    never = requests.payment()
    local_alipay.visit(alipay.begin(never).value)
    alipay.cancel(never.key, "")
    assert alipay.ask(never.key, "").state is PaymentState.CANCELLED


def test_what_it_does_not_know_may_still_come(alipay: AlipayProvider) -> None:
    request = requests.payment()
    assert alipay.ask(request.key, "").state is PaymentState.PENDING
    assert alipay.ask_refund(requests.refund(request, 1)).state is RefundState.UNKNOWN
    alipay.cancel(request.key, "")


def test_an_answer_is_believed_when_it_is_signed_and_to_the_question(
    local_alipay: LocalAlipay, alipay: AlipayProvider
) -> None:
    key = paid(local_alipay, alipay)
    local_alipay.trades[key]["subject"] = 'a brace } and a quote " and 中文'
    assert alipay.ask(key, "").captured.minor == 1999
    local_alipay.trades[key]["out_trade_no"] = "another"
    with pytest.raises(ProviderUnreachable):
        alipay.ask(key, "")
    local_alipay.trades[key]["out_trade_no"] = key
    local_alipay.signer = "somebody"
    with pytest.raises(ProviderUnreachable):
        alipay.ask(key, "")


@pytest.mark.parametrize("spoil", ["amount", "name", "unsigned", "nothing", "html"])
def test_an_answer_that_was_changed_is_not_believed(
    local_alipay: LocalAlipay, alipay: AlipayProvider, spoil: str
) -> None:
    key = paid(local_alipay, alipay)

    def spoilt(asked: Asked) -> Answer:
        text = local_alipay.answer(asked).body.decode()
        changed = {
            "amount": text.replace("19.99", "99.99"),
            "name": text.replace("trade_query_response", "trade_close_response"),
            "unsigned": text.partition(',"sign"')[0] + "}",
            "nothing": "",
            "html": "<html>",
        }
        return Answer(200, changed[spoil].encode())

    with serving(spoilt) as address, pytest.raises(ProviderUnreachable):
        AlipayProvider(settings_for(address)).ask(key, "")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ACQ.SYSTEM_ERROR", ProviderUnreachable),
        ("20000", ProviderUnreachable),
        ("ACQ.SELLER_BALANCE_NOT_ENOUGH", ProviderRefused),
    ],
)
def test_a_refund_is_refused_or_nobody_knows(
    local_alipay: LocalAlipay, alipay: AlipayProvider, code: str, error: type[Exception]
) -> None:
    request = requests.payment()
    local_alipay.pay(alipay.begin(request).value)
    local_alipay.codes.append(code)
    with pytest.raises(error):
        alipay.refund(requests.refund(request, 1))


SALE = "2026030222001|key1|交易|2026-03-02 20:00:30|19.99||-0.12"
BACK = "2026030222001|key1|退款|2026-03-03 07:59:59|-5.00|back1|0.03"


def test_the_account_of_a_day_is_from_two_bills(
    local_alipay: LocalAlipay, alipay: AlipayProvider, walk: Walk
) -> None:
    late = "2026030222002|key2|交易|2026-03-03 08:00:00|1.00||0.00"
    early = "2026030222003|key3|交易|2026-03-02 07:59:59|1.00||0.00"
    local_alipay.bills |= {
        "/bill/2026-03-02": bill(SALE, early),
        "/bill/2026-03-03": bill(BACK, late),
    }
    walk.at = datetime(2026, 3, 3, 15, 59, tzinfo=UTC)
    with pytest.raises(ProviderUnreachable):
        alipay.statement(date(2026, 3, 2))
    walk.at = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
    found = [
        (line.kind, line.amount.minor, line.key, line.at.isoformat())
        for line in alipay.statement(date(2026, 3, 2))
    ]
    assert found == [
        (StatementKind.PAYMENT, 1999, "key1", "2026-03-02T12:00:30+00:00"),
        (StatementKind.FEE, -12, "key1", "2026-03-02T12:00:30+00:00"),
        (StatementKind.REFUND, -500, "back1", "2026-03-02T23:59:59+00:00"),
        (StatementKind.FEE, 3, "back1", "2026-03-02T23:59:59+00:00"),
    ]
    assert list(alipay.statement(date(2026, 2, 28))) == []


def test_a_bill_that_is_none_is_not_read(
    local_alipay: LocalAlipay, alipay: AlipayProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = bill(SALE)
    monkeypatch.setattr(bills, "LARGEST", 10_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bill.csv", b"0" * 10_001)
    for bad in (b"", b"PK", good[:-30], packed.getvalue(), bill(SALE.replace("19.99", "19.999"))):
        with pytest.raises(ProviderUnreachable):
            list(bills.lines(bad))
    assert len(list(bills.lines(good))) == 2


def test_keys_are_not_shown_and_must_be_keys() -> None:
    settings = settings_for("https://alipay")
    assert settings.private_key not in repr(settings)
    assert settings.alipay_public_key not in repr(settings)
    for words in ("", "nonsense", public_words("app")):
        with pytest.raises(ValueError, match="not a") as told:
            _ = AlipaySettings(APP, "2088", words, "").ours
        assert not words or words not in str(told.value)
    assert AlipaySettings(APP, "2088", private_words("app"), "").ours.key_size == 2048
