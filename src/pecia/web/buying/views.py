"""Buying: the offer, the order, the receipt, what one has bought."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pecia.edge.actors import actor_of, open_pass, person_of
from pecia.edge.sign_in import signed_in
from pecia.kernel.errors import NotThere
from pecia.library.public import Channel, Collection, get_collection, hash_of
from pecia.trade.public import (
    NoSuchOrder,
    NotForSale,
    Order,
    OrderLine,
    OrderState,
    Payment,
    ProviderUnreachable,
    Quote,
    bundle_price_of,
    claim_order,
    end_order,
    file_return,
    get_order,
    look_at,
    prices_of,
    purchases_of,
    quote_bundle,
    quote_document,
    redeem_gift,
    refund_mismatch,
)
from pecia.web.buying import ordering, page
from pecia.web.buying.forms import AskBackForm, BuyForm
from pecia.web.buying.presenters import (
    bought,
    offered,
    order_page,
    shares_of,
)
from pecia.web.frame.entries import pager_of
from pecia.web.frame.language_names import html_language
from pecia.web.frame.prices import told
from pecia.web.mine.views import counts
from pecia.web.reader.access import open_document

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
    form = ordering.offer_form(request, quote, floor=price.money if price.is_floor else None)
    if request.method == "POST" and form.is_valid():
        exact = ordering.exact_quote(request, quote, form)
        if exact is not None:
            return ordering.place(request, quote, exact, form)
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
    form = ordering.offer_form(request, quote, takes_coupon=False)
    if request.method == "POST" and form.is_valid():
        return ordering.place(request, quote, quote, form)
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
    return ordering.start(request, own, request.POST.get("provider", ""))


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
    """Take a gift by a press: whoever only looks at its address has taken nothing."""
    if request.method != "POST":
        return render(request, "web/buying/gift.html", {"page": page.GiftPage()})
    given = redeem_gift(code, person_of(request))
    messages.success(request, _("It is yours now."))
    lines = given.lines.select_related("document")
    return redirect("reader-document", number=lines[0].document.number)


@require_POST
@signed_in
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Put what was bought as a guest into one's account."""
    if claim_order(_own_order(request, token), person_of(request)):
        messages.success(request, _("It is in your account now."))
    return redirect("purchases")


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


def _offered(quote: Quote) -> tuple[page.OfferedDocument, ...]:
    return tuple(offered(line.document, line.edition, line.card) for line in quote.lines)


def _purchase(line: OrderLine) -> page.Purchase:
    assert line.sold_at is not None
    return page.Purchase(
        bought(line, line.order), line.order.number, line.order.token, line.sold_at
    )


def _status(form: BuyForm | AskBackForm) -> int:
    return 422 if form.errors else 200
