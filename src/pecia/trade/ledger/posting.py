"""Writing an entry: the one way into the books."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.trade.errors import BooksRefuse, KeyReused, NotEnough, PeriodClosed
from pecia.trade.ledger.chart import BOUNDS, AccountName, Bound, Kind
from pecia.trade.ledger.models import Account, Entry, Leg


@dataclass(frozen=True, slots=True)
class Move:
    """An amount for one account, debit above zero."""

    account: AccountName
    amount: int


def debit(account: AccountName, amount: int) -> Move:
    """So much onto the left side."""
    return Move(account, amount)


def credit(account: AccountName, amount: int) -> Move:
    """So much onto the right side."""
    return Move(account, -amount)


def post(
    key: str,
    kind: str,
    moves: Sequence[Move],
    *,
    facts: Mapping[str, object] | None = None,
    booked_on: date | None = None,
    corrects: Entry | None = None,
    made_by: User | None = None,
) -> Entry:
    """Write an entry, in the caller's transaction; with the same key again it is the same entry.

    Moves on one account are put together, and those of nothing left out. Raises `KeyReused` when
    the key stands for something else, `NotEnough` when an account would leave its bounds,
    `PeriodClosed`, and `BooksRefuse` for an entry that does not balance.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{key} posted outside a transaction")
    sums = _summed(moves)
    digest = _digest(kind, sums, facts or {})
    if known := Entry.objects.filter(key=key).first():
        return _same(known, digest)
    now = clock.now()
    entry = Entry(
        key=key,
        input_digest=digest,
        kind=kind,
        facts=dict(facts or {}),
        leg_count=len(sums),
        corrects=corrects,
        made_by=made_by,
        booked_on=booked_on or now.date(),
        at=now,
    )
    return _write(entry, sums)


def is_posted(key: str) -> bool:
    """Whether there is an entry of that key."""
    return Entry.objects.filter(key=key).exists()


def correct(entry: Entry, key: str, *, reason: str, made_by: User | None = None) -> Entry:
    """Take an entry back by its mirror image; nothing is ever changed or removed."""
    legs = entry.legs.select_related("account")
    moves = [Move(name_of(leg.account), -leg.amount) for leg in legs]
    facts = {**entry.facts, "reason": reason}
    return post(key, "correction", moves, facts=facts, corrects=entry, made_by=made_by)


def accounts_named(names: Sequence[AccountName]) -> dict[str, Account]:
    """The rows of these accounts by their key; made where they are missing."""
    rows = {row.key: row for row in Account.objects.filter(key__in=[name.key for name in names])}
    missing = [name for name in names if name.key not in rows]
    if missing:
        Account.objects.bulk_create(map(_account, missing), ignore_conflicts=True)
        keys = [name.key for name in missing]
        rows |= {row.key: row for row in Account.objects.filter(key__in=keys)}
    return rows


def name_of(account: Account) -> AccountName:
    """The name of an account's row."""
    return AccountName(Kind(account.kind), account.currency, account.of)


def _write(entry: Entry, sums: Mapping[AccountName, int]) -> Entry:
    accounts = accounts_named(list(sums))
    legs = [
        Leg(entry_id=entry.id, account=accounts[name.key], amount=amount)
        for name, amount in sums.items()
    ]
    # In one order everywhere, so that two entries never wait for each other.
    legs.sort(key=lambda leg: leg.account_id)
    try:
        with transaction.atomic():
            Leg.objects.bulk_create(legs)
            entry.save(force_insert=True)
    except IntegrityError as error:
        if known := Entry.objects.filter(key=entry.key).first():  # another was faster
            return _same(known, entry.input_digest)
        raise _refusal(error) from error
    return entry


def _refusal(error: IntegrityError) -> Exception:
    words = str(error)
    if "balance_within_bounds" in words:
        return NotEnough()
    if "ledger_period_closed" in words:
        return PeriodClosed()
    return BooksRefuse(reason=words.splitlines()[0][:200])


def _same(known: Entry, digest: str) -> Entry:
    if known.input_digest != digest:
        raise KeyReused(key=known.key)
    return known


def _summed(moves: Sequence[Move]) -> dict[AccountName, int]:
    sums: dict[AccountName, int] = {}
    for move in moves:
        sums[move.account] = sums.get(move.account, 0) + move.amount
    return {name: amount for name, amount in sums.items() if amount}


def _digest(kind: str, sums: Mapping[AccountName, int], facts: Mapping[str, object]) -> str:
    told = [kind, sorted((name.key, amount) for name, amount in sums.items()), facts]
    return hashlib.sha256(canonical(told)).hexdigest()


def canonical(told: object) -> bytes:
    """JSON in one way of writing only."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _account(name: AccountName) -> Account:
    bound = BOUNDS.get(name.kind, Bound())
    return Account(
        key=name.key,
        kind=name.kind,
        currency=name.currency,
        of=name.of,
        keeps_balance=name.kind in BOUNDS,
        least=bound.least,
        most=bound.most,
    )
