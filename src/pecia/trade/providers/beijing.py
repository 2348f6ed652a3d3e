"""Beijing time, in which Alipay and WeChat Pay write times and close days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

from pecia.kernel import clock
from pecia.trade.errors import ProviderUnreachable
from pecia.trade.providers.protocol import StatementLine

BEIJING = timezone(timedelta(hours=8))
WRITTEN = "%Y-%m-%d %H:%M:%S"


def written(moment: datetime) -> str:
    """A moment as Alipay writes it."""
    return moment.astimezone(BEIJING).strftime(WRITTEN)


def read(words: str) -> datetime:
    """A moment of theirs, in UTC. ValueError for anything else."""
    return datetime.strptime(words, WRITTEN).replace(tzinfo=BEIJING).astimezone(UTC)


def lines_of_day(
    day: date, bill_of: Callable[[date], Iterable[StatementLine]]
) -> Iterator[StatementLine]:
    """The lines of a day of UTC, which is parts of two days of Beijing, from both bills.

    `ProviderUnreachable` until the second day is over too.
    """
    both = (day, day + timedelta(days=1))
    if clock.now() < datetime.combine(both[1] + timedelta(days=1), time(), BEIJING):
        raise ProviderUnreachable
    found = [line for each in both for line in bill_of(each)]
    return iter([line for line in found if line.at.date() == day])
