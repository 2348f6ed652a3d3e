"""Money in and out of the fake provider's account of the site, one row each: its whole truth."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from pecia.trade.money import Money
from pecia.trade.providers.fake.world import stamp
from pecia.trade.providers.protocol import StatementKind


def move(
    database: sqlite3.Connection,
    kind: StatementKind,
    money: Money,
    at: datetime,
    *,
    reference: str,
    key: str,
    payment: str = "",
) -> None:
    """Book it; in is positive. `payment` is the key of the payment that it belongs to."""
    database.execute(
        "INSERT INTO movement (reference, kind, minor, currency, at, key, payment)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (reference, kind, money.minor, money.currency, stamp(at), key, payment),
    )


def sum_of(database: sqlite3.Connection, kind: StatementKind, payment: str) -> Money | None:
    """All of that kind for a payment, or None where there is none. One currency a payment."""
    row = database.execute(
        "SELECT sum(minor), currency FROM movement WHERE payment = ? AND kind = ?", (payment, kind)
    ).fetchone()
    return None if row[0] is None else Money(row[0], row[1])


@dataclass(frozen=True, slots=True)
class Sums:
    """What happened in one currency, in smallest units, all positive.

    `refunded` is what has gone back, `disputed` what banks hold or have kept, `paid_out` what has
    left for sellers and not come back, `in_transit` the part of it that has not arrived.
    """

    captured: int = 0
    refunded: int = 0
    disputed: int = 0
    fees: int = 0
    paid_out: int = 0
    in_transit: int = 0

    @property
    def balance(self) -> int:
        """What the provider holds for the site; below zero, what the site owes it."""
        return self.captured - self.refunded - self.disputed - self.fees - self.paid_out


def sums(database: sqlite3.Connection) -> dict[str, Sums]:
    """The truth, by currency."""
    found: dict[str, dict[str, int]] = {}
    for currency, kind, minor in database.execute(
        "SELECT currency, kind, sum(minor) FROM movement GROUP BY currency, kind"
    ):
        name, sign = _NAMES[StatementKind(kind)]
        found.setdefault(currency, {})[name] = sign * minor
    for currency, minor in database.execute(
        "SELECT currency, sum(minor) FROM payout WHERE state = 'submitted' GROUP BY currency"
    ):
        found[currency]["in_transit"] = minor
    return {currency: Sums(**names) for currency, names in found.items()}


_NAMES = {
    StatementKind.PAYMENT: ("captured", 1),
    StatementKind.REFUND: ("refunded", -1),
    StatementKind.DISPUTE: ("disputed", -1),
    StatementKind.FEE: ("fees", -1),
    StatementKind.PAYOUT: ("paid_out", -1),
}
