"""One document after the other, each in all ways before the next: drift of the machine hits all."""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import files
from bench.peers.method import Failed, Method, Sample


@dataclass(slots=True)
class Timing:
    """One document in one way: medians of the rounds."""

    first_ms: float
    pdf_ms: float
    cpu_ms: float
    steps: dict[str, float]


@dataclass(slots=True)
class Document:
    """One document in all ways."""

    name: str
    staged: str  # the name of its copy in the folder that was given
    timings: dict[str, Timing]


@dataclass(slots=True)
class Latency:
    """What came of all documents."""

    documents: list[Document] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)  # file: which way failed, and how
    peak_mb: dict[str, float] = field(default_factory=dict)


def run(
    methods: Sequence[Method],
    queues: Sequence[Iterator[Path]],
    count: int,
    rounds: int,
    folder: Path,
) -> Latency:
    """Measure `count` documents, taken from the queues by turns; those that fail are replaced."""
    latency = Latency()
    folder.mkdir()
    for number, queue in zip(range(count), itertools.cycle(queues), strict=False):
        for path in queue:
            if _document(methods, path, files.stage(path, folder, number), rounds, latency):
                break
    latency.peak_mb = {method.name: method.peak_mb() for method in methods}
    return latency


def _document(
    methods: Sequence[Method], path: Path, source: Path, rounds: int, latency: Latency
) -> bool:
    samples: dict[str, list[tuple[Sample, float]]] = {method.name: [] for method in methods}
    for turn in range(rounds):
        # Each time another way begins, so that none always follows the same one.
        start = (turn + len(latency.documents)) % len(methods)
        for method in [*methods[start:], *methods[:start]]:
            try:
                samples[method.name].append(_once(method, source))
            except Failed as error:
                latency.left_out[path.name] = f"{method.name}: {error}"
                return False
    timings = {name: _median(rows) for name, rows in samples.items()}
    latency.documents.append(Document(path.name, source.name, timings))
    return True


def _once(method: Method, source: Path) -> tuple[Sample, float]:
    """One conversion, and the processor time of it and of what it leaves to be done after."""
    method.settle()
    with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
        helpers, own = method.helpers_cpu_ms(), time.process_time()
        sample = method.convert(source, Path(folder))
        own = time.process_time() - own
    method.settle()
    return sample, own * 1000 + method.helpers_cpu_ms() - helpers


def _median(rows: list[tuple[Sample, float]]) -> Timing:
    samples = [sample for sample, _ in rows]
    names = {name for sample in samples for name in sample.steps}
    return Timing(
        first_ms=statistics.median(sample.first_ms for sample in samples),
        pdf_ms=statistics.median(sample.pdf_ms for sample in samples),
        cpu_ms=statistics.fmean(cpu for _, cpu in rows),
        steps={
            name: statistics.median(sample.steps.get(name, 0.0) for sample in samples)
            for name in sorted(names)
        },
    )
