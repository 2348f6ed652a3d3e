"""How old a notice may be: five minutes, to either side, since clocks differ."""

from __future__ import annotations

from pecia.kernel import clock
from pecia.trade.errors import NoticeRefused

SECONDS = 300


def check_age(timestamp: str) -> None:
    """`NoticeRefused` for seconds since 1970 that are none, or too far from now."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 13):
        raise NoticeRefused(reason="form")
    if abs(clock.now().timestamp() - int(timestamp)) > SECONDS:
        raise NoticeRefused(reason="age")
