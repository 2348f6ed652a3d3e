"""All that one run has measured, and the figures that are drawn from it."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.latency import Latency, Timing
from bench.measure import Spread, spread
from bench.memory import Memory
from bench.throughput import Throughput

REHEARSED, PLAIN = "pecia rehearsed", "pecia plain fork"

Figure = Callable[[Timing], float]


@dataclass(slots=True)
class Results:
    """Parts that were not asked for are None."""

    machine: dict[str, str]
    options: dict[str, Any]
    office: Latency | None = None
    pdf: Latency | None = None
    throughput: Throughput | None = None
    memory: Memory | None = None

    def to_json(self) -> str:
        """Everything, and the rates that are computed from it."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, default=str) + "\n"

    def save(self, path: Path) -> None:
        """Write the JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.to_json(), "utf-8")


def first(timing: Timing) -> float:
    """Until page 1."""
    return timing.first_ms


def pdf(timing: Timing) -> float:
    """Until the PDF."""
    return timing.pdf_ms


def names(latency: Latency) -> list[str]:
    """The ways that were measured."""
    return list(latency.documents[0].timings) if latency.documents else []


def of_method(latency: Latency, name: str, figure: Figure) -> Spread | None:
    """One figure over all documents."""
    return spread([figure(d.timings[name]) for d in latency.documents if name in d.timings])


def times_faster(
    latency: Latency | None, peer: str, figure: Figure, ours: str = REHEARSED
) -> Spread | None:
    """How many times faster we are than a peer, document by document."""
    if latency is None:
        return None
    pairs = [d.timings for d in latency.documents if peer in d.timings and ours in d.timings]
    return spread([figure(pair[peer]) / figure(pair[ours]) for pair in pairs])


def mean_cpu(latency: Latency | None, name: str) -> float | None:
    """Processor time a document, in ms: what a machine pays over many of them."""
    if latency is None or name not in names(latency):
        return None
    return statistics.fmean(d.timings[name].cpu_ms for d in latency.documents)


def queue_cpu(throughput: Throughput | None) -> float | None:
    """Pecia's processor time a document with a full queue, in ms."""
    if throughput is None:
        return None
    return statistics.median(one.cpu_ms for one in throughput.one)
