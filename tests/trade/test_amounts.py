"""Amounts that people type and choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.accounts.public import actor_for
from pecia.trade.errors import BadPrice
from pecia.trade.money import Money, parse_money
from pecia.trade.offers.pricing import set_price
from pecia.trade.orders.placing import Buyer
from tests.people import People
from tests.trade.market import ordered, priced_document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "currency", "minor"),
    [("2.50", "EUR", 250), (".5", "EUR", 50), ("3.", "EUR", 300), ("7", "JPY", 7), ("9", "PTS", 9)],
)
def test_an_amount(words: str, currency: str, minor: int) -> None:
    assert parse_money(words, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "words",
    ["", ".", "-1", "+1", "1,5", "1_0", "1e3", "1e999999999", "1e-2", "NaN", "inf", "١", "1.005"],
)
def test_no_amount(words: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        parse_money(words, "EUR")


def test_yen_have_no_digits_after_the_point() -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        parse_money("1.5", "JPY")


@pytest.mark.parametrize("wanted", [-1, 499, 10**9, 10**16])
def test_who_pays_what_they_want_pays_something_sensible(
    wanted: int, people: People, tmp_path: Path
) -> None:
    document = priced_document(tmp_path, people.alice)
    set_price(document, actor_for(people.alice), Money(500, "EUR"), preview_pages=2, is_floor=True)
    with pytest.raises(BadPrice):
        ordered(document, Buyer(people.charlie), wanted=wanted)
    assert ordered(document, Buyer(people.charlie), wanted=700).total == 700
