"""A refund that is tried again goes out once, whoever answers late."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.orders.placing import Buyer
from pecia.trade.payments.models import Refund, RefundStage
from pecia.trade.payments.refunding import send_refunds
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.protocol import RefundFacts, RefundRequest, RefundState
from pecia.trade.purchases import refund_line
from tests.people import People
from tests.trade.market import Time, bought, priced_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def refund(provider: FakeProvider, people: People, tmp_path: Path) -> Refund:
    order = bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))
    return refund_line(order.lines.get(), people.olga, "because")


def elsewhere(refund: Refund, **change: object) -> None:
    """What another worker has written meanwhile."""
    Refund.objects.filter(pk=refund.pk).update(**change)


def test_a_refusal_that_comes_late_does_not_change_the_next_try(
    refund: Refund, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused_late(request: RefundRequest) -> RefundFacts:
        elsewhere(refund, key="thenexttry", state=RefundStage.UNKNOWN)
        raise ProviderRefused(reason="an old answer")

    monkeypatch.setattr(provider, "refund", refused_late)
    send_refunds()
    refund.refresh_from_db()
    assert (refund.key, refund.state) == ("thenexttry", RefundStage.UNKNOWN)


def test_an_answer_about_an_earlier_key_does_not_change_the_next_try(
    refund: Refund, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failed_late(request: RefundRequest) -> RefundFacts:
        elsewhere(refund, key="thenexttry", state=RefundStage.UNKNOWN)
        return RefundFacts("ref-1", RefundState.FAILED, request.amount)

    monkeypatch.setattr(provider, "refund", failed_late)
    send_refunds()
    refund.refresh_from_db()
    assert (refund.key, refund.state) == ("thenexttry", RefundStage.UNKNOWN)


def test_silence_about_an_earlier_key_does_not_change_the_next_try(
    refund: Refund, provider: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(request: RefundRequest) -> RefundFacts:
        elsewhere(refund, key="thenexttry", state=RefundStage.SUBMITTED)
        raise ProviderUnreachable

    monkeypatch.setattr(provider, "refund", silent)
    send_refunds()
    refund.refresh_from_db()
    assert (refund.key, refund.state) == ("thenexttry", RefundStage.SUBMITTED)


def test_an_unknown_refund_is_asked_about_and_never_sent_under_another_key(
    refund: Refund, provider: FakeProvider, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, key = provider.refund, refund.key

    def done_and_silent(request: RefundRequest) -> RefundFacts:
        call(request)
        raise ProviderUnreachable

    monkeypatch.setattr(provider, "refund", done_and_silent)
    send_refunds()
    time.go(hours=2)
    send_refunds()
    refund.refresh_from_db()
    assert (refund.key, refund.state) == (key, RefundStage.DONE)
    assert provider.truth()["EUR"].refunded == 500
