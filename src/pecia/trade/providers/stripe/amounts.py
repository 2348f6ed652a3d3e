"""Amounts as Stripe writes them: in the smallest unit of each currency, as Stripe counts digits.

After its page on supported currencies. What can't be said exactly is refused, never rounded.
"""

from __future__ import annotations

from pecia.trade.money import Money, digits_of, is_currency

# fmt: off
_WITHOUT_DIGITS = frozenset({
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
})
# fmt: on
_THREE_DIGITS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})  # the last one must be 0
_WHOLE_IN_HUNDREDTHS = frozenset({"ISK", "UGX"})  # no digits, written with two that are 00


class NotExact(ValueError):
    """An amount that one of the two ways of counting can't say."""


def takes(currency: str) -> bool:
    """Whether both sides count this currency alike, but for zeros at the end."""
    if not is_currency(currency) or currency == "PTS":
        return False
    return currency in _WHOLE_IN_HUNDREDTHS or _digits(currency) == digits_of(currency)


def to_stripe(money: Money) -> int:
    """The amount for a request."""
    if not takes(money.currency):
        raise NotExact(money.currency)
    scaled = _scaled(money.minor, _digits(money.currency) - digits_of(money.currency))
    if money.currency in _THREE_DIGITS and scaled % 10:
        raise NotExact(f"{money.minor} {money.currency}")
    return scaled


def from_stripe(amount: int, currency: str) -> Money:
    """The amount of an answer; Stripe writes currencies small."""
    code = currency.upper()
    return Money(_scaled(amount, digits_of(code) - _digits(code)), code)


def _digits(currency: str) -> int:
    if currency in _WITHOUT_DIGITS:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


def _scaled(amount: int, digits: int) -> int:
    if digits >= 0:
        return amount * int(10**digits)
    whole, rest = divmod(amount, 10**-digits)
    if rest:
        raise NotExact(str(amount))
    return int(whole)
