"""Payments at the fake provider: begun by the site, paid or refused by a buyer."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from pecia.kernel.errors import NotThere
from pecia.trade.errors import ProviderRefused
from pecia.trade.money import Money
from pecia.trade.providers.fake import movements, notices
from pecia.trade.providers.fake.plans import Facts, is_planned, plan
from pecia.trade.providers.fake.world import World, moment, stamp
from pecia.trade.providers.protocol import (
    DisputeFacts,
    DisputeState,
    PaymentFacts,
    PaymentRequest,
    PaymentState,
    RefundFacts,
    RefundState,
    StatementKind,
)

FEE_PER_MILLE = 6
OTHER_CURRENCY = {"CNY": "USD", "USD": "CNY"}


def begin(world: World, database: sqlite3.Connection, request: PaymentRequest) -> str:
    """Note the payment, once a key, and give its reference."""
    known = _find(database, request.key)
    if known is None:
        reference = f"fp{world.mischief.token('payment', request.key)}"
        database.execute(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                request.key,
                reference,
                request.subject,
                request.amount.minor,
                request.amount.currency,
                stamp(request.expires_at),
                request.notice_url,
                PaymentState.PENDING,
            ),
        )
        return reference
    if Money(known["minor"], known["currency"]) != request.amount:
        raise ProviderRefused(reason="this key was used for another amount")
    return str(known["reference"])


def cancel(database: sqlite3.Connection, key: str) -> None:
    """It can't be begun to be paid any more; money that is on its way still comes."""
    database.execute(
        "UPDATE payment SET state = ? WHERE key = ? AND state = ?",
        (PaymentState.CANCELLED, key, PaymentState.PENDING),
    )


def refuse(world: World, database: sqlite3.Connection, key: str, now: datetime) -> None:
    """The buyer, or the buyer's bank, says no."""
    payment = payable(database, key, now)
    database.execute("UPDATE payment SET state = ? WHERE key = ?", (PaymentState.FAILED, key))
    tell(world, database, now, "payment", payment)


def pay(
    world: World, database: sqlite3.Connection, key: str, money: Money | None, now: datetime
) -> None:
    """The buyer pays: what was asked, or `money`; perhaps twice, otherwise, or too late."""
    payment = payable(database, key, now)
    character = world.mischief
    money = money or _tendered(world, payment)
    at = now
    if character.fires("late", key):
        expiry = moment(payment["expires"])
        at = expiry + character.span(timedelta(minutes=1), timedelta(days=2), "late", key)
    facts: Facts = {"minor": money.minor, "currency": money.currency}
    plan(database, at, "capture", key, facts)
    if character.fires("paid_twice", key):
        plan(database, at + timedelta(seconds=90), "capture", key, facts)


def _tendered(world: World, payment: sqlite3.Row) -> Money:
    character, key = world.mischief, payment["key"]
    minor, currency = payment["minor"], payment["currency"]
    if character.fires("wrong_amount", key):
        minor = (minor - 1, minor + 1, minor // 2, minor * 10)[character.pick(4, "amount", key)]
    if character.fires("wrong_currency", key):
        currency = OTHER_CURRENCY.get(currency, "USD")
    return Money(max(minor, 1), currency)


def capture(
    world: World, database: sqlite3.Connection, key: str, money: Money, at: datetime
) -> None:
    """The money is here, whatever has become of the order."""
    payment = known(database, key)
    database.execute("UPDATE payment SET state = ? WHERE key = ?", (PaymentState.CAPTURED, key))
    reference = payment["reference"]
    movements.move(
        database, StatementKind.PAYMENT, money, at, reference=reference, key=key, payment=key
    )
    character = world.mischief
    later = timedelta(minutes=1) if character.fires("late_fee", key) else timedelta()
    fee = Money((money.minor * FEE_PER_MILLE + 500) // 1000, money.currency)
    plan(database, at + later, "fee", key, {"minor": fee.minor, "currency": fee.currency})
    if character.fires("outside_refund", key):
        wait = character.span(timedelta(minutes=5), timedelta(days=3), "outside_refund", key)
        plan(database, at + wait, "outside_refund", key)
    if character.fires("chargeback", key):
        wait = character.span(timedelta(days=15), timedelta(days=60), "chargeback", key)
        plan(database, at + wait, "chargeback", key)
    tell(world, database, at, "payment", payment)


def charge_fee(database: sqlite3.Connection, key: str, fee: Money, at: datetime) -> None:
    """What the provider keeps of a payment."""
    payment = known(database, key)
    movements.move(
        database,
        StatementKind.FEE,
        -fee,
        at,
        reference=payment["reference"],
        key=key,
        payment=key,
    )


def tell(
    world: World, database: sqlite3.Connection, at: datetime, kind: str, payment: sqlite3.Row
) -> None:
    """A notice that something has happened to the payment."""
    notices.announce(
        world,
        database,
        at,
        kind,
        key=payment["key"],
        reference=payment["reference"],
        url=payment["notice_url"],
    )


def facts_of(database: sqlite3.Connection, key: str, now: datetime) -> PaymentFacts:
    """All that there is to say of it."""
    payment = _find(database, key)
    if payment is None:
        begun_later = is_planned(database, "begin", key)
        state = PaymentState.PENDING if begun_later else PaymentState.FAILED
        return PaymentFacts(key=key, reference="", state=state, captured=Money(0, "XXX"))
    captured = movements.sum_of(database, StatementKind.PAYMENT, key)
    fee = movements.sum_of(database, StatementKind.FEE, key)
    return PaymentFacts(
        key=key,
        reference=payment["reference"],
        state=_state(payment, now),
        captured=captured or Money(0, payment["currency"]),
        fee=None if fee is None else -fee,
        refunds=_refunds(database, key),
        disputes=_disputes(database, key),
    )


def _state(payment: sqlite3.Row, now: datetime) -> PaymentState:
    state = PaymentState(payment["state"])
    if state is PaymentState.PENDING and stamp(now) >= payment["expires"]:
        return PaymentState.EXPIRED
    return state


def _refunds(database: sqlite3.Connection, key: str) -> tuple[RefundFacts, ...]:
    rows = database.execute("SELECT * FROM refund WHERE payment = ? ORDER BY at, reference", (key,))
    return tuple(refund_facts(row) for row in rows)


def refund_facts(row: sqlite3.Row) -> RefundFacts:
    """A refund as its row has it."""
    return RefundFacts(
        reference=row["reference"],
        state=RefundState(row["state"]),
        amount=Money(row["minor"], row["currency"]),
        key=row["key"],
    )


def _disputes(database: sqlite3.Connection, key: str) -> tuple[DisputeFacts, ...]:
    rows = database.execute(
        "SELECT * FROM dispute WHERE payment = ? ORDER BY at, reference", (key,)
    )
    return tuple(
        DisputeFacts(
            row["reference"], DisputeState(row["state"]), Money(row["minor"], row["currency"])
        )
        for row in rows
    )


def left_of(database: sqlite3.Connection, key: str) -> Money | None:
    """What of the payment could still go back, or None where nothing was ever captured."""
    captured = movements.sum_of(database, StatementKind.PAYMENT, key)
    if captured is None:
        return None
    gone = database.execute(
        "SELECT coalesce(sum(minor), 0) FROM ("
        " SELECT minor FROM refund WHERE payment = :key AND state != :failed"
        " UNION ALL SELECT minor FROM dispute WHERE payment = :key AND state != :won)",
        {"key": key, "failed": RefundState.FAILED, "won": DisputeState.WON},
    ).fetchone()[0]
    return captured - Money(gone, captured.currency)


def payable(database: sqlite3.Connection, key: str, now: datetime) -> sqlite3.Row:
    """The payment, while one can begin to pay it."""
    payment = known(database, key)
    if _state(payment, now) is not PaymentState.PENDING or is_planned(database, "capture", key):
        raise ProviderRefused(reason="this payment can't be paid any more")
    return payment


def known(database: sqlite3.Connection, key: str) -> sqlite3.Row:
    """The payment, which must be there."""
    payment = _find(database, key)
    if payment is None:
        raise NotThere
    return payment


def _find(database: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = database.execute(
        "SELECT * FROM payment WHERE key = ?", (key,)
    ).fetchone()
    return row
