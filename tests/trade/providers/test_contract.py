"""What every provider does, whoever it is."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from pecia.trade.errors import NoticeRefused, ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers.protocol import (
    NextStep,
    PaymentFacts,
    PaymentRequest,
    PaymentState,
    RefundState,
)
from tests.trade.providers import requests
from tests.trade.providers.stands import Stand

STANDS = ("fake", "stripe", "alipay", "wechat")


@pytest.fixture(params=STANDS)
def stand(request: pytest.FixtureRequest) -> Stand:
    """Each provider in turn."""
    found: Stand = request.getfixturevalue(f"{request.param}_stand")
    return found


def paid(stand: Stand, minor: int = 1999) -> tuple[PaymentRequest, PaymentFacts]:
    """A payment that was made, and what is said of it."""
    request = requests.payment(minor=minor, currency=stand.currency)
    begun = stand.provider.begin(request)
    stand.pay(request, begun)
    return request, stand.provider.ask(request.key, begun.reference)


def test_it_says_where_to_pay_and_that_nothing_is_paid(stand: Stand) -> None:
    assert stand.provider.takes(stand.currency)
    assert not stand.provider.takes("PTS")
    request = requests.payment(currency=stand.currency)
    begun = stand.provider.begin(request)
    assert begun.step in (NextStep.REDIRECT, NextStep.QR)
    assert begun.value
    facts = stand.provider.ask(request.key, begun.reference)
    assert facts.state is PaymentState.PENDING
    assert not facts.captured
    assert not facts.refunds
    assert not facts.disputes


def test_to_begin_twice_is_to_begin_once(stand: Stand) -> None:
    request = requests.payment(currency=stand.currency)
    first, second = stand.provider.begin(request), stand.provider.begin(request)
    assert (first.reference, first.step) == (second.reference, second.step)
    stand.visit(first)
    stand.pay(request, second)
    assert stand.provider.ask(request.key, first.reference).captured == request.amount


def test_what_was_paid_is_captured(stand: Stand) -> None:
    request, facts = paid(stand)
    assert (facts.state, facts.captured) == (PaymentState.CAPTURED, request.amount)
    assert facts.reference
    assert facts.key == request.key
    assert facts.fee == (None if stand.fee is None else Money(stand.fee, stand.currency))


def test_it_is_found_by_its_key_when_the_answer_was_lost(stand: Stand) -> None:
    request = requests.payment(currency=stand.currency)
    lost = pytest.raises(ProviderUnreachable) if stand.asks_to_begin else nullcontext()
    with stand.breaks(), lost:
        stand.provider.begin(request)
    begun = stand.provider.begin(request)
    stand.pay(request, begun)
    facts = stand.provider.ask(request.key, "")
    assert (facts.state, facts.captured) == (PaymentState.CAPTURED, request.amount)


def test_a_part_and_the_rest_are_refunded_once_each(stand: Stand) -> None:
    request, facts = paid(stand, 1000)
    part = requests.refund(request, 300, reference=facts.reference)
    rest = requests.refund(request, 700, reference=facts.reference)
    for each in (part, part, rest, rest):
        assert stand.provider.refund(each).state is RefundState.DONE
        assert stand.provider.ask_refund(each).state is RefundState.DONE
    found = stand.provider.ask(request.key, facts.reference)
    listed = {(refund.key, refund.amount.minor) for refund in found.refunds}
    assert listed == ({(part.key, 300), (rest.key, 700)} if stand.provider.lists_refunds else set())
    assert len(found.refunds) == len(listed)
    with pytest.raises(ProviderRefused):
        stand.provider.refund(requests.refund(request, 1, reference=facts.reference))
    assert (found.state, found.captured) == (PaymentState.CAPTURED, request.amount)


def test_a_refund_whose_answer_was_lost_is_done_once(stand: Stand) -> None:
    request, facts = paid(stand, 1000)
    back = requests.refund(request, 300, reference=facts.reference)
    assert stand.provider.ask_refund(back).state in (RefundState.UNKNOWN, RefundState.FAILED)
    with stand.breaks(), pytest.raises(ProviderUnreachable):
        stand.provider.refund(back)
    assert stand.provider.ask_refund(back).state is RefundState.DONE
    assert stand.provider.refund(back).state is RefundState.DONE
    if stand.provider.lists_refunds:
        assert len(stand.provider.ask(request.key, facts.reference).refunds) == 1
    rest = requests.refund(request, 700, reference=facts.reference)
    assert stand.provider.refund(rest).state is RefundState.DONE


def test_what_was_not_paid_is_not_refunded(stand: Stand) -> None:
    request = requests.payment(currency=stand.currency)
    begun = stand.provider.begin(request)
    with pytest.raises(ProviderRefused):
        stand.provider.refund(requests.refund(request, 1, reference=begun.reference))


def test_what_is_cancelled_is_over(stand: Stand) -> None:
    request = requests.payment(currency=stand.currency)
    begun = stand.provider.begin(request)
    stand.visit(begun)
    for _ in range(2):
        stand.provider.cancel(request.key, begun.reference)
    state = stand.provider.ask(request.key, begun.reference).state
    assert state in (PaymentState.CANCELLED, PaymentState.EXPIRED)


def test_to_cancel_what_was_paid_changes_nothing(stand: Stand) -> None:
    request, facts = paid(stand)
    stand.provider.cancel(request.key, facts.reference)
    assert stand.provider.ask(request.key, facts.reference).state is PaymentState.CAPTURED


def test_it_tells_of_a_payment(stand: Stand) -> None:
    request, facts = paid(stand)
    notice = stand.provider.read_notice(*stand.told(request))
    assert notice.key == request.key
    assert notice.event_id
    assert notice.reference in ("", facts.reference)


def test_a_notice_that_was_changed_is_refused(stand: Stand) -> None:
    request, _facts = paid(stand)
    headers, body = stand.told(request)
    for forged in (body[:-1], body + b" ", body.replace(b"1", b"2"), b"", b"\xff\xfe"):
        with pytest.raises(NoticeRefused):
            stand.provider.read_notice(headers, forged)
    for name in stand.signed:
        with pytest.raises(NoticeRefused):
            stand.provider.read_notice(headers | {name: changed(headers[name])}, body)
        without = {key: value for key, value in headers.items() if key != name}
        with pytest.raises(NoticeRefused):
            stand.provider.read_notice(without, body)
    assert stand.provider.read_notice(headers, body).event_id


def changed(words: str) -> str:
    """Otherwise at the end."""
    return words[:-1] + ("1" if words.endswith("0") else "0")
