"""What a crash has left is picked up here, again and again, by every worker."""

from __future__ import annotations

from pecia.ingest import jobs, queueing, uploads
from pecia.library.public import forget_old_visits, remove_unused_originals


def sweep() -> dict[str, int]:
    """Put lost jobs on the queue, finish and expire uploads. Returns what was done."""
    requeued = 0
    for job in jobs.waiting_too_long():
        if jobs.touch(job):
            queueing.enqueue(job)
            requeued += 1
    return {
        "jobs": requeued,
        "uploads finished": uploads.finish_complete(),
        "uploads expired": uploads.remove_expired(),
    }


def daily() -> dict[str, int]:
    """What need not be done at once."""
    return {"visits": forget_old_visits(), "originals": remove_unused_originals()}
