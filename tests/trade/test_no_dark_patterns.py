"""What a page that sells must not do: tick for people, hide the total, hurry them, make it hard to
leave. docs/money.md has the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from pecia.library.public import Document
from pecia.trade.orders.models import Order, OrderState
from pecia.trade.orders.placing import Buyer
from pecia.trade.payments.models import Payment
from pecia.trade.providers.fake.provider import FakeProvider
from tests.people import People
from tests.trade.market import bought, ordered, priced_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(provider: FakeProvider, people: People, tmp_path: Path) -> Document:
    return priced_document(tmp_path, people.alice)


@pytest.fixture
def offer(document: Document, people: People, client: Client) -> str:
    client.force_login(people.charlie)
    return client.get(reverse("buy", args=[document.number])).content.decode()


def test_nothing_is_ticked_beforehand(offer: str) -> None:
    boxes = re.findall(r"<input[^>]*type=.checkbox[^>]*>", offer)
    assert boxes
    assert not [box for box in boxes if re.search(r"\bchecked\b", box)]


def test_the_total_and_the_terms_of_return_stand_beside_the_button(offer: str) -> None:
    form = offer[offer.index('class="slip buy"') :]
    form = form[: form.index("</form>")]
    assert form.index("€5.00") < form.index("<button")
    assert "money back" in form
    assert "nothing renews itself" in form


def test_nobody_is_hurried(offer: str) -> None:
    assert not re.search(
        r"countdown|hurry|only \d+ left|last chance|http-equiv=.refresh", offer, re.IGNORECASE
    )
    assert not re.search(r"<(?:progress|meter|time)\b", offer[offer.index('class="slip buy"') :])


def test_what_is_ordered_is_what_was_seen(
    document: Document, people: People, client: Client
) -> None:
    client.force_login(people.charlie)
    told = {
        "key": "a" * 32,
        "seen": "499",
        "currency": "EUR",
        "provider": "fake",
        "agreed": "on",
    }
    client.post(reverse("buy", args=[document.number]), told)
    assert not Order.objects.exists()


def test_one_press_cancels_and_nothing_is_asked(
    document: Document, people: People, client: Client
) -> None:
    order = ordered(document, Buyer(people.charlie))
    client.force_login(people.charlie)
    client.post(reverse("order-cancel", args=[order.token]))
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED


def test_money_is_asked_back_where_the_purchase_is(
    document: Document, provider: FakeProvider, people: People, client: Client
) -> None:
    order = bought(provider, document, Buyer(people.charlie))
    client.force_login(people.charlie)
    page = client.get(reverse("order", args=[order.token])).content.decode()
    assert reverse("order-back", args=[order.token, order.lines.get().pk]) in page


def test_nothing_can_renew_itself() -> None:
    names = {field.name for table in (Order, Payment) for field in table._meta.get_fields()}
    assert not names & {"renews_at", "interval", "subscription", "period", "mandate", "card_token"}
    assert isinstance(Order._meta.get_field("state"), models.CharField)
