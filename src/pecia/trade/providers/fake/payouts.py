"""Money that the fake provider sends to sellers."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta

from pecia.trade.errors import ProviderRefused
from pecia.trade.money import Money
from pecia.trade.providers.fake import movements, notices
from pecia.trade.providers.fake.plans import is_planned, plan
from pecia.trade.providers.fake.world import World
from pecia.trade.providers.protocol import (
    PayoutFacts,
    PayoutRequest,
    PayoutState,
    StatementKind,
)


def send(
    world: World, database: sqlite3.Connection, request: PayoutRequest, at: datetime
) -> PayoutFacts:
    """Send, once a key."""
    destination = json.dumps(dict(request.destination), sort_keys=True)
    if (before := _find(database, request.key)) is not None:
        if (before["minor"], before["currency"], before["destination"]) != (
            request.amount.minor,
            request.amount.currency,
            destination,
        ):
            raise ProviderRefused(reason="this key was used for another payout")
        return _facts(before)
    if not Money(0, request.amount.currency) < request.amount:
        raise ProviderRefused(reason="nothing to send")
    _accept(world, database, request, destination, at)
    return ask(database, request.key)


def _accept(
    world: World,
    database: sqlite3.Connection,
    request: PayoutRequest,
    destination: str,
    at: datetime,
) -> None:
    character, key = world.mischief, request.key
    refused = not request.destination or character.fires("refused_payout", key)
    state = PayoutState.REFUSED if refused else PayoutState.SUBMITTED
    reference = f"fo{character.token('payout', key)}"
    reason = "the account was not accepted" if refused else ""
    amount = request.amount
    database.execute(
        "INSERT INTO payout VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, reference, destination, amount.minor, amount.currency, state, reason),
    )
    if not refused:
        movements.move(database, StatementKind.PAYOUT, -amount, at, reference=reference, key=key)
        _plan_arrival(world, database, key, at)


def _plan_arrival(world: World, database: sqlite3.Connection, key: str, at: datetime) -> None:
    character = world.mischief
    if character.fires("slow_payout", key):
        arrives = at + character.span(timedelta(hours=1), timedelta(days=3), "slow_payout", key)
        plan(database, arrives, "payout_paid", key)
    else:
        arrives = at
        arrive(world, database, key, at)
    if character.fires("returned_payout", key):
        back = arrives + character.span(timedelta(hours=2), timedelta(days=5), "returned", key)
        plan(database, back, "payout_returned", key)


def arrive(world: World, database: sqlite3.Connection, key: str, at: datetime) -> None:
    """The seller's bank has it."""
    database.execute("UPDATE payout SET state = ? WHERE key = ?", (PayoutState.PAID, key))
    _tell(world, database, key, at)


def come_back(world: World, database: sqlite3.Connection, key: str, at: datetime) -> None:
    """The seller's bank has sent it back."""
    row = database.execute(
        "UPDATE payout SET state = ?, reason = ? WHERE key = ? AND state = ? RETURNING *",
        (PayoutState.RETURNED, "the account is closed", key, PayoutState.PAID),
    ).fetchone()
    if row is None:
        return
    money = Money(row["minor"], row["currency"])
    reference = row["reference"]
    movements.move(database, StatementKind.PAYOUT, money, at, reference=reference, key=key)
    _tell(world, database, key, at)


def _tell(world: World, database: sqlite3.Connection, key: str, at: datetime) -> None:
    row = _find(database, key)
    assert row is not None
    notices.announce(
        world, database, at, "payout", key=key, reference=row["reference"], url=world.payout_url
    )


def ask(database: sqlite3.Connection, key: str) -> PayoutFacts:
    """How far it has come. One that is on its way to the provider is unknown, not refused."""
    row = _find(database, key)
    if row is not None:
        return _facts(row)
    if is_planned(database, "send", key):
        return PayoutFacts(key=key, reference="", state=PayoutState.UNKNOWN)
    return PayoutFacts(key, "", PayoutState.REFUSED, "there never was such a payout")


def _facts(row: sqlite3.Row) -> PayoutFacts:
    return PayoutFacts(row["key"], row["reference"], PayoutState(row["state"]), row["reason"])


def _find(database: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = database.execute(
        "SELECT * FROM payout WHERE key = ?", (key,)
    ).fetchone()
    return row
