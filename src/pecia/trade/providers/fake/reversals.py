"""Money that goes back from the fake provider: refunds of ours and of others, and chargebacks."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from pecia.trade.errors import ProviderRefused
from pecia.trade.money import Money
from pecia.trade.providers.fake import movements, payments
from pecia.trade.providers.fake.plans import Facts, is_planned, plan
from pecia.trade.providers.fake.world import World, stamp, tally
from pecia.trade.providers.protocol import (
    DisputeState,
    RefundFacts,
    RefundRequest,
    RefundState,
    StatementKind,
)

ANSWER = timedelta(days=10)  # from a chargeback to its outcome


def refund(
    world: World, database: sqlite3.Connection, request: RefundRequest, at: datetime
) -> RefundFacts:
    """Give back, once a key."""
    if (before := _find(database, request.key)) is not None:
        if Money(before["minor"], before["currency"]) != request.amount:
            raise ProviderRefused(reason="this key was used for another amount")
        return payments.refund_facts(before)
    _check_amount(database, request.payment_key, request.amount)
    character = world.mischief
    reference = f"fr{character.token('refund', request.key)}"
    _insert(database, reference, request.key, request.payment_key, request.amount, at)
    done = not _fails(world, database, request.payment_key)
    outcome: Facts = {"payment": request.payment_key, "done": int(done)}
    if character.fires("slow_refund", request.key):
        wait = character.span(timedelta(minutes=1), timedelta(days=2), "slow_refund", request.key)
        plan(database, at + wait, "refund_outcome", reference, outcome)
    else:
        finish(world, database, reference, request.payment_key, done=done, at=at)
    row = _find(database, request.key)
    assert row is not None
    return payments.refund_facts(row)


def _fails(world: World, database: sqlite3.Connection, payment: str) -> bool:
    """Whether this one fails; never two in succession."""
    count = tally(database, f"refund of {payment}")
    if not world.mischief.fires("failed_refund", payment, count):
        return False
    return count == 0 or not world.mischief.fires("failed_refund", payment, count - 1)


def _check_amount(database: sqlite3.Connection, payment: str, amount: Money) -> None:
    left = payments.left_of(database, payment)
    if left is None or left.currency != amount.currency or not Money(0, left.currency) < amount:
        raise ProviderRefused(reason="there is nothing to refund in that currency")
    if left < amount:
        raise ProviderRefused(reason="more than is left of the payment")


def _insert(
    database: sqlite3.Connection,
    reference: str,
    key: str,
    payment: str,
    amount: Money,
    at: datetime,
) -> None:
    database.execute(
        "INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            reference,
            key,
            payment,
            amount.minor,
            amount.currency,
            RefundState.SUBMITTED,
            stamp(at),
        ),
    )


def finish(
    world: World,
    database: sqlite3.Connection,
    reference: str,
    payment: str,
    *,
    done: bool,
    at: datetime,
) -> None:
    """The refund has arrived, or certainly has not."""
    state = RefundState.DONE if done else RefundState.FAILED
    row = database.execute(
        "UPDATE refund SET state = ? WHERE reference = ? RETURNING *", (state, reference)
    ).fetchone()
    if done:
        money = Money(-row["minor"], row["currency"])
        movements.move(
            database,
            StatementKind.REFUND,
            money,
            at,
            reference=reference,
            key=row["key"],
            payment=payment,
        )
    payments.tell(world, database, at, "refund", payments.known(database, payment))


def ask(database: sqlite3.Connection, request: RefundRequest) -> RefundFacts:
    """How far it has come. One that is on its way to the provider is unknown, not failed."""
    row = _find(database, request.key)
    if row is not None:
        return payments.refund_facts(row)
    on_its_way = is_planned(database, "refund", request.key)
    state = RefundState.UNKNOWN if on_its_way else RefundState.FAILED
    return RefundFacts(reference="", state=state, amount=request.amount, key=request.key)


def refund_outside(
    world: World, database: sqlite3.Connection, payment: str, amount: Money | None, at: datetime
) -> None:
    """Somebody refunds at the provider's own page: all that is left, or `amount`."""
    amount = amount or payments.left_of(database, payment)
    if not amount:
        return
    _check_amount(database, payment, amount)
    count = tally(database, f"outside {payment}")
    reference = f"fr{world.mischief.token('outside', payment, count)}"
    _insert(database, reference, "", payment, amount, at)
    finish(world, database, reference, payment, done=True, at=at)


def charge_back(
    world: World, database: sqlite3.Connection, payment: str, at: datetime, *, won: bool | None
) -> str:
    """The buyer's bank takes back what is left; after ten days it is won or lost. Empty: nothing
    was left."""
    amount = payments.left_of(database, payment)
    if not amount:
        return ""
    character = world.mischief
    count = tally(database, f"chargeback {payment}")
    reference = f"fd{character.token('dispute', payment, count)}"
    won = character.fires("chargeback_won", payment, count) if won is None else won
    database.execute(
        "INSERT INTO dispute VALUES (?, ?, ?, ?, ?, ?)",
        (reference, payment, amount.minor, amount.currency, DisputeState.OPEN, stamp(at)),
    )
    _move_disputed(database, -amount, at, reference, payment)
    plan(database, at + ANSWER, "dispute_outcome", reference, {"payment": payment, "won": int(won)})
    payments.tell(world, database, at, "dispute", payments.known(database, payment))
    return reference


def end_dispute(
    world: World,
    database: sqlite3.Connection,
    reference: str,
    payment: str,
    *,
    won: bool,
    at: datetime,
) -> None:
    """The bank has decided."""
    row = database.execute(
        "UPDATE dispute SET state = ? WHERE reference = ? RETURNING *",
        (DisputeState.WON if won else DisputeState.LOST, reference),
    ).fetchone()
    if won:
        _move_disputed(database, Money(row["minor"], row["currency"]), at, reference, payment)
    payments.tell(world, database, at, "dispute", payments.known(database, payment))


def _move_disputed(
    database: sqlite3.Connection, money: Money, at: datetime, reference: str, payment: str
) -> None:
    movements.move(
        database,
        StatementKind.DISPUTE,
        money,
        at,
        reference=reference,
        key=payment,
        payment=payment,
    )


def _find(database: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = database.execute(
        "SELECT * FROM refund WHERE key = ?", (key,)
    ).fetchone()
    return row
