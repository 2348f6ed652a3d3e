"""The only source of time. Tests set it; nothing else asks the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """The present, in UTC and aware."""
    return _source() if _source is not None else datetime.now(UTC)  # noqa: TID251  the clock itself


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still at `moment`, for tests and for replaying."""
    with running_by(lambda: moment):
        yield


@contextmanager
def running_by(source: Callable[[], datetime]) -> Iterator[None]:
    """Take time from `source` for a while."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
