"""The fake provider as a world: the same each time, shared by processes, and never out of balance."""

from __future__ import annotations

import multiprocessing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pecia.kernel import clock
from pecia.trade.errors import NoticeRefused, ProviderRefused, ProviderUnreachable
from pecia.trade.providers.fake.mischief import Mischief, adversary, honest
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.providers.protocol import (
    DisputeState,
    PaymentFacts,
    PayoutState,
    RefundState,
    StatementKind,
    StatementLine,
)
from tests.trade.providers.conftest import MakeFake
from tests.trade.providers.nonces import Nonces
from tests.trade.providers.requests import payment, payout, refund
from tests.trade.providers.walking import NOON, Walk


def business(fake: FakeProvider, walk: Walk, payments: int = 25) -> list[str]:
    """Some weeks of it; gives all that was seen from outside, in order."""
    seen: list[str] = []
    for number in range(payments):
        request = payment(f"pay{number}", minor=1000 + number)
        seen.append(_tried(lambda request=request: fake.begin(request)))
        walk.go(seconds=40)
        seen.append(_tried(lambda request=request: fake.pay(request.key)))
        if number % 3 == 0:
            back = refund(request, 100, key=f"back{number}")
            seen.append(_tried(lambda back=back: fake.refund(back)))
        if number % 5 == 0:
            sent = payout(f"out{number}")
            seen.append(_tried(lambda sent=sent: fake.send(sent)))
        seen += _brought(fake)
    while (at := fake.next_event_at()) is not None:
        walk.at = max(at, walk.at)
        seen += _brought(fake)
    return seen


def _tried(call: object) -> str:
    assert callable(call)
    try:
        return repr(call())
    except (ProviderRefused, ProviderUnreachable) as error:
        return repr(error)


def _brought(fake: FakeProvider) -> list[str]:
    seen = []
    for delivery in fake.due_notices():
        try:
            notice = fake.read_notice(delivery.headers, delivery.body)
        except NoticeRefused as error:
            assert delivery.refusal == error.reason or (
                not delivery.refusal and error.reason == "key"
            )
            seen.append(f"{delivery.id} {error.reason}")
            continue
        assert delivery.refusal == ""
        fake.acknowledge(delivery.id)
        seen.append(f"{delivery.id} {notice}")
    return seen


@pytest.mark.parametrize("seed", range(6))
def test_the_same_seed_does_the_same(
    make_fake: MakeFake, walk: Walk, nonces: Nonces, seed: int
) -> None:
    runs = []
    for _ in range(2):
        walk.at = NOON
        nonces.seen.clear()
        fake = make_fake(adversary(seed))
        runs.append((business(fake, walk), fake.truth()))
    assert runs[0] == runs[1]


def test_seeds_differ_and_each_kind_of_mischief_is_somewhere() -> None:
    swarm = [asdict(adversary(seed)) for seed in range(40)]
    for name in swarm[0]:
        if name not in ("seed", "chargeback_won"):
            assert {adversary[name] for adversary in swarm} == {0.0, 0.02, 0.1, 0.3}, name
    assert not any(value for name, value in asdict(honest()).items() if name != "chargeback_won")


@pytest.mark.parametrize("seed", range(12))
def test_what_it_says_adds_up_to_its_truth(make_fake: MakeFake, walk: Walk, seed: int) -> None:
    fake = make_fake(adversary(seed))
    business(fake, walk)
    captured = fees = refunded = disputed = 0
    for number in range(25):
        facts = _answered(fake, f"pay{number}")
        if facts.captured.currency != "CNY":
            continue
        captured += facts.captured.minor
        fees += facts.fee.minor if facts.fee else 0
        refunded += sum(r.amount.minor for r in facts.refunds if r.state is RefundState.DONE)
        disputed += sum(d.amount.minor for d in facts.disputes if d.state is not DisputeState.WON)
    sent = [_payout(fake, f"out{number}") for number in range(0, 25, 5)]
    truth = fake.truth()["CNY"]
    assert (captured, fees, refunded, disputed) == (
        truth.captured,
        truth.fees,
        truth.refunded,
        truth.disputed,
    )
    assert truth.paid_out == 500 * sent.count(PayoutState.PAID)


def _answered(fake: FakeProvider, key: str) -> PaymentFacts:
    while True:
        try:
            return fake.ask(key, "")
        except ProviderUnreachable:
            continue


def _payout(fake: FakeProvider, key: str) -> PayoutState:
    while True:
        try:
            return fake.ask_payout(key).state
        except ProviderUnreachable:
            continue


def month(fake: FakeProvider) -> list[StatementLine]:
    """All lines of some months of statements."""
    return [
        line for day in range(120) for line in fake.statement((NOON + timedelta(days=day)).date())
    ]


@pytest.mark.parametrize("seed", range(4))
def test_statements_of_an_orderly_provider_are_its_truth(
    make_fake: MakeFake, walk: Walk, seed: int
) -> None:
    fake = make_fake(Mischief(seed=seed, outside_refund=0.2, chargeback=0.2, returned_payout=0.5))
    business(fake, walk)
    walk.go(days=200)
    lines = month(fake)
    assert sum(line.amount.minor for line in lines) == fake.truth()["CNY"].balance
    assert {line.kind for line in lines} == {
        StatementKind.PAYMENT,
        StatementKind.FEE,
        StatementKind.REFUND,
        StatementKind.DISPUTE,
        StatementKind.PAYOUT,
    }


def test_a_statement_is_there_when_the_day_is_over(make_fake: MakeFake, walk: Walk) -> None:
    fake = make_fake(Mischief())
    with pytest.raises(ProviderUnreachable):
        fake.statement(NOON.date())
    walk.at = datetime(2026, 3, 3, tzinfo=UTC)
    assert list(fake.statement(NOON.date())) == []


def test_lines_are_missing_added_and_shifted(make_fake: MakeFake, walk: Walk) -> None:
    lines = {}
    for rate in ("late_fee", "missing_line", "extra_line", "shifted_line"):
        walk.at = NOON
        fake = make_fake(Mischief(seed=0, **{rate: 1.0}))
        request = payment("one")
        fake.begin(request)
        fake.pay(request.key)
        walk.go(days=3)
        lines[rate] = [
            [line.kind for line in fake.statement((NOON + timedelta(days=day)).date())]
            for day in (0, 1, 2)
        ]
    assert [len(each) for each in lines["late_fee"]] == [2, 0, 0]
    assert lines["missing_line"] == [[], [], []]
    assert sorted(lines["extra_line"][0]) == ["fee", "other", "other", "payment"]
    assert [len(each) for each in lines["shifted_line"]] == [0, 2, 0]


def _pay_some(file: Path, first: int) -> None:
    fake = FakeProvider(file, Nonces(), mischief=Mischief(duplicate=0.5))
    for number in range(first, first + 50):
        request = payment(f"pay{number}", minor=100)
        fake.begin(request)
        fake.pay(request.key)
        fake.ask(request.key, "")
        for delivery in fake.due_notices():
            fake.acknowledge(delivery.id)
    fake.close()


def test_processes_share_it(tmp_path: Path) -> None:
    """Two pay the same, two others; nothing is lost and nothing twice."""
    file = tmp_path / "shared.sqlite"
    context = multiprocessing.get_context("spawn")
    starts = (0, 50, 100, 150)
    workers = [context.Process(target=_pay_some, args=(file, first)) for first in starts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    fake = FakeProvider(file, Nonces())
    assert fake.truth()["CNY"].captured == 200 * 100
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        fake.due_notices()
    fake.close()


def test_a_fork_has_its_own_connection(tmp_path: Path) -> None:
    fake = FakeProvider(tmp_path / "forked.sqlite", Nonces())
    fake.begin(payment("before"))
    worker = multiprocessing.get_context("fork").Process(target=fake.begin, args=(payment("in"),))
    worker.start()
    worker.join()
    assert worker.exitcode == 0
    assert fake.ask("in", "").reference
    fake.close()
