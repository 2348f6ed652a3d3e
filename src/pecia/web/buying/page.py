"""What the pages of buying are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.frame.page import HIDDEN, Meta, Pager
from pecia.web.reader.page import CardRow


@dataclass(frozen=True)
class Share:
    """Who gets how much of the price, as people read it."""

    who: str
    amount: str


@dataclass(frozen=True)
class OfferedDocument:
    """A document that is offered or was bought."""

    number: int
    title: str
    extension: str
    language: str
    uploader_name: str
    cover_url: str = ""
    card: tuple[CardRow, ...] = ()
    sample_url: str = ""
    sample_page: int = 0
    licence: str = ""
    shape: str = ""


@dataclass(frozen=True)
class OfferPage:
    """`web/buying/offer.html`: `form` has what a `BuyForm` has."""

    documents: tuple[OfferedDocument, ...]
    price: str
    shares: tuple[Share, ...]
    form: object
    back_url: str
    title: str
    language: str = ""
    is_floor: bool = False
    is_bundle: bool = False
    owned_url: str = ""
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class BoughtLine:
    """A line of an order. `refunded` is empty while nothing of it went back."""

    document: OfferedDocument
    amount: str
    key: int
    edition: int
    is_there: bool = True
    refunded: str = ""
    may_ask_back: bool = False


@dataclass(frozen=True)
class OrderPage:
    """`web/buying/order.html`.

    `state` is `to-pay`, `waiting`, `done`, `refunded`, `over`; `step_url` is where one pays;
    while nothing is begun, one chooses among `providers` (name and words).
    """

    number: int
    token: str
    state: str
    state_label: str
    lines: tuple[BoughtLine, ...]
    total: str
    placed_at: datetime
    expires_at: datetime
    provider: str = ""
    step_url: str = ""
    step_text: str = ""
    step_reference: str = ""
    providers: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    invoice: int = 0
    paid_at: datetime | None = None
    gift_url: str = ""
    shares: tuple[Share, ...] = ()
    is_guest: bool = False
    email: str = ""
    refresh_seconds: int = 0
    refresh_url: str = ""
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class Purchase:
    """A row of what somebody has bought."""

    line: BoughtLine
    order_number: int
    order_token: str
    bought_at: datetime


@dataclass(frozen=True)
class PurchasesPage:
    """`web/buying/purchases.html`: newest first."""

    purchases: tuple[Purchase, ...]
    pager: Pager
    counts: object
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class DemoPayPage:
    """`web/buying/demo_pay.html`: the page of the provider that moves no money."""

    key: str
    amount: str
    order_number: int
    back_url: str
    is_over: bool = False
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class GiftPage:
    """`web/buying/gift.html`: says nothing of the gift, so that guessing a code tells nothing."""

    meta: Meta = HIDDEN


@dataclass(frozen=True)
class ReturnPage:
    """`web/buying/return.html`: asking for one's money; `form` has `words`."""

    order_number: int
    order_token: str
    line: BoughtLine
    form: object
    meta: Meta = HIDDEN
