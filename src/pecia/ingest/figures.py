"""How long the steps take and how often they fail: what an operator looks at first."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pecia.ingest.models import StepRun
from pecia.ingest.pipeline import steps

_TRIES = 5_000  # the latest ones of all steps together
_Try = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class StepFigures:
    """Of the latest tries of a step: how many, how many that failed, and milliseconds."""

    step: str
    tries: int
    failed: int
    median_ms: float
    slow_ms: float  # 95 of 100 took no longer


def step_figures() -> tuple[StepFigures, ...]:
    """Of every step that was tried lately, in the order of the pipeline."""
    rows: dict[str, list[_Try]] = defaultdict(list)
    latest = StepRun.objects.order_by("-pk").values_list("step", "milliseconds", "outcome")
    for row in latest[:_TRIES]:
        rows[row[0]].append(row)
    return tuple(_figures(step.name, rows[step.name]) for step in steps() if rows[step.name])


def _figures(step: str, tries: Sequence[_Try]) -> StepFigures:
    times = sorted(taken for _step, taken, _outcome in tries if taken is not None) or [0]
    failed = sum(outcome == "failed" for _step, _taken, outcome in tries)
    slow = times[min(len(times) - 1, len(times) * 95 // 100)]
    return StepFigures(step, len(tries), failed, statistics.median(times), slow)
