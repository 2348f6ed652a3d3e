"""The fake provider's account of a day, which may leave lines out, add some, or shift them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from pecia.trade.money import Money
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.world import moment, stamp
from pecia.trade.providers.protocol import StatementKind, StatementLine


def lines(character: Mischief, database: sqlite3.Connection, day: date) -> Iterator[StatementLine]:
    """What the statement of that day says."""
    for row in _movements(database, day - timedelta(days=1)):
        if _shifted(character, row):
            yield _line(row)
    for row in _movements(database, day):
        if not _shifted(character, row) and not character.fires("missing_line", _name(row)):
            yield _line(row)
        if character.fires("extra_line", _name(row)):
            yield _invented(character, row)


def _movements(database: sqlite3.Connection, day: date) -> list[sqlite3.Row]:
    begin = datetime.combine(day, time(), UTC)
    end = begin + timedelta(days=1)
    return database.execute(
        "SELECT * FROM movement WHERE at >= ? AND at < ? ORDER BY at, reference, kind",
        (stamp(begin), stamp(end)),
    ).fetchall()


def _name(row: sqlite3.Row) -> str:
    return f"{row['reference']} {row['kind']} {row['at']}"


def _shifted(character: Mischief, row: sqlite3.Row) -> bool:
    name = _name(row)
    return character.fires("shifted_line", name) and not character.fires("missing_line", name)


def _line(row: sqlite3.Row) -> StatementLine:
    return StatementLine(
        reference=row["reference"],
        kind=StatementKind(row["kind"]),
        amount=Money(row["minor"], row["currency"]),
        at=moment(row["at"]),
        key=row["key"],
    )


def _invented(character: Mischief, row: sqlite3.Row) -> StatementLine:
    return StatementLine(
        reference=f"fx{character.token('extra', _name(row))}",
        kind=StatementKind.OTHER,
        amount=Money(1 + character.pick(5000, "extra", _name(row)), row["currency"]),
        at=moment(row["at"]),
    )
