"""A market of the tests: a seller, a buyer, a priced document, and the fake provider."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pecia.accounts.public import User, actor_for
from pecia.kernel import clock
from pecia.library.public import (
    Channel,
    Document,
    Rights,
    add_to_collection,
    create_collection,
    get_edition,
    rights_of,
)
from pecia.trade.checking import check
from pecia.trade.chores import DAILY, QUICK, SLOW
from pecia.trade.errors import NoticeRefused
from pecia.trade.money import Money
from pecia.trade.offers.pricing import set_bundle_price, set_price
from pecia.trade.orders.models import Order
from pecia.trade.orders.placing import Buyer, place_order
from pecia.trade.orders.quoting import quote_bundle, quote_document
from pecia.trade.payments import desk
from pecia.trade.payments.bringing import bring_fake_notices
from pecia.trade.payments.models import Payment
from pecia.trade.payments.notices import receive_notice
from pecia.trade.payments.starting import start_payment
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.provider import FakeProvider
from tests.factories.documents import make_document


@dataclass
class Time:
    """A clock that is moved by hand."""

    now: datetime

    def go(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@contextmanager
def moving_time() -> Iterator[Time]:
    """A clock that stands still unless it is moved."""
    time = Time(clock.now())
    with clock.running_by(lambda: time.now):
        yield time


def at_desk(folder: Path, monkeypatch: pytest.MonkeyPatch, **mischief: float) -> FakeProvider:
    """The fake provider, alone at the desk, as wicked as is asked for."""
    made = FakeProvider(folder / "fake.sqlite3", desk.fresh_nonce, mischief=Mischief(**mischief))  # type: ignore[arg-type]
    monkeypatch.setattr(desk, "providers", lambda: {"fake": made})
    return made


def priced_document(folder: Path, seller: User, amount: int = 500, pages: int = 6) -> Document:
    """A document that costs so many cents, two pages of which are free."""
    texts = [f"Page {number} of it." for number in range(1, pages + 1)]
    document = make_document(
        folder, seller, texts=texts, content=secrets.token_bytes(64), rights_basis="own"
    )
    document.refresh_from_db()
    set_price(document, actor_for(seller), Money(amount, "EUR"), preview_pages=2)
    return document


def ordered(document: Document, buyer: Buyer, *, is_gift: bool = False, **wishes: object) -> Order:
    """An order of one document."""
    document.refresh_from_db()
    quote = quote_document(document, actor_for(buyer.user), "EUR", **wishes)  # type: ignore[arg-type]
    return place_order(quote, buyer, secrets.token_hex(8), is_gift=is_gift)


def ordered_bundle(documents: list[Document], seller: User, buyer: Buyer, amount: int) -> Order:
    """An order of several documents at one price."""
    shelf = create_collection(seller, "All of it", is_public=True)
    for document in documents:
        document.refresh_from_db()
        add_to_collection(shelf, document)
    set_bundle_price(shelf, actor_for(seller), Money(amount, "EUR"))
    quote = quote_bundle(shelf, actor_for(buyer.user), "EUR")
    return place_order(quote, buyer, secrets.token_hex(8))


def begun(order: Order) -> Payment:
    """Its payment, begun at the fake provider."""
    return start_payment(order, "fake", return_url="https://x/back", notice_url="https://x/notice")


def bought(
    provider: FakeProvider, document: Document, buyer: Buyer, *, is_gift: bool = False
) -> Order:
    """An order that is paid and fulfilled."""
    order = ordered(document, buyer, is_gift=is_gift)
    provider.pay(begun(order).key)
    bring_notices(provider)
    work()
    order.refresh_from_db()
    return order


def bring_notices(provider: FakeProvider) -> tuple[int, list[str]]:
    """Bring all notices that are due; returns how many were taken, and why others were not."""
    taken, refused = 0, []
    for delivery in provider.due_notices():
        try:
            receive_notice("fake", delivery.headers, delivery.body)
        except NoticeRefused as error:
            refused.append(error.reason)
        else:
            provider.acknowledge(delivery.id)
            taken += 1
    return taken, refused


def work() -> None:
    """Everything that workers do, once."""
    for chore in (*QUICK, *SLOW, *DAILY):
        if chore is not bring_fake_notices:  # the tests bring them themselves
            chore()


def rights(user: User | None, document: Document, passes: frozenset[str] = frozenset()) -> Rights:
    """What somebody may have of it."""
    document.refresh_from_db()
    actor = actor_for(user, passes)
    return rights_of(actor, document, get_edition(document), Channel.DOWNLOAD)


def problems() -> list[str]:
    """What the checker says."""
    return [f"{problem.code}: {problem.what}" for problem in check()]
