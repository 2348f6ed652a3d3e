"""Corrupt, fuzz-found, encrypted and active files of others: each ends in pages or in a code."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

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

pytestmark = [pytest.mark.corpus, pytest.mark.xdist_group("hostile")]

_LIMITS = Limits(wall_seconds=20, cpu_seconds=15, memory_mb=1024)
_OPTIONS = RenderOptions(pages=(1, 2), width=800, max_pages=200)


@pytest.mark.parametrize(
    "share", [0.12, pytest.param(1.0, marks=pytest.mark.long)], ids=["a sample", "all"]
)
def test_each_ends_and_the_next_clean_one_is_as_before(
    corpus: Path, share: float, tmp_path: Path
) -> None:
    files = sorted(path for path in (corpus / "hostile").rglob("*") if path.is_file())
    chosen = random.Random(3).sample(files, round(len(files) * share))
    outcomes: Counter[str] = Counter()
    settings = EngineSettings(limits=_LIMITS, places=Places(workers=1, queue=8, spares=0))
    with Engine(settings) as engine:
        golden = engine.render(SAMPLES / "text.docx").text
        for number, file in enumerate(chosen):
            outcomes[outcome(engine, file, tmp_path / str(number))] += 1
            if number % 20 == 19:
                assert engine.render(SAMPLES / "text.docx").text == golden
        wait_until_idle(engine)
        for figures in engine.health().values():
            assert psutil.Process(figures["pid"]).children() == []
    print(dict(outcomes))
    assert sum(outcomes.values()) == len(chosen)
    assert outcomes["pages"] > 0


def wait_until_idle(engine: Engine) -> None:
    """A job that was cancelled with its document's refusal ends a moment later."""
    deadline = time.monotonic() + 5
    while any(figures["working"] for figures in engine.health().values()):
        assert time.monotonic() < deadline, "a child is left"
        time.sleep(0.02)


def outcome(engine: Engine, file: Path, folder: Path) -> str:
    """`pages`, or the code of the refusal."""
    try:
        engine.render(file, into=folder, options=_OPTIONS)
    except Refusal as refusal:
        assert refusal.code in ADVICE
        return refusal.code
    return "pages"
