"""What sellers do on their pages: prices, coupons, bundles, statements, payouts."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from pecia.kernel import clock
from pecia.library.public import Document, add_to_collection, create_collection
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.public import (
    Payout,
    PayoutDestination,
    PayoutStage,
    balance_in,
    coupons_of,
    prices_of,
)
from tests.factories.documents import make_document
from tests.people import People
from tests.trade.market import priced_document, rights
from tests.web.checkout import bought, deliver, mature, order
from tests.web.site import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]

BANK = {"act": "destination", "holder": "A. Longname", "country": "de"}
FIRST, SECOND = "DE89 3704 0044 0532 0130 00", "GB82 WEST 1234 5698 7654 32"


@pytest.fixture
def document(people: People, tmp_path: Path) -> Document:
    return priced_document(tmp_path, people.alice, 2_500)


@pytest.fixture
def alice(people: People) -> Client:
    return browser_of(people, "alice")


def sold(people: People, fake: FakeProvider, document: Document) -> None:
    bought(browser_of(people, "charlie"), fake, f"/d/{document.number}/buy/")
    mature()


def statement(browser: Client, asked: str) -> list[dict[str, str]]:
    response = browser.get(f"/mine/income/statement.csv?{asked}")
    assert response.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"))))


def test_a_price_is_set_and_ended(people: People, alice: Client, tmp_path: Path) -> None:
    free = make_document(tmp_path, people.alice, texts=("One", "Two"), rights_basis="own")
    page = f"/mine/{free.number}/price/"
    sent = {"act": "save", "amount": "3.20", "currency": "EUR", "free_pages": "1"}
    assert alice.post(page, sent | {"free_pages": "3"}).status_code == 422
    assert alice.post(page, sent | {"amount": "0"}).status_code == 422
    assert "for sale at this price" in text_of(alice.post(page, sent, follow=True))
    free.refresh_from_db()
    assert [price.amount for price in prices_of(free)] == [320]
    assert not rights(people.charlie, free).may_download
    assert "Everybody may download it" in text_of(alice.post(page, {"act": "end"}, follow=True))
    assert rights(people.charlie, free).may_download


def test_lists_say_what_it_costs_and_nothing_of_what_is_free(
    people: People, document: Document, tmp_path: Path, index: None
) -> None:
    make_document(tmp_path, people.alice, texts=("Nothing to pay",))
    for path in ("/", "/new/", f"/u/{people.alice.handle}/"):
        shown = text_of(browser_of(people).get(path))
        assert shown.count('<span class="price" translate="no">€25.00</span>') == 1, path
        assert shown.count('class="price"') == 1, path


def test_a_coupon_is_made_and_works(people: People, alice: Client, document: Document) -> None:
    sent = {"act": "coupon", "percent": "20", "uses": "1", "days": "2"}
    said = text_of(alice.post(f"/mine/{document.number}/price/", sent, follow=True))
    (coupon,) = coupons_of(document)
    assert f"The code is {coupon.code}." in said
    offer = f"/d/{document.number}/buy/"
    assert order(browser_of(people, "charlie"), offer, coupon=coupon.code).total == 2_000


def test_a_collection_is_sold_together_only_by_the_owner_of_all_of_it(
    people: People, fake: FakeProvider, alice: Client, document: Document, tmp_path: Path
) -> None:
    other = priced_document(tmp_path, people.alice, 1_500)
    shelf = create_collection(people.alice, "Both", is_public=True)
    for row in (document, other):
        add_to_collection(shelf, row)
    own, shown = f"/mine/collections/{shelf.token}/", f"/collections/{shelf.token}/"
    sent = {"act": "price", "amount": "30.00", "currency": "EUR"}
    assert alice.post(own, sent | {"amount": "x"}).status_code == 422
    assert alice.post(own, sent).status_code == 302
    reader = browser_of(people, "charlie")
    assert "Buy all of it, €30.00" in text_of(reader.get(shown))
    placed = bought(reader, fake, f"{shown}buy/")
    assert placed.total == 3_000
    assert rights(people.charlie, document).may_download
    assert rights(people.charlie, other).may_download
    alice.post(own, {"act": "end-price"})
    assert f"{shown}buy/" not in text_of(reader.get(shown))
    assert reader.get(f"{shown}buy/").status_code == 409
    add_to_collection(shelf, make_document(tmp_path, people.bob))
    refused = alice.post(own, sent)
    assert refused.status_code == 422
    assert "A bundle holds only documents that are yours." in text_of(refused)


def test_a_statement_has_every_entry_of_its_time(
    people: People, fake: FakeProvider, alice: Client, document: Document
) -> None:
    sold(people, fake, document)
    month = f"{clock.now():%Y-%m}"
    (row,) = statement(alice, f"month={month}")
    assert row["kind"] == "sale"
    assert (row["price"], row["fee"], row["yours"], row["balance"]) == (
        "25.00",
        "0.00",
        "25.00",
        "25.00",
    )
    assert statement(alice, f"year={clock.now():%Y}") == [row]
    assert statement(alice, "month=2020-01") == []
    assert statement(browser_of(people, "charlie"), f"month={month}") == []


def test_a_changed_account_is_told_by_mail_and_used_some_days_later(
    people: People, alice: Client
) -> None:
    page = "/mine/income/"
    assert alice.post(page, BANK | {"account": FIRST[:-1] + "1"}).status_code == 422
    alice.post(page, BANK | {"account": FIRST})
    deliver()
    alice.post(page, BANK | {"account": SECOND})
    deliver()
    first, second = PayoutDestination.objects.order_by("made_at")
    assert first.ended_at is not None
    assert first.usable_from == first.made_at
    assert second.usable_from == second.made_at + timedelta(days=3)
    letters = [letter for letter in mail.outbox if letter.to == [people.alice.email]]
    assert len(letters) == 2
    assert "The new account is used from" in text_of(alice.get(page))


def test_a_payout_needs_an_account_and_the_money(
    people: People, fake: FakeProvider, alice: Client, document: Document
) -> None:
    sold(people, fake, document)
    page, sent = "/mine/income/", {"act": "payout", "amount": "25.00"}
    assert "Say first where your income" in text_of(alice.post(page, sent))
    alice.post(page, BANK | {"account": FIRST})
    for amount, why in (("25.01", "not that much"), ("19.99", "less than the smallest")):
        refused = alice.post(page, sent | {"amount": amount})
        assert refused.status_code == 422
        assert why in text_of(refused), amount
    assert "Requested." in text_of(alice.post(page, sent, follow=True))
    assert balance_in(people.alice, "EUR").available.minor == 0


def test_a_payout_that_nobody_has_approved_is_taken_back(
    people: People, fake: FakeProvider, alice: Client, document: Document
) -> None:
    sold(people, fake, document)
    alice.post("/mine/income/", BANK | {"account": FIRST})
    alice.post("/mine/income/", {"act": "payout", "amount": "25.00"})
    payout = Payout.objects.get()
    stop = f"/mine/payouts/{payout.number}/cancel/"
    assert browser_of(people, "bob").post(stop).status_code == 404
    alice.post(stop)
    payout.refresh_from_db()
    assert payout.state == PayoutStage.CANCELLED
    assert balance_in(people.alice, "EUR").available.minor == 2_500
