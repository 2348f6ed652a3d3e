"""What the pipeline tells of its steps."""

from __future__ import annotations

import pytest

from pecia.ingest.public import StepFigures, StepRun, step_figures
from pecia.kernel import clock
from tests.ingest.received import job_of, receive
from tests.people import People

pytestmark = pytest.mark.django_db


def test_nothing_tried_is_nothing_told(people: People) -> None:
    assert step_figures() == ()


def test_tries_are_told_by_step_in_the_order_of_the_pipeline(people: People) -> None:
    job = job_of(receive(people.alice, "a.txt", b"A page."))
    tried: list[tuple[str, int | None, str]] = [
        ("convert", taken, "done") for taken in range(1, 101)
    ]
    tried += [("inspect", 7, "failed"), ("inspect", 9, "done"), ("inspect", None, "")]
    for step, taken, outcome in tried:
        StepRun.objects.create(
            job=job, step=step, attempt=1, began_at=clock.now(), milliseconds=taken, outcome=outcome
        )
    assert step_figures() == (
        StepFigures("inspect", 3, 1, 8, 9),
        StepFigures("convert", 100, 0, 50.5, 96),
    )
