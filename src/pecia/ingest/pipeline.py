"""The pipeline: named steps, done one after the other, each safe to run twice.

A step does its work and returns what is to be written. That runs in one transaction with the job's
move to the next step, and only while the job is still ours.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, close_old_connections, transaction

from pecia.engine.public import Refusal
from pecia.ingest import jobs
from pecia.ingest.jobs import Claim, LostClaim
from pecia.ingest.models import StepRun
from pecia.ingest.steps import convert, describe, inspect, paginate, screen
from pecia.ingest.steps.engine import EngineAway
from pecia.kernel import clock
from pecia.kernel.crash_points import crash_point
from pecia.library.public import Edition, EditionState, end_edition
from pecia.reading.public import remove_all

_log = logging.getLogger(__name__)
_HEARTBEAT_SECONDS = 10.0
TEMPORARY = frozenset({"engine_unavailable", "queue_full"})  # it says nothing of the document

Write = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A named part of a file's way. `run` raises `Refusal` for what will never become pages."""

    name: str
    run: Callable[[Edition], Write]


_steps: list[Step] = [
    Step("inspect", inspect.run),
    Step("convert", convert.run),
    Step("paginate", paginate.run),
    Step("describe", describe.run),
    Step("screen", screen.run),
]


def steps() -> tuple[Step, ...]:
    """All steps in their order."""
    return tuple(_steps)


def register(step: Step, *, before: str) -> None:
    """Put a step of another part in, before the one of that name. Raises `ValueError`.

    Nothing comes before the first one: until it has looked at a file nobody knows what it is.
    """
    names = [each.name for each in _steps]
    if step.name not in names:
        if before == jobs.FIRST_STEP:
            raise ValueError(f"nothing comes before {before}")
        _steps.insert(names.index(before), step)


def advance(job_id: int) -> None:
    """Take a job through its remaining steps, until it has ended, failed, or was lost."""
    held = jobs.claim(job_id)
    while held is not None:
        crash_point(f"{held.step}-claimed")
        try:
            held = _run_one(held)
        except LostClaim:
            _log.warning("job %s was taken over by another worker", job_id)
            return


def _run_one(held: Claim) -> Claim | None:
    """Do one step; returns the claim for the next, or None when the way has ended or paused."""
    edition = Edition.objects.select_related("document", "blob").get(pk=held.edition_id)
    if edition.blob_id is None:  # erased meanwhile, perhaps while its pages were made
        remove_all(edition.token)
        jobs.finish(held)
        return None
    if held.attempt > jobs.MAX_ATTEMPTS:  # each of the tries before took its worker with it
        return _fail(held, edition, "the worker died each time", None)
    log = StepRun.objects.create(
        job_id=held.job_id, step=held.step, attempt=held.attempt, began_at=clock.now()
    )
    began = time.monotonic()
    step = next(each for each in _steps if each.name == held.step)
    try:
        with _lease_kept(held):
            write = step.run(edition)
        crash_point(f"{held.step}-done")
        following = _commit(held, edition, write)
    except EngineAway as away:
        _close(log, began, "postponed", "engine_unavailable", str(away))
        jobs.postpone(held)
        return None
    except Refusal as refusal:
        if refusal.code in TEMPORARY:
            _close(log, began, "postponed", refusal.code, str(refusal))
            jobs.postpone(held)
            return None
        _close(log, began, "refused", refusal.code, str(refusal))
        return _refuse(held, edition, refusal)
    except LostClaim:
        _close(log, began, "lost")
        raise
    except Exception as error:  # noqa: BLE001  any error is a failed try of this one file
        _log.exception("step %s of edition %s failed", held.step, held.edition_id)
        _close(log, began, "failed", type(error).__name__, traceback.format_exc(limit=8))
        return _fail(held, edition, repr(error), error)
    _close(log, began, "done")
    crash_point(f"{held.step}-committed")
    return following


def _commit(held: Claim, edition: Edition, write: Write) -> Claim | None:
    """Write what the step found and move on, in one transaction, if the job is still ours."""
    names = [step.name for step in _steps]
    place = names.index(held.step) + 1
    with transaction.atomic():
        following = jobs.go_on(held, names[place]) if place < len(names) else None
        if following is None:
            jobs.finish(held)
        write()
    return following


@transaction.atomic
def _refuse(held: Claim, edition: Edition, refusal: Refusal) -> None:
    jobs.finish(held)
    end_edition(edition, EditionState.REFUSED, refusal.code, refusal.detail)


@transaction.atomic
def _fail(held: Claim, edition: Edition, failure: str, error: Exception | None) -> None:
    if jobs.give_back(held, failure):
        end_edition(edition, EditionState.FAILED, "failed", type(error).__name__ if error else "")


def _close(log: StepRun, began: float, outcome: str, code: str = "", detail: str = "") -> None:
    log.milliseconds = round((time.monotonic() - began) * 1000)
    log.outcome, log.code, log.detail = outcome, code[:40], detail[:4_000]
    log.save()


def _renewed(held: Claim) -> bool:
    """Whether it is still ours. A database that is busy or away does not end the work: the lease
    is longer than several beats, and the next one may reach it."""
    try:
        return jobs.renew(held)
    except OperationalError:
        return True


@contextmanager
def _lease_kept(held: Claim) -> Iterator[None]:
    """Renew the lease from a thread beside while the work goes on."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(_HEARTBEAT_SECONDS):
            if not _renewed(held):
                break
        close_old_connections()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
