"""The books: what they take, what they refuse, and that the database itself refuses it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from pecia.kernel import clock
from pecia.trade.errors import BooksRefuse, KeyReused, NotEnough, PeriodClosed
from pecia.trade.guards import triggers
from pecia.trade.ledger.balances import (
    balance_of,
    rebuild_balances,
    trial_balance,
    wrong_balances,
)
from pecia.trade.ledger.checking import check
from pecia.trade.ledger.models import Account, Closing, Entry, Leg, Seal, UnsealedEntry
from pecia.trade.ledger.periods import close_period
from pecia.trade.ledger.posting import correct, credit, debit, post
from pecia.trade.ledger.seals import broken_seals, seal_entries
from tests.emptying import guards_lifted
from tests.trade.books import AVAILABLE, CLEARING, FEES, PENDING, booked, sale

pytestmark = pytest.mark.django_db


def test_a_sale_stands_on_its_accounts_and_sums_to_nothing() -> None:
    sale("sale:1", 1000, fee=100)
    assert balance_of(PENDING) == -900
    assert trial_balance() == {
        "clearing:fake:EUR": 1000,
        "fee_income:EUR": -100,
        "seller_pending:7:EUR": -900,
    }
    assert list(check()) == []


def test_the_same_key_is_the_same_entry_and_other_data_an_error() -> None:
    assert sale("sale:1").pk == sale("sale:1").pk
    assert Entry.objects.count() == 1
    with pytest.raises(KeyReused):
        sale("sale:1", 999)


def test_nobody_has_less_than_nothing() -> None:
    sale("sale:1", 500)
    with pytest.raises(NotEnough):
        booked("early", debit(PENDING, 501), credit(AVAILABLE, 501))
    booked("whole", debit(PENDING, 500), credit(AVAILABLE, 500))
    assert (balance_of(PENDING), balance_of(AVAILABLE)) == (0, -500)


def test_an_entry_must_balance() -> None:
    with pytest.raises(BooksRefuse, match="ledger_unbalanced"):
        booked("uneven", debit(CLEARING, 5), credit(PENDING, 4))
    with pytest.raises(BooksRefuse, match="ledger_legs_missing"):
        booked("alone", debit(CLEARING, 5), credit(CLEARING, 5))
    assert not Leg.objects.exists()


def test_each_currency_balances_alone() -> None:
    dollars = type(CLEARING)(CLEARING.kind, "USD", "fake")
    with pytest.raises(BooksRefuse, match="ledger_unbalanced"):
        booked("mixed", debit(dollars, 5), credit(PENDING, 5))


def test_a_correction_is_an_entry_too() -> None:
    entry = sale("sale:1")
    with transaction.atomic():
        mirror = correct(entry, "correction:1", reason="booked twice")
    assert mirror.corrects == entry
    assert set(trial_balance().values()) == {0}
    assert Entry.objects.count() == 2


def _late_leg() -> None:
    entry = Entry.objects.get(key="sale:1")
    Leg.objects.create(entry=entry, account=Account.objects.get(key=FEES.key), amount=1)


def _changes() -> dict[str, Callable[[], object]]:
    return {
        "entry changed": lambda: Entry.objects.update(kind="gift"),
        "entry removed": lambda: Entry.objects.all()._raw_delete("default"),
        "leg changed": lambda: Leg.objects.update(amount=7),
        "leg removed": lambda: Leg.objects.all()._raw_delete("default"),
        "leg added later": _late_leg,
        "seal changed": lambda: Seal.objects.update(digest="0" * 64),
        "seal removed": lambda: Seal.objects.all()._raw_delete("default"),
        "account changed": lambda: Account.objects.update(currency="USD"),
        "bound lifted": lambda: Account.objects.update(most=None, least=None),
        "account removed": lambda: Account.objects.all()._raw_delete("default"),
        "left unsealed": lambda: UnsealedEntry.objects.all()._raw_delete("default"),
        "closing changed": lambda: Closing.objects.update(balances={}),
        "closing removed": lambda: Closing.objects.all()._raw_delete("default"),
        "balance too low": lambda: Account.objects.filter(key=PENDING.key).update(balance=1),
    }


@pytest.mark.parametrize("change", _changes())
def test_the_database_refuses(change: str) -> None:
    with clock.stopped_at(datetime.now(UTC) - timedelta(days=3)):
        sale("sale:0")
        seal_entries()
    close_period(datetime.now(UTC).date() - timedelta(days=2))
    sale("sale:1")
    booked("fee", debit(CLEARING, 5), credit(FEES, 5))
    with pytest.raises(IntegrityError), transaction.atomic():
        _changes()[change]()
    assert [problem for problem in check() if problem.code != "sealing_stuck"] == []


def test_an_entry_without_its_legs_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            id=uuid.uuid4(),
            key="bare",
            input_digest="",
            kind="sale",
            leg_count=2,
            booked_on=date(2026, 1, 1),
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )


@pytest.mark.django_db(transaction=True)
def test_legs_without_their_entry_do_not_stay() -> None:
    sale("sale:1", fee=10)
    account = Account.objects.get(key=FEES.key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leg.objects.create(entry_id=uuid.uuid4(), account=account, amount=1)


def test_all_guards_are_there_after_all_migrations() -> None:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        there = {row[0] for row in cursor.fetchall()}
    wanted = {name for _, name in triggers(connection.vendor)}
    assert len(wanted) >= 15
    assert wanted <= there


def test_kept_balances_are_made_anew() -> None:
    sale("sale:1", 700)
    Account.objects.filter(key=PENDING.key).update(balance=-1)
    assert [(row.key, folded) for row, folded in wrong_balances()] == [(PENDING.key, -700)]
    assert "balance_wrong" in {problem.code for problem in check()}
    assert rebuild_balances() == 1
    assert list(check()) == []


def test_the_chain_shows_what_was_changed() -> None:
    for number in range(5):
        sale(f"sale:{number}")
        assert seal_entries() == 1
    assert list(broken_seals()) == []
    seals = list(Seal.objects.order_by("position").values_list("position", "digest"))
    assert [position for position, _ in seals] == [1, 2, 3, 4, 5]
    assert len({digest for _, digest in seals}) == 5


def test_a_changed_leg_breaks_the_chain() -> None:
    for number in range(3):
        sale(f"sale:{number}")
    seal_entries()
    second = Entry.objects.get(seal__position=2)
    with guards_lifted():
        Leg.objects.filter(entry=second).update(amount=F("amount") * 2)
    assert [seal.position for seal in broken_seals()] == [2]
    assert {problem.code for problem in check()} == {"seal_broken", "balance_wrong"}


def test_a_closed_day_takes_nothing_more() -> None:
    today = clock.now().date()
    with clock.stopped_at(clock.now() - timedelta(days=2)):
        sale("sale:1", 400)
    closing = close_period(today - timedelta(days=1))
    assert closing.balances["clearing:fake:EUR"] == 400
    with pytest.raises(PeriodClosed), transaction.atomic():
        post(
            "late",
            "sale",
            [debit(CLEARING, 1), credit(PENDING, 1)],
            booked_on=today - timedelta(days=1),
        )
    sale("sale:2", 30)
    assert balance_of(CLEARING) == 430
    assert trial_balance()["clearing:fake:EUR"] == 430
    assert trial_balance(today - timedelta(days=1))["clearing:fake:EUR"] == 400


def test_today_is_not_closed_and_no_day_twice() -> None:
    today = clock.now().date()
    with pytest.raises(ValueError, match="not over"):
        close_period(today)
    close_period(today - timedelta(days=1))
    with pytest.raises(PeriodClosed):
        close_period(today - timedelta(days=3))


def test_nothing_is_posted_outside_a_transaction() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "in_atomic_block", False)
        with pytest.raises(RuntimeError):
            post("loose", "sale", [debit(CLEARING, 1), credit(PENDING, 1)])
