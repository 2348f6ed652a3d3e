"""The books alone: whatever is posted, corrected, closed, sealed and made anew, in any order, they
sum to nothing (M1, M2), nobody has less than nothing (M3), balances are what their legs say (M9),
and closed days stay closed (M12)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pecia.kernel import clock
from pecia.trade.errors import BooksRefuse, KeyReused, NotEnough, PeriodClosed
from pecia.trade.ledger.balances import balance_of, rebuild_balances, trial_balance
from pecia.trade.ledger.chart import BOUNDS, AccountName, Bound
from pecia.trade.ledger.checking import check
from pecia.trade.ledger.models import Account, Closing, Entry
from pecia.trade.ledger.periods import close_period
from pecia.trade.ledger.posting import Move, correct, post
from pecia.trade.ledger.seals import seal_entries
from tests.trade.books import AVAILABLE, CLEARING, FEES, PENDING

ACCOUNTS = (CLEARING, PENDING, AVAILABLE, FEES)
amounts = st.integers(-300, 300)
places = st.sampled_from(ACCOUNTS)
keys = st.integers(0, 30)


class Books(RuleBasedStateMachine):
    """What the books should say is counted beside them in the plainest way."""

    def __init__(self) -> None:
        super().__init__()
        self.now = clock.now()
        self.balances: Counter[AccountName] = Counter()
        self.posted: dict[str, list[Move]] = {}
        self.closed = self.now.date() - timedelta(days=400)

    @rule(key=keys, legs=st.lists(st.tuples(places, amounts), min_size=1, max_size=3), to=places)
    def post_evenly(self, key: int, legs: list[tuple[AccountName, int]], to: AccountName) -> None:
        moves = [Move(name, amount) for name, amount in legs]
        self._post(f"entry:{key}", [*moves, Move(to, -sum(amount for _, amount in legs))])

    @rule(key=keys, amount=st.integers(1, 50))
    def post_unevenly(self, key: int, amount: int) -> None:
        with pytest.raises(BooksRefuse), transaction.atomic():
            post(f"uneven:{key}", "test", [Move(CLEARING, amount + 1), Move(PENDING, -amount)])

    @rule(amount=st.integers(1, 50), days=st.integers(0, 5))
    def post_on_a_closed_day(self, amount: int, days: int) -> None:
        day = self.closed - timedelta(days=days)
        if not Closing.objects.exists():
            return
        moves = [Move(CLEARING, amount), Move(FEES, -amount)]
        with pytest.raises(PeriodClosed), transaction.atomic():
            post(f"late:{Entry.objects.count()}", "test", moves, booked_on=day)

    @rule(key=keys)
    def correct_one(self, key: int) -> None:
        name = f"entry:{key}"
        moves = [Move(move.account, -move.amount) for move in self.posted.get(name, [])]
        if not moves or f"back:{name}" in self.posted or not self._fits(moves):
            return
        with transaction.atomic(), clock.stopped_at(self.now):
            correct(Entry.objects.get(key=name), f"back:{name}", reason="a slip")
        self._count(f"back:{name}", moves)

    @rule(hours=st.integers(1, 40))
    def time_goes_on(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(ago=st.integers(0, 3))
    def close_days(self, ago: int) -> None:
        day = self.now.date() - timedelta(days=ago)
        with clock.stopped_at(self.now):
            if ago == 0:
                with pytest.raises(ValueError, match="not over"):
                    close_period(day)
            elif Closing.objects.exists() and day <= self.closed:
                with pytest.raises(PeriodClosed):
                    close_period(day)
            else:
                close_period(day)
                self.closed = day

    @rule(limit=st.integers(1, 4))
    def seal_some(self, limit: int) -> None:
        seal_entries(limit)

    @rule(by=st.integers(-5, -1))
    def damage_and_make_anew(self, by: int) -> None:
        row = Account.objects.filter(key=PENDING.key).first()
        if row is not None:
            Account.objects.filter(pk=row.pk).update(balance=row.balance + by)
            assert rebuild_balances() == 1
        assert rebuild_balances() == 0

    @invariant()
    def the_checker_is_silent(self) -> None:
        with clock.stopped_at(self.now):
            assert [row for row in check() if row.code != "sealing_stuck"] == []

    @invariant()
    def balances_are_as_counted(self) -> None:
        sums = trial_balance()
        assert sum(sums.values()) == 0
        for name in ACCOUNTS:
            assert balance_of(name) == sums.get(name.key, 0) == self.balances[name]
            assert _within(name, balance_of(name))

    def _post(self, key: str, moves: list[Move]) -> None:
        sums = _summed(moves)
        expected: type[Exception] | None = None
        if key in self.posted:
            expected = None if sums == _summed(self.posted[key]) else KeyReused
        elif len(sums) < 2:
            expected = BooksRefuse
        elif not self._fits(moves):
            expected = NotEnough
        with clock.stopped_at(self.now):
            if expected is not None:
                with pytest.raises(expected), transaction.atomic():
                    post(key, "test", moves)
                return
            with transaction.atomic():
                post(key, "test", moves)
        if key not in self.posted:
            self._count(key, moves)

    def _fits(self, moves: list[Move]) -> bool:
        sums = _summed(moves)
        return all(_within(name, self.balances[name] + amount) for name, amount in sums.items())

    def _count(self, key: str, moves: list[Move]) -> None:
        self.posted[key] = moves
        for move in moves:
            self.balances[move.account] += move.amount


def _summed(moves: list[Move]) -> dict[AccountName, int]:
    sums: Counter[AccountName] = Counter()
    for move in moves:
        sums[move.account] += move.amount
    return {name: amount for name, amount in sums.items() if amount}


def _within(name: AccountName, balance: int) -> bool:
    bound = BOUNDS.get(name.kind, Bound())
    least, most = bound.least, bound.most
    return (least is None or balance >= least) and (most is None or balance <= most)


class TestBooks(TestCase):
    """Each run begins with empty books."""

    def test_any_order(self) -> None:
        quick = settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(BooksRun, settings=quick)


class BooksRun(Books):
    """In a transaction of its own, which is taken back."""

    def __init__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        super().__init__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(None, None, None)
