"""The operator's books: who may approve what, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from pecia.accounts.public import Role, grant_role
from pecia.kernel import clock
from pecia.trade.payments.differences import note_difference
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.public import (
    BatchState,
    Hold,
    HoldState,
    PayoutBatch,
    PayoutStage,
    announced_fees,
    balance_in,
    books_state,
    open_differences,
    request_payout,
    set_destination,
)
from tests.people import People
from tests.trade.market import priced_document, problems
from tests.web.checkout import bought, mature
from tests.web.site import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]

IBAN = "DE89370400440532013000"


@pytest.fixture
def batch(people: People, fake: FakeProvider, tmp_path: Path) -> PayoutBatch:
    """A batch that pays Alice, drafted by Olga; Alice and Bob are operators as well."""
    for user in (people.alice, people.bob):
        grant_role(user, Role.OPERATOR)
    document = priced_document(tmp_path, people.alice, 2_500)
    bought(browser_of(people, "charlie"), fake, f"/d/{document.number}/buy/")
    mature()
    set_destination(people.alice, "EUR", holder="Alice", account=IBAN, bank="", country="DE")
    request_payout(people.alice, balance_in(people.alice, "EUR").available)
    browser_of(people, "olga").post("/operator/books/payouts/draft/EUR/")
    return PayoutBatch.objects.get()


def acted(browser: Client, batch: PayoutBatch, act: str) -> int:
    response = browser.post(f"/operator/books/batches/{batch.number}/", {"act": act})
    batch.refresh_from_db()
    return response.status_code


@pytest.mark.parametrize("name", ["olga", "alice"])
def test_a_batch_is_approved_neither_by_its_drafter_nor_by_who_is_paid(
    name: str, people: People, batch: PayoutBatch
) -> None:
    browser = browser_of(people, name)
    assert 'value="approve"' not in text_of(browser.get("/operator/books/payouts/"))
    assert acted(browser, batch, "approve") == 403
    assert batch.state == BatchState.DRAFTED


def test_a_batch_goes_to_the_bank_after_two_people_have_seen_it(
    people: People, batch: PayoutBatch, settings: Settings
) -> None:
    settings.TRADE_BANK_IBAN, settings.TRADE_BANK_BIC = "GB82WEST12345698765432", "WESTGB22"
    bob = browser_of(people, "bob")
    file = f"/operator/books/batches/{batch.number}/bank.xml"
    assert bob.get(file).status_code == 409
    assert acted(bob, batch, "approve") == 302
    assert batch.approved_by == people.bob
    assert acted(bob, batch, "approve") == 409
    assert bob.get(file).status_code == 409
    assert acted(bob, batch, "send") == 302
    assert acted(bob, batch, "drop") == 302
    assert batch.state == BatchState.SENT
    assert IBAN in text_of(bob.get(file))
    payout = batch.payouts.get()
    paid = f"/operator/books/payouts/{payout.number}/"
    bob.post(paid, {"act": "nonsense"})
    payout.refresh_from_db()
    assert payout.state == PayoutStage.SUBMITTED
    bob.post(paid, {"act": "paid"})
    bob.post(paid, {"act": "returned", "reason": "Account closed"})
    payout.refresh_from_db()
    assert (payout.state, payout.reason) == (PayoutStage.RETURNED, "Account closed")
    assert balance_in(people.alice, "EUR").available.minor == 2_500
    assert problems() == []


def test_without_a_bank_account_there_is_no_file(
    people: People, batch: PayoutBatch, settings: Settings
) -> None:
    settings.TRADE_BANK_IBAN = ""
    bob = browser_of(people, "bob")
    acted(bob, batch, "approve")
    response = bob.post(f"/operator/books/batches/{batch.number}/", {"act": "send"})
    assert response.status_code == 409
    assert "PECIA_BANK_IBAN" in text_of(response)
    batch.refresh_from_db()
    assert batch.state == BatchState.APPROVED


def test_a_hold_says_why_to_the_publisher_until_it_is_released(
    people: People, fake: FakeProvider, tmp_path: Path
) -> None:
    document = priced_document(tmp_path, people.alice, 2_500)
    bought(browser_of(people, "charlie"), fake, f"/d/{document.number}/buy/")
    mature()
    olga, page = browser_of(people, "olga"), "/operator/books/holds/"
    sent = {
        "act": "open", "handle": people.alice.handle, "currency": "EUR", "amount": "7.00",
        "case": "case-1", "reason": "A rights holder has objected.",
    }  # fmt: skip
    assert olga.post(page, sent | {"handle": "nobody"}).status_code == 422
    assert olga.post(page, sent).status_code == 302
    assert balance_in(people.alice, "EUR").available.minor == 1_800
    shown = text_of(browser_of(people, "alice").get("/mine/income/"))
    assert "€7.00 is held" in shown
    assert "A rights holder has objected." in shown
    hold = Hold.objects.get()
    assert hold.opened_by == people.olga
    olga.post(page, {"act": "release", "key": hold.pk})
    hold.refresh_from_db()
    assert hold.state == HoldState.RELEASED
    assert balance_in(people.alice, "EUR").available.minor == 2_500


def test_a_fee_is_announced_early_enough_or_not_at_all(people: People) -> None:
    olga, page = browser_of(people, "olga"), "/operator/books/fees/"
    soon, late = clock.now() + timedelta(days=2), clock.now() + timedelta(days=90)
    sent = {"percent": "4.5", "reason": "Hosting", "effective_on": f"{soon:%Y-%m-%d}"}
    assert olga.post(page, sent).status_code == 422
    assert not announced_fees()
    olga.post(page, sent | {"effective_on": f"{late:%Y-%m-%d}"})
    (fee,) = announced_fees()
    assert (fee.basis_points, fee.made_by) == (450, people.olga)
    assert "4.5 %" in text_of(olga.get(page))


def test_a_difference_is_owned_and_ends_only_with_words(people: People) -> None:
    row = note_difference("fake", "missing_in_books", "ch_1", 1_200, "EUR")
    olga, page = browser_of(people, "olga"), "/operator/books/differences/"
    olga.post(page, {"key": row.pk, "act": "own"})
    assert people.olga.name in text_of(olga.get(page))
    said = olga.post(page, {"key": row.pk, "act": "explain", "words": " "}, follow=True)
    assert "Write down what it was." in text_of(said)
    assert open_differences().count() == 1
    olga.post(page, {"key": row.pk, "act": "explain", "words": "Paid by hand."})
    assert not open_differences().exists()


def test_days_are_closed_once_they_are_over(people: People) -> None:
    olga, page = browser_of(people, "olga"), "/operator/books/"
    today, before = clock.now().date(), clock.now().date() - timedelta(days=1)
    assert olga.post(page, {"through": today.isoformat()}).status_code == 422
    assert olga.post(page, {"through": before.isoformat()}).status_code == 302
    assert books_state().closed_through == before
    assert olga.post(page, {"through": before.isoformat()}).status_code == 409
