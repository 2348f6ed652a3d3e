"""Pecia itself, as a site would use it: an engine with one worker."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Self

from bench import measure
from bench.peers.method import Failed, Method, Sample
from pecia.engine.public import (
    Engine,
    EngineSettings,
    Finished,
    FirstPage,
    Inspected,
    PdfReady,
    Places,
    Refusal,
    RenderOptions,
)

OPTIONS = RenderOptions(pages=(1,))  # as the peers: the PDF, and page 1 as a picture
_SETTLE_SECONDS = 10.0
_NAMES = {Inspected: "inspected", FirstPage: "first", PdfReady: "pdf", Finished: "all"}


class Pecia(Method):
    """One document at a time. With spares the queue is short, without them it never is."""

    def __init__(self, name: str, places: Places) -> None:
        self.name = name
        self.engine = Engine(EngineSettings(places=places))
        self._places = places

    def __enter__(self) -> Self:
        self.engine.start()
        self.engine.wait_until_warm()
        self.settle()
        return self

    def close(self) -> None:
        """End the engine."""
        self.engine.close()

    def settle(self) -> None:
        """Wait until both zygotes have buried their children and rehearsed their spares."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        while not self._is_settled():
            if time.monotonic() > deadline:
                raise RuntimeError(f"the engine does not come to rest: {self.engine.health()}")
            time.sleep(0.03)

    def convert(self, source: Path, folder: Path) -> Sample:
        """Listen to the events until the last."""
        start = time.perf_counter()
        steps: dict[str, float] = {}
        try:
            for event in self.engine.events(source, into=folder, options=OPTIONS):
                steps[f"{_NAMES.get(type(event), 'page')}_ms"] = (time.perf_counter() - start) * 1e3
                if isinstance(event, Finished):
                    steps["load_ms"] = event.rendering.timings.get("load_ms", 0.0)
        except Refusal as refusal:
            raise Failed(f"{refusal.code}: {refusal.detail}") from refusal
        return Sample(steps.get("first_ms", 0.0), steps.get("pdf_ms", 0.0), steps)

    def zygotes(self) -> dict[str, int]:
        """Process ids by name."""
        return {name: int(figures["pid"]) for name, figures in self.engine.health().items()}

    def helpers_cpu_ms(self) -> float:
        """Of the zygotes and their children, rehearsals too."""
        return sum(map(measure.cpu_ms, self.zygotes().values()))

    def _is_settled(self) -> bool:
        return all(
            figures["working"] == figures["queued"] == 0
            and figures["spares"] == self._places.spares
            and len(measure.children_of(figures["pid"])) == self._places.spares
            for figures in self.engine.health().values()
        )
