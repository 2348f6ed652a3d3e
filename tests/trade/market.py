"""A market of the tests: a seller, a buyer, a priced document, and the fake provider."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pecia.accounts.public import User, actor_for
from pecia.kernel import clock
from pecia.library.public import Channel, Document, Rights, get_edition, rights_of
from pecia.trade.checking import check
from pecia.trade.chores import DAILY, QUICK, SLOW
from pecia.trade.errors import NoticeRefused
from pecia.trade.money import Money
from pecia.trade.offers.pricing import set_price
from pecia.trade.orders.models import Order
from pecia.trade.orders.placing import Buyer, place_order
from pecia.trade.orders.quoting import quote_document
from pecia.trade.payments.bringing import bring_fake_notices
from pecia.trade.payments.models import Payment
from pecia.trade.payments.notices import receive_notice
from pecia.trade.payments.starting import start_payment
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


def priced_document(folder: Path, seller: User, amount: int = 500, pages: int = 6) -> Document:
    """A document that costs so many cents, two pages of which are free."""
    texts = [f"Page {number} of it." for number in range(1, pages + 1)]
    document = make_document(
        folder, seller, texts=texts, content=secrets.token_bytes(64), rights_basis="own"
    )
    document.refresh_from_db()
    set_price(document, actor_for(seller), Money(amount, "EUR"), preview_pages=2)
    return document


def ordered(document: Document, buyer: Buyer, **wishes: object) -> Order:
    """An order of one document."""
    document.refresh_from_db()
    quote = quote_document(document, actor_for(buyer.user), "EUR", **wishes)  # type: ignore[arg-type]
    return place_order(quote, buyer, secrets.token_hex(8))


def begun(order: Order) -> Payment:
    """Its payment, begun at the fake provider."""
    return start_payment(order, "fake", return_url="https://x/back", notice_url="https://x/notice")


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
