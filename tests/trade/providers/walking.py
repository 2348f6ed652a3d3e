"""A clock that a test moves by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Walk:
    """Call it for the time; `go` on."""

    def __init__(self, begin: datetime = NOON) -> None:
        self.at = begin

    def __call__(self) -> datetime:
        return self.at

    def go(self, **span: float) -> datetime:
        """So much later; the arguments of a timedelta."""
        self.at += timedelta(**span)
        return self.at
