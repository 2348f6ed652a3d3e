"""An amount of one currency, in its smallest unit. There is no other kind of amount in here.

Digits after the point come from CLDR through Babel; points of the site are a currency of their own
without any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.core import UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision, list_currencies

POINTS = "PTS"
LARGEST = 10**15  # smallest units; far below what the databases hold


@dataclass(frozen=True, slots=True)
class Money:
    """So many smallest units (cents, fen, yen, points) of a currency (ISO 4217, or `PTS`)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"{self.minor!r} is not a number of smallest units")
        if not is_currency(self.currency):
            raise ValueError(f"{self.currency!r} is not a currency")
        if abs(self.minor) > LARGEST:
            raise ValueError(f"{self.minor} is more than is ever booked")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} can't be put together")
        return other.minor

    @property
    def decimal(self) -> Decimal:
        """In whole units, exactly: 1999 cents are Decimal("19.99")."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency))


def is_currency(code: str) -> bool:
    """Whether there is such a currency."""
    return code == POINTS or code in _KNOWN


def digits_of(currency: str) -> int:
    """How many digits stand after its point."""
    return 0 if currency == POINTS else get_currency_precision(currency)


def parse_money(words: str, currency: str) -> Money:
    """What somebody typed, in whole units with a point. Raises ValueError for anything else, also
    for more digits than the currency has: nothing is rounded here."""
    clean = words.strip()
    if not _AMOUNT.fullmatch(clean):
        raise ValueError(f"{words!r} is not an amount")
    minor = Decimal(clean).scaleb(digits_of(currency))
    if minor != minor.to_integral_value():
        raise ValueError(f"{words!r} is not an amount of {currency}")
    return Money(int(minor), currency)


def spoken(money: Money, language: str) -> str:
    """As people of that language write it. Points have no sign of their own: "12 PTS"."""
    if money.currency == POINTS:
        return f"{money.minor:,} {POINTS}"
    locale = language.replace("-", "_")
    try:
        return format_currency(money.decimal, money.currency, locale=_LOCALES.get(locale, locale))
    except (UnknownLocaleError, ValueError):
        return format_currency(money.decimal, money.currency, locale="en")


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in parts as their weights are, so that the parts are the whole.

    Each part is first rounded towards zero; the units that are left go one each to the largest
    remainders, the earlier of two equal ones first (the method of Hare and Niemeyer).

    >>> shares(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    if not weights or min(weights) < 0 or whole == 0:
        raise ValueError(f"{weights!r} do not say how to share")
    sign, amount = (-1, -total) if total < 0 else (1, total)
    parts = [amount * weight // whole for weight in weights]
    left = amount - sum(parts)
    order = sorted(range(len(parts)), key=lambda place: -(amount * weights[place] % whole))
    for place in order[:left]:
        parts[place] += 1
    return [sign * part for part in parts]


_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}")
_KNOWN = frozenset(list_currencies())
_LOCALES = {"zh_hans": "zh_Hans", "zh_cn": "zh_Hans_CN"}
