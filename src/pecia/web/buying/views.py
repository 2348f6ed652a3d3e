"""Buying: the offer, the order, the receipt, what one has bought."""

from __future__ import annotations

from contextlib import suppress
from secrets import token_hex

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pecia.edge.actors import actor_of, open_pass, person_of
from pecia.edge.sign_in import signed_in
from pecia.kernel.errors import NotThere
from pecia.library.public import Channel, Collection, get_collection, hash_of
from pecia.trade.public import (
    Buyer,
    NoSuchOrder,
    NotForSale,
    Order,
    OrderLine,
    OrderState,
    Payment,
    PriceChanged,
    ProviderRefused,
    ProviderUnreachable,
    Quote,
    bundle_price_of,
    claim_order,
    end_order,
    file_return,
    get_order,
    look_at,
    place_order,
    prices_of,
    providers_for,
    purchases_of,
    quote_bundle,
    quote_document,
    redeem_gift,
    refund_mismatch,
    start_payment,
    take_for_nothing,
)
from pecia.web.buying import page
from pecia.web.buying.forms import AskBackForm, BuyForm
from pecia.web.buying.presenters import (
    bought,
    offered,
    order_page,
    providers_as_choices,
    shares_of,
)
from pecia.web.frame.entries import pager_of
from pecia.web.frame.language_names import html_language
from pecia.web.mine.views import counts
from pecia.web.reader.access import open_document
from pecia.web.reader.offers import told

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def buy(request: HttpRequest, number: int) -> HttpResponse:
    """The offer of one document, and ordering it."""
    opened = open_document(request, number, Channel.HTML)
    prices = prices_of(opened.document)
    if not prices:
        raise NotForSale
    wanted = request.POST.get("currency") or request.GET.get("currency")
    price = next((row for row in prices if row.currency == wanted), prices[0])
    quote = quote_document(opened.document, actor_of(request), price.currency)
    back = reverse("reader-document", args=[number])
    owned = back if opened.rights.may_download else ""
    form = _form(request, quote, is_floor=price.is_floor)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        exact = quote_document(
            opened.document,
            actor_of(request),
            price.currency,
            coupon_code=chosen["coupon"],
            wanted=chosen.get("amount"),
        )
        return _order(request, quote, exact, form)
    shown = page.OfferPage(
        documents=_offered(quote),
        price=told(quote.total),
        shares=shares_of(quote),
        form=form,
        back_url=back,
        title=opened.document.title,
        language=html_language(opened.document.language),
        is_floor=price.is_floor,
        owned_url=owned,
    )
    return render(request, "web/buying/offer.html", {"page": shown}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def buy_bundle(request: HttpRequest, token: str) -> HttpResponse:
    """The offer of a whole collection."""
    collection: Collection = get_collection(token, actor_of(request))
    price = bundle_price_of(collection)
    if price is None:
        raise NotForSale
    quote = quote_bundle(collection, actor_of(request), price.currency)
    form = _form(request, quote, is_floor=False)
    if request.method == "POST" and form.is_valid():
        return _order(request, quote, quote, form)
    shown = page.OfferPage(
        documents=_offered(quote),
        price=told(quote.total),
        shares=shares_of(quote),
        form=form,
        back_url=reverse("collection-detail", args=[token]),
        title=collection.title,
        is_bundle=True,
    )
    return render(request, "web/buying/offer.html", {"page": shown}, status=_status(form))


@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """An order: to pay, paid, or over. Coming back from the provider decides nothing; we ask."""
    own = _own_order(request, token)
    if own.state == OrderState.PLACED:
        _ask(own)
        own.refresh_from_db()
    if own.buyer_id is None:
        open_pass(request, hash_of(own.token))
    shown = order_page(request, own)
    answer = render(request, "web/buying/order.html", {"page": shown})
    if shown.step_url and request.GET.get("go") == "1":
        answer["Refresh"] = f"0; url={shown.step_url}"
    elif shown.refresh_seconds:
        answer["Refresh"] = f"{shown.refresh_seconds}; url={request.path}"
    return answer


@require_POST
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Begin to pay an order, again or in another way."""
    own = _own_order(request, token)
    return _start(request, own, request.POST.get("provider", ""))


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Do not want it any more: one press, nothing asked."""
    own = _own_order(request, token)
    if end_order(own.pk, OrderState.CANCELLED, "cancelled"):
        messages.success(request, _("Cancelled. Nothing was taken."))
    return redirect("order", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_back(request: HttpRequest, token: str, line: int) -> HttpResponse:
    """Want one's money back: at once where the file contradicts its card, else by request."""
    own = _own_order(request, token)
    row = own.lines.select_related("document", "edition", "order").filter(pk=line).first()
    if row is None or not bought(row, own).may_ask_back:
        raise NotThere
    form = AskBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _give_back(request, own, row, form.cleaned_data["words"])
    shown = page.ReturnPage(own.number, own.token, bought(row, own), form)
    return render(request, "web/buying/return.html", {"page": shown}, status=_status(form))


@require_safe
def agreement(request: HttpRequest, token: str, line: int) -> HttpResponse:
    """The licence agreement of a line, for programs and for the files."""
    own = _own_order(request, token)
    row = own.lines.filter(pk=line).first()
    if row is None:
        raise NotThere
    return JsonResponse(row.agreement, json_dumps_params={"indent": 2, "ensure_ascii": False})


@require_safe
@signed_in
def purchases(request: HttpRequest) -> HttpResponse:
    """What somebody has bought; it can be downloaded again for ever."""
    found = Paginator(purchases_of(person_of(request)), PER_PAGE)
    current = found.get_page(request.GET.get("page", "1"))
    shown = page.PurchasesPage(
        purchases=tuple(map(_purchase, current.object_list)),
        pager=pager_of(request, current),
        counts=counts(request),
    )
    return render(request, "web/buying/purchases.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def gift(request: HttpRequest, code: str) -> HttpResponse:
    """Take a gift; it is then among what one has bought."""
    given = redeem_gift(code, person_of(request))
    messages.success(request, _("It is yours now."))
    lines = given.lines.select_related("document")
    return redirect("reader-document", number=lines[0].document.number)


@require_POST
@signed_in
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Put what was bought as a guest into one's account."""
    if claim_order(get_order(token), person_of(request)):
        messages.success(request, _("It is in your account now."))
    return redirect("purchases")


def _order(request: HttpRequest, seen: Quote, exact: Quote, form: BuyForm) -> HttpResponse:
    chosen = form.cleaned_data
    if chosen["seen"] != seen.total.minor:
        raise PriceChanged
    user = actor_of(request).user
    buyer = Buyer(user, chosen.get("email", ""), get_language() or "en")
    placed = place_order(exact, buyer, chosen["key"], is_gift=chosen["is_gift"])
    if not placed.total:
        take_for_nothing(placed)
        return redirect("order", token=placed.token)
    return _start(request, placed, chosen["provider"])


def _start(request: HttpRequest, placed: Order, provider: str) -> HttpResponse:
    url = reverse("order", args=[placed.token])
    try:
        start_payment(
            placed,
            provider,
            return_url=request.build_absolute_uri(url),
            notice_url=request.build_absolute_uri(reverse("payment-notice", args=[provider])),
        )
    except (ProviderRefused, ProviderUnreachable) as error:
        messages.error(request, _(error.advice) % error.facts)
        return redirect(url)
    return redirect(f"{url}?go=1")


def _give_back(request: HttpRequest, own: Order, line: OrderLine, words: str) -> HttpResponse:
    if refund_mismatch(line):
        messages.success(
            request, _("The file differs from its offer. All of your money is on its way back.")
        )
    else:
        file_return(line, words)
        messages.success(request, _("We have your request and answer within three days."))
    return redirect("order", token=own.token)


def _own_order(request: HttpRequest, token: str) -> Order:
    """Theirs, or that of a guest who has its address."""
    found = get_order(token)
    if found.buyer_id is not None and found.buyer_id != actor_of(request).user_id:
        raise NoSuchOrder
    return found


def _ask(own: Order) -> None:
    payment: Payment | None = own.payments.order_by("-created_at").first()
    if payment is not None and payment.reference:
        with suppress(ProviderUnreachable):
            look_at(payment)


def _form(request: HttpRequest, quote: Quote, *, is_floor: bool) -> BuyForm:
    names = [provider.name for provider in providers_for(quote.currency)]
    return BuyForm(
        request.POST if request.method == "POST" else None,
        initial={"key": token_hex(16), "seen": quote.total.minor, "currency": quote.currency},
        providers=providers_as_choices(names),
        is_member=not actor_of(request).is_stranger,
        is_floor=is_floor,
    )


def _offered(quote: Quote) -> tuple[page.OfferedDocument, ...]:
    return tuple(offered(line.document, line.edition, line.card) for line in quote.lines)


def _purchase(line: OrderLine) -> page.Purchase:
    assert line.sold_at is not None
    return page.Purchase(
        bought(line, line.order), line.order.number, line.order.token, line.sold_at
    )


def _status(form: BuyForm | AskBackForm) -> int:
    return 422 if form.errors else 200
