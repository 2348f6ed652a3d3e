"""Samples of selling: the price of a document, a month of income."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pecia.web.mine.page import Counts
from pecia.web.selling.page import (
    Bar,
    Chart,
    CouponRow,
    Figure,
    HoldRow,
    IncomePage,
    LedgerRow,
    PayoutRow,
    PricePage,
    Tick,
)
from tests.web.preview import Sample
from tests.web.samples.money_forms import CouponForm, DestinationForm, PayoutForm, PriceForm
from tests.web.samples.reader import WHEN

FIRST = date(2026, 8, 24)
DAYS = (
    31, 44, 27, 52, 38, 22, 14, 41, 36, 58, 47, 33, 29, 61, 55, 40, 26, 63, 71, 49, 37, 118, 92, 77,
    58, 43, 38, 51, 40, 34,
)  # fmt: skip
MONTH = date(2026, 9, 1)


def samples() -> list[Sample]:
    """Every page of selling, in its states."""
    income, price = _income(), _price()
    empty = replace(
        income,
        rows=(),
        holds=(),
        payouts=(),
        destination="",
        pending="",
        available="€0.00",
        may_pay_out=False,
        debt="€3.60",
    )
    return [
        _sample("income", income),
        _sample("income", income, "-zh", "zh-hans"),
        _sample("income", empty, "-empty"),
        _sample("price", price),
        _sample("price", price, "-zh", "zh-hans"),
        _sample("price", replace(price, prices=(), coupons=(), fee=""), "-free"),
    ]


def _sample(name: str, page: object, ending: str = "", language: str = "en") -> Sample:
    template = f"web/selling/{name}.html"
    return Sample(f"selling-{name}{ending}", template, {"page": page}, name, True, False, language)


def _price() -> PricePage:
    form = PriceForm(initial={"amount": "8.00", "currency": "EUR", "free_pages": 6})
    coupons = (CouponRow("K7M2PXQ4RW", 20, 9, WHEN), CouponRow("ZD94HTNB2C", 100, 1, WHEN))
    return PricePage(
        20_417,
        "质量手册编写指南",
        ".docx",
        "zh-hans",
        31,
        ("€8.00", "¥62.00"),
        form,
        CouponForm(),
        coupons,
        "10 %",
    )


def _income() -> IncomePage:
    return IncomePage(
        currency="EUR",
        currencies=(("EUR", True), ("CNY", False)),
        figures=(
            Figure("Net income", "€1,156.10", "up €184.20"),
            Figure("Paid downloads", "173", "up 21"),
        ),
        chart=_chart(),
        rows=_rows(),
        brought_forward="€1,138.80",
        carried_forward="€744.90",
        month=MONTH,
        earlier_month="2026-08",
        later_month="2026-10",
        available="€744.90",
        pending="€96.00",
        next_due=WHEN,
        debt="",
        holds=(HoldRow("€96.00", "A rights holder has objected.", WHEN, WHEN, 20_391),),
        payouts=_payouts(),
        destination="DE89 ···· 3000",
        usable_from=WHEN,
        least="€20.00",
        payout_form=PayoutForm(),
        destination_form=DestinationForm(),
        counts=Counts(38, 2, 5, 1, 4),
        may_pay_out=True,
    )


def _chart() -> Chart:
    step, best = 816 / len(DAYS), max(DAYS)
    bars = tuple(
        Bar(
            round(84 + at * step + step * 0.16, 1),
            round(180 - amount * 1.3, 1),
            round(amount * 1.3, 1),
            FIRST + timedelta(days=at),
            f"€{amount}.00",
            amount // 8,
            note=f"14 Sep: €{amount}.00" if amount == best else "",
        )
        for at, amount in enumerate(DAYS)
    )
    lines = tuple(Tick(180 - part * 1.3, f"€{part}.00") for part in (0, 60, 120))
    dates = tuple(
        Tick(round(84 + (at + 0.5) * step, 1), f"{FIRST + timedelta(days=at):%d %b}")
        for at in range(0, len(DAYS), 7)
    )
    return Chart(bars, lines, dates, "Income a day: €1,415.00 in 30 days. Most on 14 Sep: €118.00.")


def _rows() -> tuple[LedgerRow, ...]:
    sold = LedgerRow(
        WHEN, 4_419, "Sale of № 20417", 20_417, "€38.00", "€3.80", "€34.20", "€1,173.00"
    )
    paid = LedgerRow(WHEN, 4_423, "Payout 12", 0, "", "", "−€600.00", "€573.00", is_negative=True)
    back = replace(sold, number=4_426, particulars="Refund, order 1041", is_negative=True)
    back = replace(back, price="−€4.00", fee="−€0.40", theirs="−€3.60", balance="€569.40")
    return (sold, replace(sold, number=4_420), paid, back)


def _payouts() -> tuple[PayoutRow, ...]:
    asked = PayoutRow(14, WHEN, "DE89 ···· 3000", "wait", "Requested", "€744.90", may_cancel=True)
    return (
        asked,
        replace(asked, number=12, state="ok", state_label="Paid", may_cancel=False),
        replace(asked, number=9, state="bad", state_label="Returned", may_cancel=False),
    )
