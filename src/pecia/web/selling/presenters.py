"""A seller's money as its page shows it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pecia.accounts.public import User
from pecia.edge.actors import person_of
from pecia.kernel import clock
from pecia.trade.public import (
    IncomeEntry,
    Money,
    Payout,
    PayoutStage,
    balance_in,
    balances_of,
    daily_income,
    destination_of,
    holds_on,
    income_entries,
    least_payout,
    next_maturing,
    opening_balance,
    payouts_of,
    sales_between,
)
from pecia.web.frame.prices import told
from pecia.web.mine.views import counts
from pecia.web.selling import page
from pecia.web.selling.chart import income_chart
from pecia.web.selling.forms import DestinationForm, PayoutForm
from pecia.web.selling.labels import ENTRIES, PAYOUTS

MOST_PAYOUTS = 12


def income_page(
    request: HttpRequest,
    currency: str,
    month: date,
    payout_form: PayoutForm | None = None,
    destination_form: DestinationForm | None = None,
) -> page.IncomePage:
    """`web/selling/income.html`, of one currency and one month."""
    seller = person_of(request)
    balances = balance_in(seller, currency)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    entries = income_entries(seller, currency, month, last)
    forward = opening_balance(seller, currency, month)
    where, due = destination_of(seller, currency), next_maturing(seller, currency)
    least = least_payout(currency)
    return page.IncomePage(
        currency=currency,
        currencies=tuple((code, code == currency) for code in currencies_of(seller)),
        figures=_figures(seller, currency),
        chart=income_chart(daily_income(seller, currency), currency),
        rows=tuple(_row(entry, currency) for entry in entries),
        brought_forward=told(Money(forward, currency)),
        carried_forward=told(Money(entries[-1].balance if entries else forward, currency)),
        month=month,
        earlier_month=(month - timedelta(days=1)).strftime("%Y-%m"),
        later_month=(last + timedelta(days=1)).strftime("%Y-%m")
        if last < clock.now().date()
        else "",
        available=told(balances.available),
        pending=told(balances.pending) if balances.pending else "",
        next_due=due.due_at if due else None,
        debt=told(balances.debt) if balances.debt else "",
        holds=_holds(seller, currency),
        payouts=tuple(map(_payout, payouts_of(seller)[:MOST_PAYOUTS])),
        destination=str(where) if where else "",
        usable_from=where.usable_from if where and where.usable_from > clock.now() else None,
        least=told(least),
        payout_form=payout_form
        or PayoutForm(currency=currency, initial={"amount": balances.available.decimal}),
        destination_form=destination_form or DestinationForm(),
        counts=counts(request),
        may_pay_out=where is not None and least <= balances.available,
    )


def currencies_of(seller: User) -> list[str]:
    """Those of the site, and those in which they have something."""
    theirs = [balances.currency for balances in balances_of(seller)]
    return list(dict.fromkeys([*theirs, *settings.TRADE_CURRENCIES]))


def particulars(kind: str, facts: dict[str, object]) -> str:
    """What an entry is about, in words."""
    try:
        return _(ENTRIES[kind]) % facts
    except KeyError:
        return kind


def _figures(seller: User, currency: str) -> tuple[page.Figure, ...]:
    now = clock.now()
    month = datetime(now.year, now.month, 1, tzinfo=now.tzinfo)
    before = (month - timedelta(days=1)).replace(day=1)
    until = before + (now - month)
    sales, income = sales_between(seller, currency, month, now)
    sales_before, income_before = sales_between(seller, currency, before, min(until, month))
    return (
        page.Figure(
            _("Net income"),
            told(Money(income, currency)),
            _change(told(Money(abs(income - income_before), currency)), income - income_before),
        ),
        page.Figure(
            _("Paid downloads"),
            str(sales),
            _change(str(abs(sales - sales_before)), sales - sales_before),
        ),
    )


def _change(words: str, change: int) -> str:
    if change == 0:
        return _("no change")
    return (_("up %(by)s") if change > 0 else _("down %(by)s")) % {"by": words}


def _row(entry: IncomeEntry, currency: str) -> page.LedgerRow:
    document = entry.facts.get("document")
    is_sale = entry.kind in ("sale", "refund")
    return page.LedgerRow(
        at=entry.at,
        number=entry.number,
        particulars=particulars(entry.kind, entry.facts),
        document=document if isinstance(document, int) else 0,
        price=told(Money(entry.price, currency)) if is_sale else "",
        fee=told(Money(entry.fee, currency)) if is_sale else "",
        theirs=told(Money(entry.theirs, currency)),
        balance=told(Money(entry.balance, currency)),
        is_negative=entry.theirs < 0,
    )


def _holds(seller: User, currency: str) -> tuple[page.HoldRow, ...]:
    return tuple(
        page.HoldRow(
            told(amount),
            _(hold.reason),
            hold.opened_at,
            hold.review_at,
            hold.document.number if hold.document else 0,
        )
        for hold, amount in holds_on(seller)
        if hold.currency == currency
    )


def _payout(payout: Payout) -> page.PayoutRow:
    state, label = PAYOUTS[PayoutStage(payout.state)]
    return page.PayoutRow(
        number=payout.number,
        at=payout.requested_at,
        destination=str(payout.destination),
        state=state,
        state_label=_(label),
        amount=told(Money(payout.amount, payout.currency)),
        may_cancel=payout.state == PayoutStage.REQUESTED,
    )
