"""The headers of a notice, whose names are written in any case."""

from __future__ import annotations

from collections.abc import Mapping

from pecia.trade.errors import NoticeRefused

LONGEST = 2048


def header(headers: Mapping[str, str], name: str) -> str:
    """The value, which must be there, be ASCII and not be endless. `NoticeRefused`: form."""
    wanted = name.lower()
    found = [value for key, value in headers.items() if key.lower() == wanted]
    if len(found) != 1 or not found[0] or len(found[0]) > LONGEST or not found[0].isascii():
        raise NoticeRefused(reason="form")
    return found[0]
