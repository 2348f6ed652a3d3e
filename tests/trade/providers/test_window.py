"""How old a notice may be, and what its headers may be."""

from __future__ import annotations

import pytest

from pecia.trade.errors import NoticeRefused
from pecia.trade.providers.headers import LONGEST, header
from pecia.trade.providers.window import check_age
from tests.trade.providers.walking import NOON, Walk

NOW = int(NOON.timestamp())


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_to_either_side_are_taken(walk: Walk, seconds: int) -> None:
    check_age(str(NOW + seconds))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (str(NOW - 301), "age"),
        (str(NOW + 301), "age"),
        ("0", "age"),
        ("", "form"),
        ("-1", "form"),
        ("1.5", "form"),
        ("１", "form"),
        ("9" * 13, "form"),
    ],
)
def test_anything_else_is_refused(walk: Walk, words: str, reason: str) -> None:
    with pytest.raises(NoticeRefused) as told:
        check_age(words)
    assert told.value.reason == reason


def test_a_header_is_there_once_in_any_case() -> None:
    assert header({"x-NONCE": "a"}, "X-Nonce") == "a"
    for headers in (
        {},
        {"X-Nonce": ""},
        {"X-Nonce": "ä"},
        {"X-Nonce": "a" * (LONGEST + 1)},
        {"X-Nonce": "a", "x-nonce": "a"},
    ):
        with pytest.raises(NoticeRefused):
            header(headers, "X-Nonce")
