"""From the form of an offer to an order that waits for its payment."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from pecia.edge.actors import actor_of
from pecia.edge.errors import advice_of
from pecia.trade.public import (
    BadCoupon,
    Buyer,
    Order,
    PriceChanged,
    ProviderRefused,
    ProviderUnreachable,
    Quote,
    place_order,
    provider_named,
    quote_document,
    start_payment,
    take_for_nothing,
)
from pecia.web.buying.forms import BuyForm
from pecia.web.buying.presenters import choices_in


def offer_form(request: HttpRequest, quote: Quote, **facts: Any) -> BuyForm:
    """The form beside an offer, as it was sent or fresh with a key of its own."""
    return BuyForm(
        request.POST if request.method == "POST" else None,
        initial={"key": token_hex(16), "seen": quote.total.minor, "currency": quote.currency},
        providers=choices_in(quote.currency),
        is_member=not actor_of(request).is_stranger,
        **facts,
    )


def exact_quote(request: HttpRequest, seen: Quote, form: BuyForm) -> Quote | None:
    """The quote with the coupon and the amount that were chosen; None for a bad coupon."""
    chosen = form.cleaned_data
    try:
        return quote_document(
            seen.lines[0].document,
            actor_of(request),
            seen.currency,
            coupon_code=chosen["coupon"],
            wanted=chosen.get("amount"),
        )
    except BadCoupon as error:
        form.add_error("coupon", advice_of(error))
        return None


def place(request: HttpRequest, seen: Quote, exact: Quote, form: BuyForm) -> HttpResponse:
    """Place the order and begin to pay it. Raises `PriceChanged` when `seen`, the price before any
    coupon, is not what the form has shown."""
    chosen = form.cleaned_data
    if chosen["seen"] != seen.total.minor:
        raise PriceChanged
    user = actor_of(request).user
    buyer = Buyer(user, chosen.get("email", ""), get_language() or "en")
    placed = place_order(exact, buyer, chosen["key"], is_gift=chosen["is_gift"])
    if not placed.total:
        take_for_nothing(placed)
        return redirect("order", token=placed.token)
    return start(request, placed, chosen["provider"])


def start(request: HttpRequest, placed: Order, provider: str) -> HttpResponse:
    """Begin a payment and go to its order, which sends the buyer on."""
    url = reverse("order", args=[placed.token])
    provider_named(provider)  # its name becomes part of an address
    try:
        start_payment(
            placed,
            provider,
            return_url=request.build_absolute_uri(url),
            notice_url=request.build_absolute_uri(reverse("payment-notice", args=[provider])),
        )
    except (ProviderRefused, ProviderUnreachable) as error:
        messages.error(request, advice_of(error))
        return redirect(url)
    return redirect(f"{url}?go=1")
