"""What is done in the background."""

from __future__ import annotations

from django.db import transaction

from pecia.discovery.recommending.nightly import begin_nightly_run, recommend
from pecia.kernel.jobs import BULK, task


@task(priority=BULK)
def recommend_task() -> int:
    """Make the lists of near documents anew. Twice is as good as once."""
    return recommend()


@transaction.atomic
def enqueue_nightly_run() -> bool:
    """Have it done once a day, whoever asks; whether it was this time."""
    if not begin_nightly_run():
        return False
    recommend_task.enqueue()
    return True
