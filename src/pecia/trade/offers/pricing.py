"""Prices: set by whoever may change the document, ended by the next one, never changed."""

from __future__ import annotations

from collections.abc import Collection as Several

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as N_

from pecia.accounts.public import Actor
from pecia.kernel import clock
from pecia.kernel.errors import NotAllowed
from pecia.library.public import (
    Collection,
    Document,
    DownloadAccess,
    change_access,
    may_change,
    visible_documents,
)
from pecia.trade.errors import BadPrice
from pecia.trade.money import Money, digits_of, spoken
from pecia.trade.offers.models import BundlePrice, Price

MOST = 100_000  # whole units: more is a slip of the finger


@transaction.atomic
def set_price(
    document: Document,
    actor: Actor,
    money: Money,
    *,
    preview_pages: int | None,
    is_floor: bool = False,
) -> Price:
    """Ask so much for the whole file. Orders that were placed keep the price that they saw.

    Raises `NotAllowed`, `BadPrice`.
    """
    if not may_change(actor, document) or actor.user is None:
        raise NotAllowed
    require_sensible(money, least=0 if is_floor else 1)
    now = clock.now()
    _active(document).filter(currency=money.currency).update(ended_at=now)
    change_access(
        document, actor, preview_pages=preview_pages, download_access=DownloadAccess.ENTITLED
    )
    return Price.objects.create(
        document=document,
        currency=money.currency,
        amount=money.minor,
        is_floor=is_floor,
        set_by=actor.user,
        set_at=now,
    )


@transaction.atomic
def end_sale(document: Document, actor: Actor, *, download_access: str) -> int:
    """Ask nothing any more; returns how many prices ended. Who has bought it keeps it."""
    if not may_change(actor, document):
        raise NotAllowed
    ended = _active(document).update(ended_at=clock.now())
    change_access(
        document,
        actor,
        preview_pages=document.preview_pages,
        download_access=download_access,
    )
    return ended


def prices_of(document: Document) -> list[Price]:
    """What it costs, one a currency; nothing when its file is given to everybody."""
    if document.download_access != DownloadAccess.ENTITLED:
        return []
    return list(_active(document).order_by("currency"))


def prices_of_several(documents: Several[Document]) -> dict[int, Price]:
    """The first price of each document that has one, by its key: for lists. One query."""
    asked = [row.pk for row in documents if row.download_access == DownloadAccess.ENTITLED]
    if not asked:
        return {}
    rows = Price.objects.filter(document__in=asked, ended_at__isnull=True)
    return {row.document_id: row for row in rows.order_by("-currency")}


def price_in(document: Document, currency: str) -> Price | None:
    """What it costs in this currency."""
    return next((row for row in prices_of(document) if row.currency == currency), None)


@transaction.atomic
def set_bundle_price(collection: Collection, actor: Actor, money: Money) -> BundlePrice:
    """Ask one price for a whole collection, all of whose documents are the seller's own.

    Raises `NotAllowed`, `BadPrice`.
    """
    if actor.user is None or collection.owner_id != actor.user_id:
        raise NotAllowed
    foreign = collection.entries.exclude(document__owner=actor.user_id)
    if foreign.exists():
        raise NotAllowed(N_("A bundle holds only documents that are yours."))
    require_sensible(money, least=1)
    end_bundle(collection, money.currency)
    return BundlePrice.objects.create(
        collection=collection,
        currency=money.currency,
        amount=money.minor,
        set_by=actor.user,
        set_at=clock.now(),
    )


def end_bundle(collection: Collection, currency: str) -> int:
    """Sell it only one by one again."""
    rows = BundlePrice.objects.filter(collection=collection, currency=currency)
    return rows.filter(ended_at__isnull=True).update(ended_at=clock.now())


def bundle_price_of(collection: Collection) -> BundlePrice | None:
    """Its price, where it has one and every document of it can be bought."""
    price = BundlePrice.objects.filter(collection=collection, ended_at__isnull=True).first()
    if price is None:
        return None
    documents = [entry.document for entry in collection.entries.select_related("document")]
    sold = {row.document_id for row in _priced(documents, price.currency)}
    visible = visible_documents().filter(pk__in=sold, owner=collection.owner_id).count()
    return price if documents and visible == len(documents) else None


def _priced(documents: Several[Document], currency: str) -> list[Price]:
    rows = Price.objects.filter(document__in=documents, currency=currency, ended_at__isnull=True)
    return list(rows.filter(document__download_access=DownloadAccess.ENTITLED))


def _active(document: Document) -> QuerySet[Price]:
    return Price.objects.filter(document=document, ended_at__isnull=True)


def require_sensible(money: Money, *, least: int) -> None:
    """Raise `BadPrice` for less than `least` smallest units, and for a slip of the finger."""
    most = Money(MOST * 10 ** digits_of(money.currency), money.currency)
    if money.minor < least or most < money:
        raise BadPrice(most=spoken(most, "en"))
