"""A full queue: what a document costs, and what a second core brings."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from bench import measure
from bench.peers.pecia import OPTIONS, Pecia
from pecia.engine import images
from pecia.engine.public import Engine, Places


@dataclass(frozen=True, slots=True)
class Pass:
    """All documents once through a full queue."""

    workers: int
    documents: int
    seconds: float
    own_cpu_ms: float  # of this process, a document: encoding, checks
    zygotes_cpu_ms: dict[str, float]  # with their children, a document

    @property
    def cpu_ms(self) -> float:
        """Of all processes, a document."""
        return self.own_cpu_ms + sum(self.zygotes_cpu_ms.values())

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.seconds


@dataclass(slots=True)
class Throughput:
    """Passes with one worker on one core, and with two on two, by turns."""

    one: list[Pass] = field(default_factory=list)
    two: list[Pass] = field(default_factory=list)
    extras_ms: float = 0.0  # CPU a document for what the peers don't make: WebP and thumbnail

    @property
    def scaling(self) -> float | None:
        """How many times faster two workers are; None where there is one core only."""
        if not self.two:
            return None
        return statistics.median(b.rate / a.rate for a, b in zip(self.one, self.two, strict=True))


def run(documents: Sequence[Path], cores: Sequence[int], rounds: int) -> Throughput:
    """Send the documents through, `rounds` times; the second core is used where there is one."""
    result = Throughput()
    with ExitStack() as stack:
        engines = [stack.enter_context(_engine(cores[:n])) for n in (1, 2) if n <= len(cores)]
        for _ in range(rounds):
            for passes, engine in zip((result.one, result.two), engines, strict=False):
                passes.append(_pass(engine, documents, cores))
        measure.pin(cores[:1])
        result.extras_ms = _extras_ms(engines[0].engine, documents)
    return result


def _engine(cores: Sequence[int]) -> Pecia:
    measure.pin(cores)
    places = Places(workers=len(cores), spares=0, queue=1000)
    return Pecia(f"{len(cores)} workers", places)


def _pass(pecia: Pecia, documents: Sequence[Path], cores: Sequence[int]) -> Pass:
    workers = pecia.engine.settings.places.workers
    measure.pin(cores[:workers])
    pecia.settle()
    zygotes = pecia.zygotes()
    before = {name: measure.cpu_ms(pid) for name, pid in zygotes.items()}
    own, start = time.process_time(), time.perf_counter()
    send_all(pecia.engine, documents, submitters=workers + 2)
    seconds, own = time.perf_counter() - start, time.process_time() - own
    pecia.settle()
    count = len(documents)
    after = {name: measure.cpu_ms(pid) for name, pid in zygotes.items()}
    used = {name: (after[name] - before[name]) / count for name in zygotes}
    return Pass(workers, count, seconds, own * 1000 / count, used)


def _extras_ms(engine: Engine, documents: Sequence[Path]) -> float:
    """Make the WebP and the thumbnail of each page 1 once more, and look at the clock."""
    spent = 0.0
    for source in documents:
        with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
            page = engine.render(source, into=Path(folder), options=OPTIONS).pages[0]
            if page.image is None:
                continue
            with Image.open(page.image) as opened:
                image = opened.convert("L" if _is_grey(opened) else "RGB")
            start = time.process_time()
            images.write_page(image, page.image)
            images.write_thumbnail(image, page.image)
            spent += time.process_time() - start
    return spent * 1000 / len(documents)


def _is_grey(image: Image.Image) -> bool:
    """WebP gives grey pages back as colours."""
    red, green, blue = image.convert("RGB").split()
    return red.tobytes() == green.tobytes() == blue.tobytes()


def send_all(engine: Engine, documents: Sequence[Path], submitters: int) -> None:
    """More submitters than workers, so that a document always waits."""
    with ThreadPoolExecutor(submitters) as threads:
        for _ in threads.map(lambda source: _send(engine, source), documents):
            pass


def _send(engine: Engine, source: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
        engine.render(source, into=Path(folder), options=OPTIONS)
