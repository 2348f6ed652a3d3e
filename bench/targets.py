"""What the engine is meant to reach, and whether it did."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bench import results
from bench.measure import Spread
from bench.results import Results


@dataclass(frozen=True, slots=True)
class Target:
    """One bar; `measured` gives None when the part was not run."""

    name: str
    bar: float
    at_least: bool
    unit: str
    measured: Callable[[Results], float | None]

    def is_met(self, value: float) -> bool:
        """Whether a value is on the right side of the bar."""
        return value >= self.bar if self.at_least else value <= self.bar


def _median(found: Spread | None) -> float | None:
    return found.median if found else None


def _cpu_share(run: Results) -> float | None:
    ours, cold = results.queue_cpu(run.throughput), results.mean_cpu(run.office, "cold")
    return ours / cold * 100 if ours is not None and cold else None


def _child(run: Results) -> float | None:
    children = run.memory.children_uss if run.memory else []
    return statistics.median(children) if children else None


TARGETS = (
    Target(
        "page 1, faster than cold soffice",
        *(5.0, True, "x"),
        lambda run: _median(results.times_faster(run.office, "cold", results.first)),
    ),
    Target(
        "page 1, faster than unoserver",
        *(1.8, True, "x"),
        lambda run: _median(results.times_faster(run.office, "unoserver", results.first)),
    ),
    Target(
        "whole PDF, faster than unoserver",
        *(1.0, True, "x"),
        lambda run: _median(results.times_faster(run.office, "unoserver", results.pdf)),
    ),
    Target("processor time a document, of cold's", *(50.0, False, " %"), _cpu_share),
    Target(
        "two workers on two cores, faster than one",
        *(1.7, True, "x"),
        lambda run: run.throughput.scaling if run.throughput else None,
    ),
    Target("memory that a child has to itself", *(80.0, False, " MiB"), _child),
    Target(
        "memory of the idle zygotes, together",
        *(400.0, False, " MiB"),
        lambda run: sum(run.memory.idle_pss.values()) if run.memory else None,
    ),
)
