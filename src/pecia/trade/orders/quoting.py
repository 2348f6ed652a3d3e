"""A quote: what somebody would pay for what, just now. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pecia.accounts.public import Actor
from pecia.kernel import clock
from pecia.library.public import (
    Channel,
    Collection,
    Document,
    Edition,
    get_edition,
    rights_of,
)
from pecia.trade.errors import BadPrice, NotForSale
from pecia.trade.money import LARGEST, Money, shares, spoken
from pecia.trade.offers.cards import OfferCard, offer_card
from pecia.trade.offers.coupons import discounted, find_coupon
from pecia.trade.offers.fees import fee_of, fee_schedule_at
from pecia.trade.offers.models import Coupon, Price
from pecia.trade.offers.pricing import bundle_price_of, price_in, require_sensible


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """One document, what is paid for it, and what the operator keeps of that."""

    document: Document
    edition: Edition
    price: Price
    amount: int
    fee: int
    card: OfferCard


@dataclass(frozen=True, slots=True)
class Quote:
    """What would be ordered."""

    lines: tuple[QuotedLine, ...]
    currency: str
    fee_version: int
    fee_basis_points: int
    coupon: Coupon | None = field(default=None)

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return Money(sum(line.amount for line in self.lines), self.currency)


def quote_document(
    document: Document,
    actor: Actor,
    currency: str,
    *,
    coupon_code: str = "",
    wanted: int | None = None,
) -> Quote:
    """What one document costs; `wanted` is what the buyer chooses to pay where the seller lets
    them. Raises `NotForSale`, `BadCoupon`, `BadPrice`."""
    price = _price(document, actor, currency)
    coupon = find_coupon(coupon_code, document) if coupon_code.strip() else None
    amount = discounted(_chosen(price, wanted), coupon)
    return _quote([(document, price, amount)], currency, coupon)


def quote_bundle(collection: Collection, actor: Actor, currency: str) -> Quote:
    """What a whole collection costs, shared among its documents as their own prices are. What the
    buyer has already is in it all the same. Raises `NotForSale`."""
    bundle = bundle_price_of(collection)
    if bundle is None or bundle.currency != currency:
        raise NotForSale
    entries = collection.entries.select_related("document").order_by("position", "pk")
    priced = [(row.document, _price(row.document, actor, currency)) for row in entries]
    weights = [price.amount for _document, price in priced]
    parts = shares(bundle.amount, weights if any(weights) else [1] * len(priced))
    found = [(*pair, part) for pair, part in zip(priced, parts, strict=True)]
    return _quote(found, currency, None)


def _quote(
    found: Sequence[tuple[Document, Price, int]], currency: str, coupon: Coupon | None
) -> Quote:
    schedule = fee_schedule_at(clock.now())
    version, points = (schedule.version, schedule.basis_points) if schedule else (0, 0)
    lines = tuple(_line(*each, points) for each in found)
    return Quote(lines, currency, version, points, coupon)


def _line(document: Document, price: Price, amount: int, points: int) -> QuotedLine:
    edition = get_edition(document)
    card = offer_card(document, edition)
    return QuotedLine(document, edition, price, amount, fee_of(amount, points), card)


def _price(document: Document, actor: Actor, currency: str) -> Price:
    price = price_in(document, currency)
    if price is None or document.owner_id == actor.user_id or not may_be_sold(document, actor):
        raise NotForSale
    return price


def may_be_sold(document: Document, actor: Actor) -> bool:
    """Whether a stranger could see it: what is withdrawn or restricted is not sold, to nobody."""
    if document.current_edition is None:
        return False
    return rights_of(actor, document, document.current_edition, Channel.META).may_see


def _chosen(price: Price, wanted: int | None) -> int:
    if wanted is None or not price.is_floor:
        return price.amount
    if abs(wanted) > LARGEST:
        raise BadPrice(most=spoken(price.money, "en"))
    require_sensible(Money(wanted, price.currency), least=price.amount)
    return wanted
