"""The fake provider takes money, gives it back and sends it on, well and badly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.movements import Sums
from pecia.trade.providers.protocol import DisputeState, PaymentState, PayoutState, RefundState
from tests.trade.providers.conftest import MakeFake
from tests.trade.providers.requests import payment, payout, refund
from tests.trade.providers.walking import Walk


def test_what_is_paid_is_captured_less_a_fee(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief()), payment(minor=1999)
    fake.begin(request)
    assert fake.ask(request.key, "").state is PaymentState.PENDING
    fake.pay(request.key)
    facts = fake.ask(request.key, "")
    assert (facts.state, facts.captured, facts.fee) == (
        PaymentState.CAPTURED,
        Money(1999, "CNY"),
        Money(12, "CNY"),
    )
    assert fake.truth() == {"CNY": Sums(captured=1999, fees=12)}


def test_a_key_is_one_payment_for_ever(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief()), payment("once")
    assert fake.begin(request) == fake.begin(request)
    with pytest.raises(ProviderRefused):
        fake.begin(payment("once", minor=5))


def test_it_is_paid_late_after_it_has_expired(make_fake: MakeFake, walk: Walk) -> None:
    fake, request = make_fake(Mischief(late=1)), payment()
    fake.begin(request)
    fake.pay(request.key)
    assert fake.ask(request.key, "").state is PaymentState.PENDING
    walk.at = request.expires_at
    assert fake.ask(request.key, "").state is PaymentState.EXPIRED
    walk.go(days=3)
    assert fake.ask(request.key, "").state is PaymentState.CAPTURED


def test_what_is_on_its_way_is_not_paid_again(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief(late=1)), payment()
    fake.begin(request)
    fake.pay(request.key)
    with pytest.raises(ProviderRefused):
        fake.pay(request.key)


def test_a_cancelled_payment_is_not_begun_but_money_on_its_way_comes(
    make_fake: MakeFake, walk: Walk
) -> None:
    fake = make_fake(Mischief(late=1))
    begun, unbegun = payment(), payment()
    for request in (begun, unbegun):
        fake.begin(request)
    fake.pay(begun.key)
    for request in (begun, unbegun):
        fake.cancel(request.key, "")
        assert fake.ask(request.key, "").state is PaymentState.CANCELLED
    with pytest.raises(ProviderRefused):
        fake.pay(unbegun.key)
    walk.go(days=3)
    assert fake.ask(begun.key, "").captured == begun.amount


def test_it_is_paid_twice(make_fake: MakeFake, walk: Walk) -> None:
    fake, request = make_fake(Mischief(paid_twice=1)), payment(minor=700)
    fake.begin(request)
    fake.pay(request.key)
    assert fake.ask(request.key, "").captured.minor == 700
    walk.go(minutes=2)
    assert fake.ask(request.key, "").captured.minor == 1400


def test_another_amount_or_currency_is_paid(make_fake: MakeFake) -> None:
    fake = make_fake(Mischief(wrong_amount=1))
    request = payment(minor=700)
    fake.begin(request)
    fake.pay(request.key)
    assert fake.ask(request.key, "").captured.minor in (699, 701, 350, 7000)
    fake = make_fake(Mischief(wrong_currency=1))
    fake.begin(request)
    fake.pay(request.key)
    assert fake.ask(request.key, "").captured == Money(700, "USD")


def test_what_is_refused_or_expired_is_not_paid(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief())
    refused, expired = payment(), payment()
    for request in (refused, expired):
        fake.begin(request)
    fake.refuse(refused.key)
    assert fake.ask(refused.key, "").state is PaymentState.FAILED
    walk.go(hours=2)
    for request in (refused, expired):
        with pytest.raises(ProviderRefused):
            fake.pay(request.key)


def test_the_line_breaks_after_all_was_done(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief(error_after_success=1)), payment()
    with pytest.raises(ProviderUnreachable):
        fake.begin(request)
    assert fake.ask(request.key, "").state is PaymentState.PENDING
    fake.pay(request.key)
    back = refund(request, 100)
    for _ in range(2):
        with pytest.raises(ProviderUnreachable):
            fake.refund(back)
    assert fake.ask_refund(back).state is RefundState.DONE
    assert fake.truth()["CNY"].refunded == 100
    sent = payout()
    with pytest.raises(ProviderUnreachable):
        fake.send(sent)
    assert fake.ask_payout(sent.key).state is PayoutState.PAID


def test_what_timed_out_is_done_later(make_fake: MakeFake, walk: Walk) -> None:
    fake, request, sent = make_fake(Mischief(timeout=1)), payment(), payout()
    with pytest.raises(ProviderUnreachable):
        fake.begin(request)
    with pytest.raises(ProviderUnreachable):
        fake.send(sent)
    assert fake.ask(request.key, "").state is PaymentState.PENDING
    assert fake.ask(request.key, "").reference == ""
    assert fake.ask_payout(sent.key).state is PayoutState.UNKNOWN
    walk.go(seconds=31)
    assert fake.ask_payout(sent.key).state is PayoutState.PAID
    fake.pay(request.key)
    back = refund(request, 100)
    with pytest.raises(ProviderUnreachable):
        fake.refund(back)
    assert fake.ask_refund(back).state is RefundState.UNKNOWN
    walk.go(seconds=31)
    assert fake.ask_refund(back).state is RefundState.DONE


def test_what_never_came_certainly_failed(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief()), payment()
    assert fake.ask(request.key, "").state is PaymentState.FAILED
    assert fake.ask_refund(refund(request, 1)).state is RefundState.FAILED
    assert fake.ask_payout("never").state is PayoutState.REFUSED


def test_some_questions_are_not_answered(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief(silent=0.5)), payment("silent")
    fake.begin(request)
    answered = 0
    for _ in range(40):
        try:
            fake.ask(request.key, "")
            answered += 1
        except ProviderUnreachable:
            pass
    assert 5 < answered < 35


def test_a_refund_fails_and_the_next_one_does_not(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief(failed_refund=1)), payment(minor=500)
    fake.begin(request)
    fake.pay(request.key)
    first, second = refund(request, 500), refund(request, 500)
    assert fake.refund(first).state is RefundState.FAILED
    assert fake.refund(first).state is RefundState.FAILED
    assert fake.refund(second).state is RefundState.DONE
    assert fake.truth()["CNY"].refunded == 500


def test_no_more_is_refunded_than_was_captured(make_fake: MakeFake) -> None:
    fake, request = make_fake(Mischief()), payment(minor=500)
    fake.begin(request)
    with pytest.raises(ProviderRefused):
        fake.refund(refund(request, 1))
    fake.pay(request.key)
    fake.refund(refund(request, 300))
    with pytest.raises(ProviderRefused):
        fake.refund(refund(request, 201))
    fake.refund(refund(request, 200))
    assert [found.amount.minor for found in fake.ask(request.key, "").refunds] in (
        [300, 200],
        [200, 300],
    )


def test_a_slow_refund_is_done_in_days(make_fake: MakeFake, walk: Walk) -> None:
    fake, request = make_fake(Mischief(slow_refund=1)), payment(minor=500)
    fake.begin(request)
    fake.pay(request.key)
    back = refund(request, 500)
    assert fake.refund(back).state is RefundState.SUBMITTED
    assert fake.truth()["CNY"].refunded == 0
    walk.go(days=3)
    assert fake.ask_refund(back).state is RefundState.DONE


def test_somebody_refunds_outside(make_fake: MakeFake, walk: Walk) -> None:
    fake, request = make_fake(Mischief(outside_refund=1)), payment(minor=500)
    fake.begin(request)
    fake.pay(request.key)
    walk.go(days=4)
    (found,) = fake.ask(request.key, "").refunds
    assert (found.key, found.amount.minor, found.state) == ("", 500, RefundState.DONE)
    fake.refund_outside(request.key)
    assert fake.truth()["CNY"].refunded == 500


@pytest.mark.parametrize(("won", "state"), [(True, DisputeState.WON), (False, DisputeState.LOST)])
def test_a_chargeback_takes_what_is_left_and_is_won_or_lost(
    make_fake: MakeFake, walk: Walk, won: bool, state: DisputeState
) -> None:
    fake, request = make_fake(Mischief()), payment(minor=500)
    fake.begin(request)
    fake.pay(request.key)
    fake.refund(refund(request, 100))
    assert fake.chargeback(request.key, won=won)
    assert fake.ask(request.key, "").disputes[0].state is DisputeState.OPEN
    assert fake.truth()["CNY"].disputed == 400
    with pytest.raises(ProviderRefused):
        fake.refund(refund(request, 1))
    walk.go(days=10)
    assert fake.ask(request.key, "").disputes[0].state is state
    assert fake.truth()["CNY"].disputed == (0 if won else 400)


def test_a_chargeback_comes_weeks_later_by_itself(make_fake: MakeFake, walk: Walk) -> None:
    fake, request = make_fake(Mischief(chargeback=1)), payment(minor=500)
    fake.begin(request)
    fake.pay(request.key)
    walk.go(days=14)
    assert not fake.ask(request.key, "").disputes
    walk.go(days=47)
    assert fake.ask(request.key, "").disputes[0].amount.minor == 500


def test_a_payout_is_sent_once_and_may_come_back(make_fake: MakeFake, walk: Walk) -> None:
    fake, sent = make_fake(Mischief(returned_payout=1, slow_payout=1)), payout("out", 500)
    assert fake.send(sent).state is PayoutState.SUBMITTED
    assert fake.send(sent).state is PayoutState.SUBMITTED
    with pytest.raises(ProviderRefused):
        fake.send(payout("out", 501))
    assert fake.truth()["CNY"] == Sums(paid_out=500, in_transit=500)
    seen = [fake.ask_payout("out").state]
    for _ in range(24 * 9):
        walk.go(hours=1)
        seen.append(fake.ask_payout("out").state)
    assert list(dict.fromkeys(seen)) == [
        PayoutState.SUBMITTED,
        PayoutState.PAID,
        PayoutState.RETURNED,
    ]
    assert fake.truth()["CNY"] == Sums()


def test_a_payout_may_be_refused(make_fake: MakeFake) -> None:
    fake = make_fake(Mischief(refused_payout=1))
    facts = fake.send(payout())
    assert facts.state is PayoutState.REFUSED
    assert facts.reason
    assert fake.truth() == {}


def test_the_fee_may_be_told_later(make_fake: MakeFake, walk: Walk) -> None:
    fake, request = make_fake(Mischief(late_fee=1)), payment(minor=1000)
    fake.begin(request)
    fake.pay(request.key)
    assert fake.ask(request.key, "").fee is None
    walk.at += timedelta(minutes=1)
    assert fake.ask(request.key, "").fee == Money(6, "CNY")
