"""What documents cost, as lists and cards say it: one query for a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pecia.library.public import Document
from pecia.trade.public import Money, Price, prices_of_several, spoken


def told(money: Money) -> str:
    """An amount as the reader's language writes it."""
    return spoken(money, get_language() or "en")


def price_words(price: Price) -> str:
    """A price; a floor says that it is one."""
    if price.is_floor:
        return _("from %(price)s") % {"price": told(price.money)}
    return told(price.money)


def prices_told(documents: Iterable[Document]) -> Mapping[int, str]:
    """The price of each document that has one, by its key."""
    found = prices_of_several(list(documents))
    return {key: price_words(price) for key, price in found.items()}
