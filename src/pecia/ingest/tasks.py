"""What the workers are given."""

from __future__ import annotations

from pecia.ingest import pipeline
from pecia.kernel.jobs import task


@task()
def advance_task(job_id: int) -> None:
    """Take a file as far as it can go. Returns quietly when somebody else does."""
    pipeline.advance(job_id)
