"""Selling: a document's price, and a seller's income."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pecia.edge.actors import actor_of, person_of
from pecia.edge.errors import advice_of
from pecia.edge.sign_in import signed_in
from pecia.kernel import clock
from pecia.kernel.errors import NotThere, PeciaError
from pecia.library.public import Document, DownloadAccess, editions_of, get_own_document
from pecia.trade.public import (
    Money,
    cancel_payout,
    coupons_of,
    digits_of,
    end_sale,
    fee_schedule_at,
    income_entries,
    make_coupon,
    payouts_of,
    prices_of,
    request_payout,
    set_destination,
    set_price,
)
from pecia.web.frame.language_names import html_language
from pecia.web.frame.prices import told
from pecia.web.reader.presenters import dotted
from pecia.web.selling import page
from pecia.web.selling.forms import CouponForm, DestinationForm, PayoutForm, PriceForm
from pecia.web.selling.presenters import currencies_of, income_page, particulars

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def price(request: HttpRequest, number: int) -> HttpResponse:
    """What a document costs; `act` says what is done with it."""
    own = get_own_document(number, actor_of(request))
    if request.method != "POST":
        return _show_price(request, own)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _show_price(request, own, status=400)
    return act(request, own)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def income(request: HttpRequest) -> HttpResponse:
    """The dashboard of one's money; `act` asks for a payout or says where it goes."""
    seller = person_of(request)
    currency = _currency(request)
    if request.method != "POST":
        return _show_income(request, currency)
    if request.POST.get("act") == "destination":
        form = DestinationForm(request.POST)
        if not form.is_valid():
            return _show_income(request, currency, destination_form=form)
        set_destination(seller, currency, **form.cleaned_data)
        messages.success(request, _("Saved. We have sent you an e-mail about it."))
    else:
        asked = PayoutForm(request.POST, currency=currency)
        if not asked.is_valid():
            return _show_income(request, currency, payout_form=asked)
        try:
            request_payout(seller, asked.cleaned_data["amount"])
        except PeciaError as error:
            asked.add_error("amount", advice_of(error))
            return _show_income(request, currency, payout_form=asked)
        messages.success(request, _("Requested. It goes out with the next payouts."))
    return redirect(f"{request.path}?currency={currency}#payouts")


@require_POST
@signed_in
def stop_payout(request: HttpRequest, number: int) -> HttpResponse:
    """Take a payout back that nobody has approved yet."""
    payout = payouts_of(person_of(request)).filter(number=number).first()
    if payout is None:
        raise NotThere
    if cancel_payout(payout):
        messages.success(request, _("Cancelled. It is in your balance again."))
    return redirect("income")


@require_safe
@signed_in
def statement(request: HttpRequest) -> HttpResponse:
    """Every entry of a month or a year as CSV, for one's own books and for the tax office."""
    seller, currency = person_of(request), _currency(request)
    since, until, name = _span(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="income-{name}-{currency}.csv"'
    answer.write("\ufeff")  # so that spreadsheets know the encoding
    writer = csv.writer(answer)
    writer.writerow(["date", "kind", "particulars", "price", "fee", "yours", "balance", "currency"])
    for row in income_entries(seller, currency, since, until):
        amounts = (row.price, row.fee, row.theirs, row.balance)
        plain = [str(Money(amount, currency).decimal) for amount in amounts]
        words = particulars(row.kind, row.facts)
        writer.writerow([row.at.date().isoformat(), row.kind, words, *plain, currency])
    return answer


def _set_price(request: HttpRequest, own: Document) -> HttpResponse:
    form = PriceForm(request.POST, page_count=editions_of(own)[0].page_count)
    if not form.is_valid():
        return _show_price(request, own, form=form, status=422)
    chosen = form.cleaned_data
    try:
        set_price(
            own,
            actor_of(request),
            chosen["money"],
            preview_pages=chosen["free_pages"],
            is_floor=chosen["is_floor"],
        )
    except PeciaError as error:
        form.add_error("amount", advice_of(error))
        return _show_price(request, own, form=form, status=422)
    messages.success(request, _("It is for sale at this price from now on."))
    return redirect("price", number=own.number)


def _end_sale(request: HttpRequest, own: Document) -> HttpResponse:
    end_sale(own, actor_of(request), download_access=DownloadAccess.ANYONE)
    messages.success(request, _("Everybody may download it for nothing now."))
    return redirect("price", number=own.number)


def _make_coupon(request: HttpRequest, own: Document) -> HttpResponse:
    form = CouponForm(request.POST)
    if not form.is_valid():
        return _show_price(request, own, coupon_form=form, status=422)
    chosen = form.cleaned_data
    made = make_coupon(
        own.owner,
        chosen["percent"],
        uses=chosen["uses"],
        valid_until=clock.now() + timedelta(days=chosen["days"]),
        document=own,
    )
    messages.success(request, _("The code is %(code)s.") % {"code": made.code})
    return redirect("price", number=own.number)


_ACTS = {"save": _set_price, "end": _end_sale, "coupon": _make_coupon}


def _show_price(
    request: HttpRequest,
    own: Document,
    *,
    form: PriceForm | None = None,
    coupon_form: CouponForm | None = None,
    status: int = 200,
) -> HttpResponse:
    edition, prices = editions_of(own)[0], prices_of(own)
    first = prices[0] if prices else None
    initial = {
        "currency": first.currency if first else currencies_of(own.owner)[0],
        "amount": f"{first.money.decimal:.{digits_of(first.currency)}f}" if first else "",
        "is_floor": first.is_floor if first else False,
        "free_pages": own.preview_pages or max(1, edition.page_count // 5),
    }
    schedule = fee_schedule_at(clock.now())
    shown = page.PricePage(
        number=own.number,
        title=own.title,
        extension=dotted(edition),
        language=html_language(own.language),
        page_count=edition.page_count,
        prices=tuple(told(row.money) for row in prices),
        form=form or PriceForm(initial=initial, page_count=edition.page_count),
        coupon_form=coupon_form or CouponForm(),
        coupons=tuple(
            page.CouponRow(row.code, row.percent_off, row.uses_left, row.valid_until)
            for row in coupons_of(own)
        ),
        fee=f"{schedule.basis_points / 100:g} %" if schedule else "",
    )
    return render(request, "web/selling/price.html", {"page": shown}, status=status)


def _show_income(
    request: HttpRequest,
    currency: str,
    payout_form: PayoutForm | None = None,
    destination_form: DestinationForm | None = None,
) -> HttpResponse:
    shown = income_page(request, currency, _month(request), payout_form, destination_form)
    status = 422 if payout_form or destination_form else 200
    return render(request, "web/selling/income.html", {"page": shown}, status=status)


def _currency(request: HttpRequest) -> str:
    known = currencies_of(person_of(request))
    asked = request.GET.get("currency", "")
    return asked if asked in known else known[0]


def _month(request: HttpRequest) -> date:
    asked = _MONTH.fullmatch(request.GET.get("month", ""))
    return date(int(asked[1]), int(asked[2]), 1) if asked else clock.now().date().replace(day=1)


def _span(request: HttpRequest) -> tuple[date, date, str]:
    year = request.GET.get("year", "")
    if re.fullmatch(r"20\d\d", year):
        return date(int(year), 1, 1), date(int(year), 12, 31), year
    first = _month(request)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first, last, first.strftime("%Y-%m")
