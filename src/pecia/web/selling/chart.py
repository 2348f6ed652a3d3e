"""Income a day as bars, with the sentence and the table that say the same."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pecia.trade.public import DayIncome, Money
from pecia.web.frame.prices import told
from pecia.web.selling.page import Bar, Chart, Tick

LEFT, TOP, BOTTOM, WIDTH = 84.0, 24.0, 180.0, 816.0
_STEPS = (1, 2, 5)
_NOTE = 80.0  # about half of the width of a note


def income_chart(days: Sequence[DayIncome], currency: str) -> Chart:
    """The chart of these days."""
    top = _round_up(max((day.amount for day in days), default=0))
    step = WIDTH / max(1, len(days))
    best = max(days, key=lambda day: day.amount, default=None)
    bars = tuple(
        _bar(place, day, step, top, currency, is_best=day is best and day.amount > 0)
        for place, day in enumerate(days)
    )
    lines = tuple(
        Tick(_height(top * part // 2, top), told(Money(top * part // 2, currency)))
        for part in range(3)
    )
    dates = tuple(
        Tick(round(LEFT + (place + 0.5) * step, 1), _date(days[place]))
        for place in range(0, len(days), 7)
    )
    return Chart(bars, lines, dates, _summary(days, currency))


def _bar(place: int, day: DayIncome, step: float, top: int, currency: str, *, is_best: bool) -> Bar:
    y = _height(max(0, day.amount), top)
    x = round(LEFT + place * step + step * 0.16, 1)
    amount = told(Money(day.amount, currency))
    note = f"{_date(day)}: {amount}" if is_best else ""
    return Bar(x, y, round(BOTTOM - y, 1), day.day, amount, day.sales, note, _anchor(x))


def _anchor(x: float) -> str:
    """From which side a note is written, so that it does not leave the picture."""
    if x < LEFT + _NOTE:
        return "start"
    return "end" if x > LEFT + WIDTH - _NOTE else "middle"


def _height(amount: int, top: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * amount / top, 1)


def _round_up(amount: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100 and so on, so that half of it is a round number too."""
    size = 2
    while True:
        for step in _STEPS:
            if amount <= size * step:
                return size * step
        size *= 10


def _summary(days: Sequence[DayIncome], currency: str) -> str:
    if not any(day.amount for day in days):
        return _("Income a day: nothing was sold in these days.")
    best = max(days, key=lambda day: day.amount)
    total = sum(day.amount for day in days)
    return _("Income a day: %(total)s in %(days)d days. Most on %(day)s: %(best)s.") % {
        "total": told(Money(total, currency)),
        "days": len(days),
        "day": _date(best),
        "best": told(Money(best.amount, currency)),
    }


def _date(day: DayIncome) -> str:
    return formats.date_format(day.day, pgettext("date format", "j M"))
