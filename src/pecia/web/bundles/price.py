"""The price of a whole collection, set and ended on the page of the collection."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pecia.edge.actors import actor_of
from pecia.edge.errors import advice_of
from pecia.kernel.errors import PeciaError
from pecia.library.public import Collection
from pecia.trade.public import (
    BundlePrice,
    Money,
    bundle_price_of,
    digits_of,
    end_bundle,
    set_bundle_price,
)
from pecia.web.bundles.forms import BundleForm
from pecia.web.bundles.page import Bundle
from pecia.web.frame.prices import told


def bundle_of(collection: Collection, form: BundleForm | None = None) -> Bundle:
    """What it costs together, as its owner sees it; set and not offered where a document of it
    can't be bought."""
    found = _asked(collection)
    initial = {
        "currency": found.currency if found else settings.TRADE_CURRENCIES[0],
        "amount": _plain(found) if found else "",
    }
    return Bundle(
        form=form or BundleForm(initial=initial),
        price=_told(found),
        is_offered=bundle_price_of(collection) is not None,
    )


def offered_price(collection: Collection) -> str:
    """What readers are asked for all of it; empty where it can't be had together."""
    return _told(bundle_price_of(collection))


def sell_bundle(request: HttpRequest, collection: Collection) -> BundleForm | None:
    """Set its price by what was sent; the form again where something is wrong with it."""
    form = BundleForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():  # the old one ends only together with the new one
                end_all(collection)
                set_bundle_price(collection, actor_of(request), form.cleaned_data["money"])
            messages.success(request, _("It is for sale at this price from now on."))
            return None
        except PeciaError as error:
            form.add_error("amount", advice_of(error))
    return form


def end_all(collection: Collection) -> None:
    """Sell its documents only one by one again."""
    found = _asked(collection)
    if found is not None:
        end_bundle(collection, found.currency)


def _asked(collection: Collection) -> BundlePrice | None:
    return BundlePrice.objects.filter(collection=collection, ended_at__isnull=True).first()


def _told(found: BundlePrice | None) -> str:
    return told(_money(found)) if found else ""


def _money(found: BundlePrice) -> Money:
    return Money(found.amount, found.currency)


def _plain(found: BundlePrice) -> str:
    return f"{_money(found).decimal:.{digits_of(found.currency)}f}"
