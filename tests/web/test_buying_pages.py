"""Buying through the pages, by the ways that are rarely gone, and what providers may send."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pecia.accounts.public import actor_for
from pecia.kernel import clock
from pecia.library.public import Document
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.public import (
    MOST_BYTES,
    Money,
    Order,
    OrderState,
    ReturnRequest,
    make_coupon,
    set_price,
)
from tests.people import People
from tests.trade.market import begun, priced_document, rights, work
from tests.web.checkout import bought, filled_in, order, status_of
from tests.web.site import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake")]


@pytest.fixture
def document(people: People, tmp_path: Path) -> Document:
    return priced_document(tmp_path, people.alice, 500)


@pytest.fixture
def offer(document: Document) -> str:
    return f"/d/{document.number}/buy/"


def test_a_coupon_takes_something_off(people: People, document: Document, offer: str) -> None:
    until = clock.now() + timedelta(days=1)
    code = make_coupon(people.alice, 40, uses=1, valid_until=until, document=document).code
    assert order(browser_of(people, "charlie"), offer, coupon=code.lower()).total == 300


def test_a_mistyped_coupon_is_told_beside_its_field(people: People, offer: str) -> None:
    browser = browser_of(people, "charlie")
    response = browser.post(offer, filled_in(browser, offer, coupon="NOTHING"))
    assert response.status_code == 422
    assert "mistyped, over, or for something else" in text_of(response)
    assert not Order.objects.exists()


def test_a_coupon_of_all_of_it_gives_the_file_at_once(
    people: People, document: Document, offer: str
) -> None:
    until = clock.now() + timedelta(days=1)
    code = make_coupon(people.alice, 100, uses=1, valid_until=until, document=document).code
    placed = order(browser_of(people, "charlie"), offer, coupon=code)
    assert (placed.total, placed.state) == (0, OrderState.FULFILLED)
    assert rights(people.charlie, document).may_download


def test_a_gift_is_of_whoever_opens_it_first(
    people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    giver = browser_of(people, "charlie")
    placed = bought(giver, fake, offer, is_gift="on")
    link = f"/gifts/{placed.gift_code}/"
    assert link in text_of(giver.get(f"/orders/{placed.token}/"))
    assert not rights(people.charlie, document).may_download
    assert browser_of(people).get(link).status_code == 302
    assert not rights(people.bob, document).may_download
    bob = browser_of(people, "bob")
    assert bob.get(link).status_code == 200
    assert not rights(people.bob, document).may_download
    taken = bob.post(link)
    assert taken.headers["Location"] == f"/d/{document.number}/"
    assert rights(people.bob, document).may_download
    assert giver.post(link).status_code == 404
    assert not rights(people.charlie, document).may_download


def test_nobody_pays_less_than_the_floor_and_whoever_likes_pays_more(
    people: People, document: Document, offer: str
) -> None:
    alice = actor_for(people.alice)
    document.refresh_from_db()
    set_price(document, alice, Money(200, "EUR"), preview_pages=2, is_floor=True)
    browser = browser_of(people, "charlie")
    refused = browser.post(offer, filled_in(browser, offer, amount="1.99"))
    assert refused.status_code == 422
    assert "It costs at least €2.00." in text_of(refused)
    assert not Order.objects.exists()
    assert order(browser, offer, amount="7.50").total == 750
    assert order(browser, offer).total == 200


def test_a_price_that_changed_meanwhile_is_told_and_nothing_is_ordered(
    people: People, document: Document, offer: str
) -> None:
    browser = browser_of(people, "charlie")
    sent = filled_in(browser, offer)
    document.refresh_from_db()
    set_price(document, actor_for(people.alice), Money(700, "EUR"), preview_pages=2)
    response = browser.post(offer, sent)
    assert response.status_code == 409
    assert "has changed since you saw it" in text_of(response)
    assert not Order.objects.exists()
    assert order(browser, offer).total == 700


def test_the_same_form_sent_twice_is_one_order(people: People, offer: str) -> None:
    browser = browser_of(people, "charlie")
    sent = filled_in(browser, offer)
    first, second = browser.post(offer, sent), browser.post(offer, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == 1


def test_a_guest_has_the_file_by_the_address_of_the_order_alone(
    people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    guest, other = browser_of(people), browser_of(people)
    placed = bought(guest, fake, offer)
    file = f"/d/{document.number}/download/"
    assert status_of(guest.get(file)) == 200
    assert status_of(other.get(file)) == 404
    assert status_of(other.get(f"/orders/{'0' * len(placed.token)}/")) == 404
    assert status_of(other.get(f"/orders/{placed.number}/")) == 404
    assert status_of(other.get(file)) == 404


def test_a_guest_takes_the_order_into_an_account_and_then_it_is_theirs_alone(
    people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    placed = bought(browser_of(people), fake, offer)
    address = f"/orders/{placed.token}/"
    member = browser_of(people, "charlie")
    assert "Put it into my account" in text_of(member.get(address))
    assert member.post(f"{address}claim/").headers["Location"] == "/mine/purchases/"
    assert f"/d/{document.number}/" in text_of(member.get("/mine/purchases/"))
    assert rights(people.charlie, document).may_download
    for name in ("stranger", "bob"):
        assert status_of(browser_of(people, name).get(address)) == 404, name
    placed.refresh_from_db()
    assert (placed.buyer, placed.email) == (people.charlie, "")


def test_money_comes_back_at_once_when_the_file_contradicts_its_card(
    people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    browser = browser_of(people, "charlie")
    placed = bought(browser, fake, offer)
    line = placed.lines.get()
    line.card["pages"] = 99
    line.save(update_fields=["card"])
    back = f"/orders/{placed.token}/{line.pk}/back/"
    said = browser.post(back, {"words": "Pages are missing."}, follow=True)
    assert "All of your money is on its way back" in text_of(said)
    line.refresh_from_db()
    assert line.refunded == 500
    assert not ReturnRequest.objects.exists()
    assert not rights(people.charlie, document).may_download
    assert status_of(browser.get(back)) == 404


@pytest.mark.parametrize("is_granted", [True, False])
def test_other_wishes_for_money_are_answered_by_a_person(
    is_granted: bool, people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    browser, desk = browser_of(people, "charlie"), browser_of(people, "olga")
    placed = bought(browser, fake, offer)
    line = placed.lines.get()
    back = f"/orders/{placed.token}/{line.pk}/back/"
    assert browser.post(back, {"words": ""}).status_code == 422
    said = browser.post(back, {"words": "It is dull."}, follow=True)
    assert "answer within three days" in text_of(said)
    assert rights(people.charlie, document).may_download
    asked = ReturnRequest.objects.get(line=line)
    sent = {"key": asked.pk, "act": "grant" if is_granted else "refuse"}
    assert "It is dull." in text_of(desk.get("/operator/books/returns/"))
    if not is_granted:
        silent = desk.post("/operator/books/returns/", sent, follow=True)
        assert "Say why not" in text_of(silent)
        sent["words"] = "Its first pages were open to read."
    desk.post("/operator/books/returns/", sent)
    asked.refresh_from_db()
    line.refresh_from_db()
    assert (asked.is_granted, line.refunded) == (is_granted, 500 if is_granted else 0)
    assert rights(people.charlie, document).may_download != is_granted
    assert desk.post("/operator/books/returns/", sent | {"words": "x"}).status_code == 409


def test_an_order_is_cancelled_in_one_press(
    people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    browser = browser_of(people, "charlie")
    placed = order(browser, offer)
    said = browser.post(f"/orders/{placed.token}/cancel/", follow=True)
    assert "Cancelled. Nothing was taken." in text_of(said)
    placed.refresh_from_db()
    assert placed.state == OrderState.CANCELLED
    again = browser.post(f"/orders/{placed.token}/pay/", {"provider": "fake"})
    assert again.status_code == 409


def test_an_order_can_be_paid_in_a_second_try(
    people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    browser = browser_of(people, "charlie")
    placed = order(browser, offer)
    fake.refuse(placed.payments.get().key)
    address = f"/orders/{placed.token}/"
    shown = text_of(browser.get(address))
    assert f'action="{address}pay/"' in shown
    assert browser.post(f"{address}pay/", {"provider": "fake"}).status_code == 302
    fake.pay(placed.payments.order_by("-created_at")[0].key)
    assert "Receipt" in text_of(browser.get(address))


def test_notices_are_taken_only_from_the_provider(
    people: People, fake: FakeProvider, document: Document, offer: str
) -> None:
    browser, provider = browser_of(people, "charlie"), browser_of(people)
    placed = order(browser, offer)
    fake.pay(begun(placed).key)
    notice = "/pay/notices/fake/"
    big = provider.post(notice, b"x" * (MOST_BYTES + 1), content_type="application/json")
    assert big.status_code == 413
    for delivery in fake.due_notices():
        kind = delivery.headers.get("Content-Type", "application/json")
        rest = {name: value for name, value in delivery.headers.items() if name != "Content-Type"}
        changed = provider.post(notice, delivery.body + b" ", content_type=kind, headers=rest)
        assert (changed.status_code, changed.content) == (401, b"signature")
        other = provider.post("/pay/notices/bank/", delivery.body, content_type=kind, headers=rest)
        assert other.status_code == 404
        taken = provider.post(notice, delivery.body, content_type=kind, headers=rest)
        assert (taken.status_code, taken.content) == (200, b"success")
    assert provider.get(notice).status_code == 405
    work()
    placed.refresh_from_db()
    assert placed.state == OrderState.FULFILLED
