"""What the engine holds while it waits, and what each document takes on top of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import measure, throughput
from bench.peers.pecia import Pecia
from pecia.engine.pool import memory
from pecia.engine.public import Places

_LOOK_EVERY_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Memory:
    """In MiB. Of zygotes by name, without children; of children the most each had to itself."""

    idle_pss: dict[str, float]
    idle_rss: dict[str, float]
    children_uss: list[float]


def run(documents: Sequence[Path]) -> Memory:
    """Render all, one by one, and look at the office zygote's children as often as we can."""
    with Pecia("memory", Places(workers=1, spares=0)) as pecia:
        zygotes = pecia.zygotes()
        pss = {name: memory.proportional_mb(pid) for name, pid in zygotes.items()}
        rss = {name: memory.resident_mb(pid) for name, pid in zygotes.items()}
        peaks: dict[int, float] = {}
        done = threading.Event()
        watcher = threading.Thread(target=_watch, args=(zygotes["office"], peaks, done))
        watcher.start()
        try:
            throughput.send_all(pecia.engine, documents, submitters=1)
        finally:
            done.set()
            watcher.join()
        return Memory(pss, rss, [peak for peak in peaks.values() if peak])


def _watch(zygote: int, peaks: dict[int, float], done: threading.Event) -> None:
    while not done.wait(_LOOK_EVERY_SECONDS):
        for child in measure.children_of(zygote):
            peaks[child] = max(peaks.get(child, 0.0), memory.unique_mb(child))
