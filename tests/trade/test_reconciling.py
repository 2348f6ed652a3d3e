"""The provider's account of a day against the books: what does not fit is listed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pecia.trade.ledger.balances import trial_balance
from pecia.trade.money import Money
from pecia.trade.orders.placing import Buyer
from pecia.trade.payments import desk
from pecia.trade.payments.differences import explain_difference, open_differences
from pecia.trade.payments.models import Difference, StatementRow
from pecia.trade.payments.reconciling import reconcile, take_statements
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.protocol import StatementKind, StatementLine
from tests.people import People
from tests.trade import market
from tests.trade.market import Time, begun, bring_notices, ordered, priced_document, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def time() -> Iterator[Time]:
    with market.moving_time() as time:
        yield time


def sold(
    folder: Path, monkeypatch: pytest.MonkeyPatch, people: People, time: Time, **mischief: float
) -> FakeProvider:
    """Three sales, and the night after."""
    made = FakeProvider(folder / "fake.sqlite3", desk.fresh_nonce, mischief=Mischief(**mischief))  # type: ignore[arg-type]
    monkeypatch.setattr(desk, "providers", lambda: {"fake": made})
    document = priced_document(folder, people.alice, 500)
    for buyer in (people.charlie, people.bob, people.sue):
        made.pay(begun(ordered(document, Buyer(buyer))).key)
    bring_notices(made)
    work()
    time.go(days=1)
    work()
    return made


def codes() -> list[str]:
    return sorted(open_differences().values_list("code", flat=True))


def test_an_honest_statement_is_what_the_books_say(
    people: People, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold(tmp_path, monkeypatch, people, time)
    assert StatementRow.objects.count() >= 3
    assert codes() == []
    assert take_statements() == 0
    assert reconcile() == 0


def test_missing_lines_are_listed_and_explained_by_somebody(
    people: People, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold(tmp_path, monkeypatch, people, time, missing_line=1.0)
    StatementRow.objects.create(
        provider="fake",
        day=time.now.date(),
        ordinal=0,
        kind="other",
        reference="x",
        amount=1,
        currency="EUR",
        at=time.now,
    )
    assert reconcile() == 4
    assert codes() == ["missing_in_books", *["missing_in_statement"] * 3]
    first = open_differences().first()
    assert first is not None
    assert explain_difference(first, "The provider has sent it by mail.", people.olga)
    assert not explain_difference(first, "Again.", people.olga)
    reconcile()
    assert open_differences().count() == 3
    assert first.due_on > time.now.date()


def test_invented_lines_are_listed(
    people: People, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold(tmp_path, monkeypatch, people, time, extra_line=1.0)
    assert set(codes()) == {"missing_in_books"}
    assert Difference.objects.count() == StatementRow.objects.count() // 2


def test_a_shifted_line_is_listed_for_a_day_and_leaves_the_list(
    people: People, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold(tmp_path, monkeypatch, people, time, shifted_line=0.5, seed=4)
    before = codes()
    assert before
    time.go(days=1)
    work()
    assert codes() == []
    assert Difference.objects.filter(ended_at__isnull=False).count() >= 1


def test_a_transfer_to_the_bank_is_booked_once(
    people: People, tmp_path: Path, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sold(tmp_path, monkeypatch, people, time)
    line = StatementLine("po_1", StatementKind.TRANSFER, Money(-1400, "EUR"), time.now)
    monkeypatch.setattr(made, "statement", lambda day: iter([line]))
    before = trial_balance()["clearing:fake:EUR"]
    time.go(days=1)
    for _ in range(2):
        take_statements()
    assert trial_balance()["bank:EUR"] == 1400
    assert trial_balance()["clearing:fake:EUR"] == before - 1400
