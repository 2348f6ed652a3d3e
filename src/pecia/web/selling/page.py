"""What the pages of sellers are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pecia.web.frame.page import HIDDEN, Meta


@dataclass(frozen=True)
class Bar:
    """A day of the chart: where its bar stands, and what it says; the best day has a note."""

    x: float
    y: float
    height: float
    day: date
    amount: str
    sales: int
    note: str = ""
    anchor: str = "middle"  # of the note: `start` and `end` keep it within the picture


@dataclass(frozen=True)
class Tick:
    """A line of the chart's grid, or a date under it."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Income a day. `summary` is the sentence that stands for the picture."""

    bars: tuple[Bar, ...]
    lines: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    summary: str


@dataclass(frozen=True)
class LedgerRow:
    """An entry as the seller reads it; empty texts where a column says nothing."""

    at: datetime
    number: int
    particulars: str
    document: int
    price: str
    fee: str
    theirs: str
    balance: str
    is_negative: bool = False


@dataclass(frozen=True)
class HoldRow:
    """Money that waits, and why."""

    amount: str
    reason: str
    since: datetime
    review_at: datetime
    document: int = 0


@dataclass(frozen=True)
class PayoutRow:
    """A payout; `state` is `ok`, `wait`, `hold` or `bad`."""

    number: int
    at: datetime
    destination: str
    state: str
    state_label: str
    amount: str
    may_cancel: bool = False


@dataclass(frozen=True)
class Figure:
    """A figure with what it was before."""

    label: str
    value: str
    change: str = ""


@dataclass(frozen=True)
class IncomePage:
    """`web/selling/income.html`: one currency at a time; `currencies` are (code, is shown)."""

    currency: str
    currencies: tuple[tuple[str, bool], ...]
    figures: tuple[Figure, ...]
    chart: Chart
    rows: tuple[LedgerRow, ...]
    brought_forward: str
    carried_forward: str
    month: date
    earlier_month: str
    later_month: str
    available: str
    pending: str
    next_due: datetime | None
    debt: str
    holds: tuple[HoldRow, ...]
    payouts: tuple[PayoutRow, ...]
    destination: str
    usable_from: datetime | None
    least: str
    payout_form: object
    destination_form: object
    counts: object
    may_pay_out: bool = False
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class CouponRow:
    """A code that is valid."""

    code: str
    percent: int
    uses_left: int
    valid_until: datetime


@dataclass(frozen=True)
class PricePage:
    """`web/selling/price.html`: `form` is a `PriceForm`."""

    number: int
    title: str
    extension: str
    language: str
    page_count: int
    prices: tuple[str, ...]
    form: object
    coupon_form: object
    coupons: tuple[CouponRow, ...]
    fee: str
    meta: Meta = HIDDEN
