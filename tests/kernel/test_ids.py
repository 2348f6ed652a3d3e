"""Numbers that are given once, and names that can't be guessed."""

from __future__ import annotations

import pytest
from django.db import transaction

from pecia.kernel.ids import FIRST_NUMBER, new_handle, new_token, next_number


@pytest.mark.django_db
def test_numbers_follow_each_other_in_their_series() -> None:
    with transaction.atomic():
        assert [next_number("a"), next_number("a"), next_number("b")] == [
            FIRST_NUMBER,
            FIRST_NUMBER + 1,
            FIRST_NUMBER,
        ]


def test_tokens_hold_128_bits_and_no_two_are_the_same() -> None:
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert all(len(token) == 32 and token.isalnum() for token in tokens)
    assert new_handle() != new_handle()
