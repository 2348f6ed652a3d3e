"""What the operator keeps, and what of it goes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pecia.trade.money import shares
from pecia.trade.offers.fees import fee_back, fee_of


def test_a_fraction_of_a_cent_is_the_sellers() -> None:
    assert fee_of(333, 250) == 8
    assert fee_of(1, 9_999) == 0
    assert fee_of(7, 10_000) == 7


@given(st.integers(1, 10**6), st.integers(0, 10_000), st.lists(st.integers(1, 10**6), max_size=6))
def test_many_small_refunds_give_back_what_one_large_would(
    amount: int, points: int, parts: list[int]
) -> None:
    fee, before, back = fee_of(amount, points), 0, 0
    for part in [*parts, amount]:
        part = min(part, amount - before)
        now = fee_back(fee, amount, before, part)
        assert 0 <= now <= part
        before, back = before + part, back + now
    assert (before, back) == (amount, fee)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_parts_are_the_whole(total: int, weights: list[int]) -> None:
    if sum(weights):
        assert sum(shares(total, weights)) == total
