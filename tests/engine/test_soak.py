"""Many conversions in a row, every tenth hostile: nothing grows, nothing sticks, nothing is left.

The same walk, short in `make test` and long in `make test-long`.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import psutil
import pytest
from tests.hostile.cases import CASES

from pecia.engine.errors import ADVICE
from pecia.engine.public import (
    SAMPLES,
    Engine,
    EngineSettings,
    Limits,
    Places,
    Refusal,
    RenderOptions,
)

_GROWTH = 1 << 20  # a parent serves and forks, no more: a thousand documents later it is as it was
_LIMITS = Limits(wall_seconds=10, cpu_seconds=8, memory_mb=768)


@pytest.mark.parametrize(
    "conversions", [40, pytest.param(1000, marks=pytest.mark.long)], ids=["short", "long"]
)
def test_nothing_grows_sticks_or_is_left(conversions: int, tmp_path: Path) -> None:
    drawn = random.Random(7)
    hostile = [case for case in CASES if not case.slow]
    clean = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".md")
    settings = EngineSettings(limits=_LIMITS, places=Places(workers=2, queue=16, spares=1))
    with Engine(settings) as engine:
        engine.wait_until_warm()
        golden = {path.name: texts(engine, path, tmp_path) for path in clean}
        before = figures(engine)
        for number in range(conversions):
            if number % 10 == 9:
                case = drawn.choice(hostile)
                source = tmp_path / f"case{Path(case.name).suffix[:10] or '.bin'}"
                source.write_bytes(case.build())
                survive(engine, source, tmp_path)
            else:
                path = drawn.choice(clean)
                assert texts(engine, path, tmp_path) == golden[path.name], path.name
        after = figures(engine)
    print(before, after)
    for name, (memory, descriptors) in after.items():
        assert descriptors == before[name][1], "descriptors of the parent grew"
        assert memory - before[name][0] < _GROWTH, "memory of the parent grew"
    assert not engine.pool.folder.exists()


def texts(engine: Engine, path: Path, folder: Path) -> list[str]:
    """The text of a clean document, page by page."""
    options = RenderOptions(first_pages=1, width=400)
    return engine.render(path, into=folder / "out", options=options).text


def survive(engine: Engine, path: Path, folder: Path) -> None:
    """Render a hostile document: pages, or a refusal with a code."""
    try:
        texts(engine, path, folder)
    except Refusal as refusal:
        assert refusal.code in ADVICE


def figures(engine: Engine) -> dict[str, tuple[int, int]]:
    """Resident memory and descriptors of each zygote, when it has nothing to do but keep spares."""
    result = {}
    deadline = time.monotonic() + 5  # the child of a refused document takes a moment to end
    while any(health["working"] for health in engine.health().values()):
        assert time.monotonic() < deadline, "a child is stuck"
        time.sleep(0.02)
    for name, health in engine.health().items():
        process = psutil.Process(health["pid"])
        children = process.children(recursive=True)
        assert health["working"] == 0
        assert len(children) <= 2, f"stray processes: {children}"
        spares = sum(1 for child in children)
        descriptors = health["descriptors"] - 2 * spares  # a handle and a channel each
        result[name] = (process.memory_info().rss, descriptors)
    return result
