"""One key, one order, of one person."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.accounts.public import actor_for
from pecia.trade.errors import KeyReused, ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.offers.pricing import set_price
from pecia.trade.orders.models import OrderState
from pecia.trade.orders.placing import Buyer, place_order
from pecia.trade.orders.quoting import Quote, quote_document
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.protocol import Begun, PaymentRequest
from tests.people import People
from tests.trade.market import Time, begun, ordered, priced_document, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def quote(people: People, tmp_path: Path) -> Quote:
    document = priced_document(tmp_path, people.alice)
    set_price(document, actor_for(people.alice), Money(600, "USD"), preview_pages=2)
    document.refresh_from_db()
    return quote_document(document, actor_for(None), "EUR")


def test_asked_twice_it_is_one_order(quote: Quote, people: People) -> None:
    buyer = Buyer(people.charlie)
    assert place_order(quote, buyer, "key") == place_order(quote, buyer, "key")


def test_the_key_of_one_guest_is_of_no_use_to_another(quote: Quote) -> None:
    place_order(quote, Buyer(email="guest@example.org"), "key")
    with pytest.raises(KeyReused):
        place_order(quote, Buyer(email="thief@example.org"), "key")


def test_the_same_key_is_not_for_a_gift_or_another_currency(quote: Quote, people: People) -> None:
    buyer = Buyer(people.charlie)
    place_order(quote, buyer, "key")
    with pytest.raises(KeyReused):
        place_order(quote, buyer, "key", is_gift=True)
    dollars = quote_document(quote.lines[0].document, actor_for(people.charlie), "USD")
    with pytest.raises(KeyReused):
        place_order(dollars, buyer, "key")


def test_who_is_refused_after_silence_may_have_been_heard_the_first_time(
    provider: FakeProvider,
    people: People,
    tmp_path: Path,
    time: Time,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = ordered(priced_document(tmp_path, people.alice), Buyer(people.charlie))
    begin = provider.begin

    def heard_and_silent(request: PaymentRequest) -> Begun:
        begin(request)
        raise ProviderUnreachable

    def refuses(request: PaymentRequest) -> Begun:
        raise ProviderRefused(reason="it is known already")

    monkeypatch.setattr(provider, "begin", heard_and_silent)
    with pytest.raises(ProviderUnreachable):
        begun(order)
    monkeypatch.setattr(provider, "begin", refuses)
    with pytest.raises(ProviderRefused):
        begun(order)
    provider.pay(order.payments.get().key)
    time.go(minutes=5)
    work()
    order.refresh_from_db()
    assert order.state == OrderState.FULFILLED
