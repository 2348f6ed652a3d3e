"""The results as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from bench import results
from bench.latency import Latency
from bench.measure import Spread, spread
from bench.memory import Memory
from bench.results import Results
from bench.targets import TARGETS, Target
from bench.throughput import Pass, Throughput

_CPU_NOTE = """\
CPU is that of all processes, with Pecia's rehearsals and Gotenberg's restarts. Pecia also makes
page 1 as WebP with a thumbnail, the text of all pages, and an inspection of the file.\
"""
_STEPS = {
    "inspected_ms": "type and findings known",
    "load_ms": "in its child: LibreOffice has loaded it",
    "first_ms": "page 1 can be shown",
    "pdf_ms": "the PDF is there",
    "page_ms": "page 1 as WebP, with thumbnail",
    "all_ms": "everything",
}


def markdown(run: Results) -> str:
    """The whole report."""
    return "\n".join(_blocks(run))


def _blocks(run: Results) -> Iterator[str]:
    yield "# Engine bench\n"
    yield from _table(["machine", ""], [[name, value] for name, value in run.machine.items()])
    if run.office is not None:
        yield from _latency("Office documents, one at a time, one core", run.office)
        yield f"\n{_CPU_NOTE}"
        yield from _steps(run.office)
    if run.pdf is not None:
        yield from _latency("PDF files, one at a time, one core", run.pdf, converted=False)
    if run.throughput is not None:
        yield from _throughput(run.throughput, results.mean_cpu(run.office, "cold"))
    if run.memory is not None:
        yield from _memory(run.memory)
    yield "\n## Targets\n"
    yield from _table(["", "target", "measured", ""], [_target(bar, run) for bar in TARGETS])


def _latency(title: str, latency: Latency, converted: bool = True) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield f"{len(latency.documents)} documents; median [quartiles] over documents. Faster: how"
    yield f"many times faster *{results.REHEARSED}* is, document by document.\n"
    head = ["", "CPU a document, ms", "peak RSS, MiB", "page 1, ms", "page 1: faster"]
    head += ["PDF, ms", "PDF: faster"] if converted else []
    rows = [_method(latency, name)[: len(head)] for name in results.names(latency)]
    yield from _table(head, rows)
    if latency.left_out:
        yield "\nLeft out, and replaced by others where there were:\n"
        yield from (f"- {name}: {why}" for name, why in latency.left_out.items())


def _method(latency: Latency, name: str) -> list[str]:
    cpu = results.mean_cpu(latency, name)
    peak = latency.peak_mb.get(name)
    row = [name, f"{cpu:.0f}" if cpu is not None else "", f"{peak:.0f}" if peak else ""]
    for figure in (results.first, results.pdf):
        faster = results.times_faster(latency, name, figure) if name != results.REHEARSED else None
        row += [_spread(results.of_method(latency, name, figure)), _spread(faster, 2)]
    return row


def _steps(latency: Latency) -> Iterator[str]:
    """Where the milliseconds of our own way go."""
    ours = [name for name in (results.REHEARSED, results.PLAIN) if name in results.names(latency)]
    if not ours:
        return
    yield "\n### Pecia's steps, ms after the document was handed over\n"
    rows = [
        [text, *(_spread(_step(latency, name, step)) for name in ours)]
        for step, text in _STEPS.items()
    ]
    yield from _table(["", *ours], rows)


def _step(latency: Latency, name: str, step: str) -> Spread | None:
    steps = [document.timings[name].steps for document in latency.documents]
    return spread([known[step] for known in steps if step in known])


def _throughput(found: Throughput, cold: float | None) -> Iterator[str]:
    yield "\n## Full queue: no spares, PDF and page 1 and text of each document\n"
    head = [
        "workers and cores",
        "documents/s",
        "CPU a document, ms",
        "of it: here",
        "light",
        "office",
    ]
    passes = [p for p in (found.one, found.two) if p]
    yield from _table(head, [_passes(rows) for rows in passes])
    yield f"\nOf it {found.extras_ms:.0f} ms for a WebP and a thumbnail, which peers don't make."
    if cold is not None:
        yield f"Cold soffice with page 1 as JPEG: {cold:.0f} ms CPU a document."
    if found.scaling is not None:
        yield f"Two workers do {found.scaling:.2f} times as much as one."


def _passes(rows: Sequence[Pass]) -> list[str]:
    parts = [[p.own_cpu_ms, *p.zygotes_cpu_ms.values()] for p in rows]
    return [
        str(rows[0].workers),
        _spread(spread([p.rate for p in rows]), 2),
        _spread(spread([p.cpu_ms for p in rows])),
        *(f"{statistics.median(part):.0f}" for part in zip(*parts, strict=True)),
    ]


def _memory(found: Memory) -> Iterator[str]:
    yield "\n## Memory, MiB\n"
    rows = [
        [f"idle {name} zygote", f"PSS {found.idle_pss[name]:.0f}, RSS {found.idle_rss[name]:.0f}"]
        for name in found.idle_pss
    ]
    rows.append(["a child's own (USS), peak", _spread(spread(found.children_uss))])
    yield from _table(["", ""], rows)


def _target(bar: Target, run: Results) -> list[str]:
    value = bar.measured(run)
    sign = "≥" if bar.at_least else "≤"
    wanted = f"{sign} {bar.bar:g}{bar.unit}"
    if value is None:
        return [bar.name, wanted, "not measured", ""]
    return [
        bar.name,
        wanted,
        f"{value:.2f}{bar.unit}",
        "met" if bar.is_met(value) else "**missed**",
    ]


def _spread(found: Spread | None, digits: int = 0) -> str:
    if found is None:
        return ""
    low, median, high = (f"{x:.{digits}f}" for x in (found.low, found.median, found.high))
    return f"{median} [{low}–{high}]"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
