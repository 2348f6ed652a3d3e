"""Claims, leases and fences: one worker at a time, and a zombie writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pecia.engine.public import Refusal
from pecia.ingest import jobs, pipeline
from pecia.ingest.jobs import LEASE, MAX_ATTEMPTS, Claim, LostClaim
from pecia.ingest.models import IngestJob, JobState, StepRun
from pecia.ingest.pipeline import Step
from pecia.ingest.public import advance, dead_jobs, retry, runs_of, sweep
from pecia.ingest.steps.engine import EngineAway
from pecia.kernel import clock, events
from pecia.library.public import Edition, EditionState
from tests.ingest.received import job_of, receive
from tests.people import People

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
AFTER = START + LEASE + timedelta(seconds=1)


@pytest.fixture
def edition(people: People) -> Edition:
    with clock.stopped_at(START):
        return receive(people.alice, "report.txt", b"Some words.")


def claimed(edition: Edition, at: datetime = START) -> Claim:
    with clock.stopped_at(at):
        held = jobs.claim(job_of(edition).pk)
    assert held is not None
    return held


def zombie_of(edition: Edition) -> Claim:
    """A claim whose lease has passed, and whose job somebody else has."""
    old = claimed(edition)
    claimed(edition, AFTER)
    return old


def with_steps(monkeypatch: pytest.MonkeyPatch, *runs: Callable[[Edition], Any]) -> None:
    """Other steps than ours; the first one stands under the name of the first."""
    names = ("inspect", "second", "third")
    steps = [Step(name, run) for name, run in zip(names, runs, strict=False)]
    monkeypatch.setattr(pipeline, "_steps", steps)


def fine(_edition: Edition) -> Callable[[], None]:
    return lambda: None


def broken(_edition: Edition) -> Callable[[], None]:
    raise RuntimeError("a step is broken")


def away(_edition: Edition) -> Callable[[], None]:
    raise EngineAway("starting")


def test_a_job_has_one_holder(edition: Edition) -> None:
    held = claimed(edition)
    with clock.stopped_at(START + LEASE - timedelta(seconds=1)):
        assert jobs.claim(held.job_id) is None


def test_the_attempt_is_counted_with_the_claim(edition: Edition) -> None:
    assert job_of(edition).attempts == 0
    assert claimed(edition).attempt == job_of(edition).attempts == 1
    assert claimed(edition, AFTER).attempt == job_of(edition).attempts == 2


def test_a_holder_that_is_gone_is_followed_by_another_with_a_new_fence(edition: Edition) -> None:
    old = claimed(edition)
    assert claimed(edition, AFTER).fence == old.fence + 1


@pytest.mark.parametrize(
    "write",
    [
        lambda held: jobs.go_on(held, "convert"),
        jobs.finish,
        lambda held: jobs.give_back(held, "failed"),
        jobs.postpone,
    ],
    ids=["go on", "finish", "give back", "postpone"],
)
def test_a_zombie_is_refused(write: Callable[[Claim], object], edition: Edition) -> None:
    old = zombie_of(edition)
    before = IngestJob.objects.filter(edition=edition).values().get()
    with clock.stopped_at(AFTER), pytest.raises(LostClaim):
        write(old)
    assert IngestJob.objects.filter(edition=edition).values().get() == before


def test_a_zombie_can_not_keep_its_lease(edition: Edition) -> None:
    old = zombie_of(edition)
    assert not jobs.renew(old)


def test_a_lease_that_is_kept_is_not_taken(edition: Edition) -> None:
    held = claimed(edition)
    with clock.stopped_at(START + LEASE - timedelta(seconds=1)):
        assert jobs.renew(held)
    with clock.stopped_at(AFTER):
        assert jobs.claim(held.job_id) is None


def test_what_a_zombie_found_is_not_written(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def slow(_edition: Edition) -> Callable[[], None]:
        claimed(edition, AFTER)  # another worker takes it while this one sleeps
        return lambda: written.append("by a zombie")

    with_steps(monkeypatch, slow, fine)
    with clock.stopped_at(START):
        advance(job_of(edition).pk)
    assert written == []
    assert job_of(edition).step == "inspect"
    assert [run.outcome for run in runs_of(edition)] == ["lost"]


def test_what_a_step_writes_comes_with_its_move_or_not_at_all(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_edition: Edition) -> Callable[[], None]:
        def write() -> None:
            Edition.objects.filter(pk=edition.pk).update(format="half")
            raise RuntimeError("in the middle of writing")

        return write

    with_steps(monkeypatch, half, fine)
    advance(job_of(edition).pk)
    edition.refresh_from_db()
    assert edition.format == ""
    assert (job_of(edition).step, job_of(edition).state) == ("inspect", JobState.WAITING)


def test_a_step_that_fails_is_tried_again_and_then_given_up(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, broken)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert job_of(edition).state == JobState.WAITING
        advance(job_of(edition).pk)
        assert job_of(edition).attempts == attempt
    assert job_of(edition).state == JobState.DEAD
    edition.refresh_from_db()
    assert (edition.state, edition.code) == (EditionState.FAILED, "failed")
    runs = runs_of(edition)
    assert [(run.outcome, run.code) for run in runs] == [("failed", "RuntimeError")] * MAX_ATTEMPTS
    assert all(run.milliseconds is not None for run in runs)
    assert "a step is broken" in runs[-1].detail


def test_attempts_are_counted_a_step(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch, fine, broken)
    advance(job_of(edition).pk)
    assert (job_of(edition).step, job_of(edition).attempts) == ("second", 1)


def test_what_was_given_up_is_seen_and_can_be_sent_again(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, broken)
    for _try in range(MAX_ATTEMPTS):
        advance(job_of(edition).pk)
    (dead,) = dead_jobs()
    assert dead.edition == edition
    assert "a step is broken" in dead.failure
    with_steps(monkeypatch, fine)
    assert retry(dead)
    assert dead_jobs() == []
    assert Edition.objects.get().state == EditionState.RECEIVED
    advance(dead.pk)
    assert job_of(edition).state == JobState.DONE
    assert not retry(dead)


def test_its_publisher_is_written_to_when_it_is_given_up(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    with_steps(monkeypatch, broken)
    for _try in range(MAX_ATTEMPTS):
        advance(job_of(edition).pk)
    events.deliver_due()
    assert [letter.to for letter in mailoutbox] == [["alice@example.org"]]
    assert "report.txt" in mailoutbox[0].subject


def test_a_document_that_takes_its_worker_with_it_ends_too(edition: Edition) -> None:
    moment = START
    for _death in range(MAX_ATTEMPTS):
        claimed(edition, moment)
        moment += LEASE + timedelta(seconds=1)
    with clock.stopped_at(moment):
        advance(job_of(edition).pk)
    assert job_of(edition).state == JobState.DEAD
    assert "died" in job_of(edition).failure


@pytest.mark.parametrize("code", ["engine_unavailable", "queue_full"])
def test_an_engine_that_has_no_time_is_no_failure_of_the_file(
    code: str, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_edition: Edition) -> Callable[[], None]:
        raise Refusal(code, "later")

    with_steps(monkeypatch, busy)
    postponed_for_ever(edition)
    assert {run.code for run in runs_of(edition)} == {code}


def test_an_engine_that_is_away_is_no_failure_of_the_file(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, away)
    postponed_for_ever(edition)


def postponed_for_ever(edition: Edition) -> None:
    for _try in range(MAX_ATTEMPTS + 3):
        advance(job_of(edition).pk)
    job = job_of(edition)
    assert (job.state, job.attempts) == (JobState.WAITING, 0)
    assert {run.outcome for run in runs_of(edition)} == {"postponed"}


def test_a_refusal_ends_it_at_once_with_its_code(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_edition: Edition) -> Callable[[], None]:
        raise Refusal("type_mismatch", "a program")

    with_steps(monkeypatch, refused, broken)
    advance(job_of(edition).pk)
    edition.refresh_from_db()
    assert (edition.state, edition.code) == (EditionState.REFUSED, "type_mismatch")
    assert job_of(edition).state == JobState.DONE
    assert [(run.outcome, run.code) for run in runs_of(edition)] == [("refused", "type_mismatch")]


def queued() -> int:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.count()


def test_the_sweep_puts_a_lost_job_on_the_queue_once(edition: Edition) -> None:
    claimed(edition)
    before = queued()
    with clock.stopped_at(START + LEASE - timedelta(seconds=1)):
        assert sweep()["jobs"] == 0
    with clock.stopped_at(AFTER):
        assert sweep()["jobs"] == 1
    assert queued() == before + 1


def test_the_sweep_waits_for_the_pause_of_a_failed_try(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, broken)
    with clock.stopped_at(START):
        advance(job_of(edition).pk)
        assert sweep()["jobs"] == 0
    with clock.stopped_at(START + timedelta(seconds=4)):
        assert sweep()["jobs"] == 1
        assert sweep()["jobs"] == 0


def test_the_sweep_finds_a_new_job_whose_task_was_lost(edition: Edition) -> None:
    with clock.stopped_at(START + timedelta(seconds=30)):
        assert sweep()["jobs"] == 0
    with clock.stopped_at(START + timedelta(seconds=61)):
        assert sweep()["jobs"] == 1


def test_a_file_is_accepted_with_its_task_in_one_transaction(people: People) -> None:
    before = queued()
    receive(people.alice, "report.txt", b"words")
    assert queued() == before + 1


def test_every_try_is_on_record_before_it_comes_back(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(_edition: Edition) -> Callable[[], None]:
        (run,) = StepRun.objects.filter(job__edition=edition)
        assert (run.outcome, run.milliseconds, run.attempt) == ("", None, 1)
        return lambda: None

    with_steps(monkeypatch, look)
    advance(job_of(edition).pk)
    assert [run.outcome for run in runs_of(edition)] == ["done"]
