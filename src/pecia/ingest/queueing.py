"""Putting jobs before the workers."""

from __future__ import annotations

from django.db import transaction

from pecia.ingest import jobs
from pecia.ingest.models import IngestJob
from pecia.ingest.tasks import advance_task
from pecia.library.public import reopen_edition


def enqueue(job: IngestJob) -> None:
    """Have a worker go on with it. In the transaction that makes it needed."""
    advance_task.using(priority=job.priority).enqueue(job.pk)


@transaction.atomic
def retry(job: IngestJob) -> bool:
    """Send a file that failed or was refused through again. False when there is nothing to do."""
    if not reopen_edition(job.edition) or not jobs.reset(job):
        return False
    enqueue(job)
    return True
