"""What is sold: before it is bought, after, and after the money went back; for the buyer, for a guest
who has opened their order, and for everybody else. One closed page is a sample, open to all as a
page, and its words are on no other way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.library.test_gate_matrix import OPEN_CHANNELS, PAGE_CHANNELS, body_of, client_of
from tests.people import People
from tests.trade.market import begun, ordered

from pecia.accounts.public import actor_for
from pecia.library.public import Document, get_edition, sample_page
from pecia.trade.payments import desk
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.public import (
    Buyer,
    Money,
    Order,
    OrderState,
    look_at,
    refund_line,
    set_price,
)

pytestmark = pytest.mark.django_db

FREE, PAGES = 2, 8  # no more than a window of the text view
FILE = b"quillvane-file-bytes " * 40
LEAVES = ("1200.webp", "thumb.webp", "svg")
ACTORS = ("stranger", "bob", "charlie", "guest")
STATES = ("priced", "bought", "refunded")
# Ways that have come with selling.
MORE_CHANNELS = {
    "offer": "/d/{n}/buy/",
    "search_page": "/search/?q=quillvane",
    "search_phrase": "/search/?q=%22is+on+page%22",
    "collection": "/d/{n}/more/",
}


def words_of(page: int) -> str:
    return f"Quillvane{page * 1111} is on page {page}"


def mark_of(page: int) -> bytes:
    return f"quillvane-image-{page * 1111}".encode()


@dataclass
class Sale:
    """A document for sale, who has ordered it, and its sample page."""

    document: Document
    orders: dict[str, Order]
    sample: int

    def leaf(self, page: int, kind: str) -> str:
        ending = f"{page}.svg" if kind == "svg" else f"{page}-{kind}"
        return f"/d/{self.document.number}/1/1/{ending}"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    made = FakeProvider(tmp_path / "fake.sqlite3", desk.fresh_nonce)
    monkeypatch.setattr(desk, "providers", lambda: {"fake": made})
    return made


def sale_in(state: str, people: People, folder: Path, fake: FakeProvider) -> Sale:
    """Bought by Charlie and by a guest, and refunded to both, as far as `state` says."""
    numbers = range(1, PAGES + 1)
    document = make_document(
        folder,
        people.alice,
        texts=[words_of(page) for page in numbers],
        marks=[mark_of(page) for page in numbers],
        content=FILE,
        rights_basis="own",
    )
    document.refresh_from_db()
    set_price(document, actor_for(people.alice), Money(500, "EUR"), preview_pages=FREE)
    buyers = {"charlie": Buyer(people.charlie), "guest": Buyer(email="guest@example.org")}
    orders = {name: ordered(document, buyer) for name, buyer in buyers.items()}
    if state != "priced":
        for placed in orders.values():
            pay(placed, fake)
    if state == "refunded":
        for placed in orders.values():
            refund_line(placed.lines.get(), people.olga, "Asked for.")
    index_everything()
    document.refresh_from_db()
    sample = sample_page(get_edition(document), FREE)
    assert sample is not None
    return Sale(document, orders, sample)


def pay(placed: Order, fake: FakeProvider) -> None:
    payment = begun(placed)
    fake.pay(payment.key)
    look_at(payment)
    placed.refresh_from_db()
    assert placed.state == OrderState.FULFILLED


def browser_in(sale: Sale, people: People, actor: str) -> Client:
    """The browser of somebody; a guest has opened their order, which gives it a pass."""
    if actor != "guest":
        return client_of(people, actor)
    browser = client_of(people, "stranger")
    assert browser.get(f"/orders/{sale.orders['guest'].token}/").status_code == 200
    return browser


def pages_opened(browser: Client, sale: Sale, kind: str) -> set[int]:
    """Pages of which this artefact is given."""
    found = set()
    for page in range(1, PAGES + 1):
        status, body = body_of(browser, sale.leaf(page, kind))
        leak = words_of(page).encode() if kind == "svg" else mark_of(page)
        assert (status == 200) == (leak in body), (page, kind)
        if status == 200:
            found.add(page)
    return found


def pages_told(browser: Client, sale: Sale, people: People) -> dict[str, set[int]]:
    """Closed pages whose words or images stand in an answer, by the way they came."""
    facts = {"n": sale.document.number, "handle": people.alice.handle, "quoted": "is on page 5"}
    found = {}
    for name, path in {**PAGE_CHANNELS, **OPEN_CHANNELS, **MORE_CHANNELS}.items():
        status, body = body_of(browser, path.format(**facts))
        assert status < 500, name
        found[name] = {
            page
            for page in range(FREE + 1, PAGES + 1)
            if words_of(page).encode() in body or f"Quillvane{page * 1111}".encode() in body
        }
    return found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", ACTORS)
def test_what_is_sold_is_open_to_who_has_bought_it_as_long_as_it_is_theirs(
    actor: str, state: str, people: People, tmp_path: Path, fake: FakeProvider
) -> None:
    sale = sale_in(state, people, tmp_path, fake)
    browser = browser_in(sale, people, actor)
    is_theirs = actor in ("charlie", "guest") and state == "bought"
    everything = set(range(1, PAGES + 1))
    open_to_all = {*range(1, FREE + 1), sale.sample}
    for kind in LEAVES:
        expected = everything if is_theirs else open_to_all
        assert pages_opened(browser, sale, kind) == expected, kind
    told = pages_told(browser, sale, people)
    if is_theirs:
        assert told["text"] == set(range(FREE + 1, PAGES + 1))
    else:
        assert {name: pages for name, pages in told.items() if pages} == {}
    for name in OPEN_CHANNELS:
        assert not told[name], name
    status, body = body_of(browser, f"/d/{sale.document.number}/download/")
    assert (status == 200, body == FILE) == (is_theirs, is_theirs)


def test_the_sample_is_one_page_that_its_publisher_does_not_choose(
    people: People, tmp_path: Path, fake: FakeProvider
) -> None:
    sale = sale_in("priced", people, tmp_path, fake)
    alice = actor_for(people.alice)
    assert FREE < sale.sample <= PAGES
    assert sale.sample == sample_page(get_edition(sale.document), FREE)
    for free, is_one in ((PAGES - 4, True), (PAGES - 3, False), (PAGES, False)):
        set_price(sale.document, alice, Money(500, "EUR"), preview_pages=free)
        sale.document.refresh_from_db()
        stranger = client_of(people, "stranger")
        beyond = {page for page in pages_opened(stranger, sale, "svg") if page > free}
        assert len(beyond) == is_one, free
