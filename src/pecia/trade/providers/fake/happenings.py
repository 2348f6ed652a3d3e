"""Lets happen what was planned at the fake provider, in its order, when its time has come."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from pecia.trade.errors import ProviderRefused
from pecia.trade.money import Money
from pecia.trade.providers.fake import payments, payouts, reversals
from pecia.trade.providers.fake.plans import Facts, take_due
from pecia.trade.providers.fake.requests import (
    payment_request,
    payout_request,
    refund_request,
)
from pecia.trade.providers.fake.world import World

Happening = Callable[[World, sqlite3.Connection, str, Facts, datetime], object]


def catch_up(world: World, database: sqlite3.Connection, now: datetime) -> None:
    """Everything until now has happened."""
    while (due := take_due(database, now)) is not None:
        at, what, key, facts = due
        HAPPENINGS[what](world, database, key, facts, at)


def _money(facts: Facts) -> Money:
    return Money(int(facts["minor"]), str(facts["currency"]))


# Requests that come late are refused in silence where what they ask for is gone.


def _begin(world: World, database: sqlite3.Connection, facts: Facts) -> None:
    with suppress(ProviderRefused):
        payments.begin(world, database, payment_request(str(facts["request"])))


def _refund(world: World, database: sqlite3.Connection, facts: Facts, at: datetime) -> None:
    with suppress(ProviderRefused):
        reversals.refund(world, database, refund_request(str(facts["request"])), at)


def _send(world: World, database: sqlite3.Connection, facts: Facts, at: datetime) -> None:
    with suppress(ProviderRefused):
        payouts.send(world, database, payout_request(str(facts["request"])), at)


HAPPENINGS: Mapping[str, Happening] = {
    "begin": lambda world, db, key, facts, at: _begin(world, db, facts),
    "capture": lambda world, db, key, facts, at: payments.capture(
        world, db, key, _money(facts), at
    ),
    "fee": lambda world, db, key, facts, at: payments.charge_fee(db, key, _money(facts), at),
    "refund": lambda world, db, key, facts, at: _refund(world, db, facts, at),
    "refund_outcome": lambda world, db, key, facts, at: reversals.finish(
        world, db, key, str(facts["payment"]), done=bool(facts["done"]), at=at
    ),
    "outside_refund": lambda world, db, key, facts, at: reversals.refund_outside(
        world, db, key, None, at
    ),
    "chargeback": lambda world, db, key, facts, at: reversals.charge_back(
        world, db, key, at, won=None
    ),
    "dispute_outcome": lambda world, db, key, facts, at: reversals.end_dispute(
        world, db, key, str(facts["payment"]), won=bool(facts["won"]), at=at
    ),
    "send": lambda world, db, key, facts, at: _send(world, db, facts, at),
    "payout_paid": lambda world, db, key, facts, at: payouts.arrive(world, db, key, at),
    "payout_returned": lambda world, db, key, facts, at: payouts.come_back(world, db, key, at),
}
