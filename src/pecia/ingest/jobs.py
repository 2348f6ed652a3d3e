"""The row that says where a file is in the pipeline, and who may go on with it.

Every change is a conditional update whose row count is checked. A job is claimed with a new fence
and a lease; the attempt is counted in the same commit, before anything is tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet

from pecia.ingest.models import IngestJob, JobState, StepRun
from pecia.kernel import clock
from pecia.library.public import Edition

FIRST_STEP = "inspect"
MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=45)
_TRIED_BEFORE = timedelta(seconds=3)  # a job that was given back has no task any more
_NEVER_TRIED = timedelta(seconds=60)  # a new one has; its turn may be late
PAUSES = (timedelta(seconds=2), timedelta(seconds=20))


class LostClaim(Exception):
    """Somebody else has the job now; whatever was made must not be written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to go on with a job while the fence is ours."""

    job_id: int
    edition_id: int
    step: str
    attempt: int
    fence: int


def begin(edition: Edition, *, priority: int) -> IngestJob:
    """The row of a new edition's job. In the caller's transaction."""
    now = clock.now()
    return IngestJob.objects.create(
        edition=edition,
        step=FIRST_STEP,
        priority=priority,
        due_at=now,
        created_at=now,
        changed_at=now,
    )


def claim(job_id: int) -> Claim | None:
    """Take the job, if it waits or its holder is gone. Counts the attempt in the same commit."""
    now = clock.now()
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = IngestJob.objects.filter(free, pk=job_id).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        fence=F("fence") + 1,
        lease_until=now + LEASE,
        changed_at=now,
    )
    if not taken:
        return None
    job = IngestJob.objects.get(pk=job_id)
    return Claim(job.pk, job.edition_id, job.step, job.attempts, job.fence)


def renew(held: Claim) -> bool:
    """Keep the lease; False when the job is lost."""
    return _rows(held).update(lease_until=clock.now() + LEASE) == 1


def go_on(held: Claim, step: str) -> Claim:
    """The step is done, `step` is next; its first attempt is counted. Raises `LostClaim`."""
    moved = _rows(held).update(
        step=step, attempts=1, lease_until=clock.now() + LEASE, changed_at=clock.now(), failure=""
    )
    if not moved:
        raise LostClaim
    return Claim(held.job_id, held.edition_id, step, 1, held.fence)


def finish(held: Claim) -> None:
    """The file's way has ended. Raises `LostClaim`."""
    if not _rows(held).update(state=JobState.DONE, lease_until=None, changed_at=clock.now()):
        raise LostClaim


def give_back(held: Claim, failure: str) -> bool:
    """A try failed: again after a pause, or never. True: it is dead now. Raises `LostClaim`."""
    dead = held.attempt >= MAX_ATTEMPTS
    pause = PAUSES[min(held.attempt, len(PAUSES)) - 1]
    changed = _rows(held).update(
        state=JobState.DEAD if dead else JobState.WAITING,
        lease_until=None,
        due_at=clock.now() + pause,
        failure=failure[:4_000],
        changed_at=clock.now(),
    )
    if not changed:
        raise LostClaim
    return dead


def postpone(held: Claim) -> None:
    """It could not even be tried, since the engine is away: again soon, and the try not counted.

    Raises `LostClaim`.
    """
    changed = _rows(held).update(
        state=JobState.WAITING,
        attempts=held.attempt - 1,
        lease_until=None,
        due_at=clock.now() + PAUSES[0],
        changed_at=clock.now(),
    )
    if not changed:
        raise LostClaim


def reset(job: IngestJob) -> bool:
    """Let an ended job begin again at its first step. False when it has not ended."""
    ended = IngestJob.objects.filter(pk=job.pk, state__in=(JobState.DEAD, JobState.DONE))
    return bool(
        ended.update(
            state=JobState.WAITING, step=FIRST_STEP, attempts=0, due_at=clock.now(), failure=""
        )
    )


def waiting_too_long() -> list[IngestJob]:
    """Jobs whose task was lost: due and not taken, or running with nobody behind."""
    now = clock.now()
    begun = Q(state=JobState.WAITING, due_at__lt=now, changed_at__lt=now - _TRIED_BEFORE)
    fresh = Q(state=JobState.WAITING, attempts=0, changed_at__gte=now - _NEVER_TRIED)
    orphaned = Q(state=JobState.RUNNING, lease_until__lt=now)
    rows = IngestJob.objects.filter(begun | orphaned).exclude(fresh, step=FIRST_STEP)
    return list(rows.order_by("-priority", "due_at")[:200])


def touch(job: IngestJob) -> bool:
    """Note that the sweep has put the job on the queue again, so that it does not do so at once."""
    rows = IngestJob.objects.filter(pk=job.pk, changed_at=job.changed_at)
    return rows.update(changed_at=clock.now()) == 1


def dead_jobs() -> list[IngestJob]:
    """What was tried too often, newest first."""
    rows = IngestJob.objects.filter(state=JobState.DEAD).order_by("-changed_at")
    return list(rows.select_related("edition", "edition__document"))


def runs_of(edition: Edition) -> list[StepRun]:
    """The log of an edition's way, oldest first."""
    return list(StepRun.objects.filter(job__edition=edition))


def queue_length() -> int:
    """How many files are on their way."""
    return IngestJob.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING)).count()


def _rows(held: Claim) -> QuerySet[IngestJob]:
    return IngestJob.objects.filter(pk=held.job_id, fence=held.fence, state=JobState.RUNNING)
