"""Offers and orders as their pages show them. Only what the gate gives to everybody is in an
offer."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pecia.library.public import Document, Edition
from pecia.trade.public import (
    Money,
    NextStep,
    OfferCard,
    Order,
    OrderLine,
    OrderState,
    Payment,
    PaymentStage,
    Quote,
    may_ask_back,
    providers_for,
)
from pecia.web.buying import page
from pecia.web.buying.labels import PROVIDERS, REASONS, STATES
from pecia.web.frame.entries import image_url, shape_of, thumbnail_url, uploader_name
from pecia.web.frame.language_names import html_language
from pecia.web.frame.prices import told
from pecia.web.reader.labels import licence_label
from pecia.web.reader.offers import card_rows

_WAITS = (PaymentStage.CREATED, PaymentStage.PENDING)
_DONE = (OrderState.FULFILLED, OrderState.REFUNDED_PART, OrderState.DISPUTED)


def offered(document: Document, edition: Edition, card: OfferCard | None) -> page.OfferedDocument:
    """A document beside its price."""
    sample = card.sample_page if card else None
    return page.OfferedDocument(
        number=document.number,
        title=document.title,
        extension=f".{edition.extension}" if edition.extension else "",
        language=html_language(document.language),
        uploader_name=uploader_name(document),
        cover_url=thumbnail_url(document.number, edition, 1) if edition.revision else "",
        card=card_rows(card) if card else (),
        sample_url=image_url(document.number, edition, sample, 1200) if sample else "",
        sample_page=sample or 0,
        licence=licence_label(document.licence)[0],
        shape=shape_of(edition),
    )


def shares_of(quote: Quote) -> tuple[page.Share, ...]:
    """Who gets how much: the uploader first."""
    fee = sum(line.fee for line in quote.lines)
    return _shares(quote.total.minor - fee, fee, quote.currency)


def order_page(request: HttpRequest, order: Order) -> page.OrderPage:
    """`web/buying/order.html`."""
    lines = list(
        order.lines.select_related("document__owner", "document__organisation", "edition").order_by(
            "pk"
        )
    )
    fee = sum(line.fee for line in lines)
    payment = order.payments.order_by("-created_at").first()
    state = _state(order, payment)
    return page.OrderPage(
        number=order.number,
        token=order.token,
        state=state,
        state_label=_(STATES[OrderState(order.state)]),
        lines=tuple(bought(line, order) for line in lines),
        total=told(order.money),
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        provider=_(PROVIDERS.get(payment.provider, payment.provider)) if payment else "",
        step_url=_step_url(payment) if state == "to-pay" else "",
        step_text=payment.step_value if payment and payment.step == NextStep.QR else "",
        step_reference=_reference(payment),
        providers=choices_in(order.currency) if state == "waiting" else (),
        reason=_(REASONS[order.reason]) if order.reason in REASONS else "",
        invoice=_invoice(order),
        paid_at=order.fulfilled_at,
        gift_url=request.build_absolute_uri(reverse("gift", args=[order.gift_code]))
        if order.gift_code
        else "",
        shares=_shares(order.total - fee, fee, order.currency),
        is_guest=order.buyer_id is None,
        email=order.email,
        refresh_seconds=5 if state == "to-pay" else 0,
    )


def bought(line: OrderLine, order: Order) -> page.BoughtLine:
    """A line of an order."""
    back = told(Money(line.refunded, order.currency)) if line.refunded else ""
    return page.BoughtLine(
        document=offered(line.document, line.edition, None),
        amount=told(Money(line.amount, order.currency)),
        key=line.pk,
        edition=line.edition.ordinal,
        is_there=line.sold_at is not None and (line.refunded < line.amount or line.amount == 0),
        refunded=back,
        may_ask_back=may_ask_back(line),
    )


def _state(order: Order, payment: Payment | None) -> str:
    if order.state in _DONE:
        return "done"
    if order.state == OrderState.REFUNDED:
        return "refunded"
    if order.state == OrderState.PLACED:
        return "to-pay" if payment and payment.state in _WAITS else "waiting"
    return "over"


def _step_url(payment: Payment | None) -> str:
    if payment is None or payment.step != NextStep.REDIRECT:
        return ""
    return payment.step_value


def _reference(payment: Payment | None) -> str:
    if payment is None or payment.step != NextStep.INSTRUCTIONS:
        return ""
    return payment.step_value


def _invoice(order: Order) -> int:
    found = getattr(order, "invoice", None)
    return found.number if found else 0


def _shares(seller: int, fee: int, currency: str) -> tuple[page.Share, ...]:
    rows = [page.Share(_("To the uploader"), told(Money(seller, currency)))]
    rows.append(page.Share(_("Kept by this site"), told(Money(fee, currency))))
    return tuple(rows)


def choices_in(currency: str) -> tuple[tuple[str, str], ...]:
    """The providers where one can pay in this currency, with their words."""
    names = [provider.name for provider in providers_for(currency)]
    return tuple((name, _(PROVIDERS.get(name, name))) for name in names)
