"""A hundred thousand random operations from four processes, an adversarial provider, kill -9: the
invariants hold, and the provider's truth is what the books say."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.flows.site_process import ROOT, SiteProcess, new_site

PROCESSES = 4


@pytest.fixture
def market(tmp_path: Path) -> Iterator[SiteProcess]:
    """A site with its own database, without an engine."""
    site = new_site(tmp_path / "data", tmp_path / "engine")
    yield site
    site.removed()


def started(site: SiteProcess, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.trade.simulation.actor", *words],
        cwd=ROOT,
        env=site.environment(
            PECIA_LEAST_PAYOUT="20", PECIA_CURRENCIES="EUR,JPY", PECIA_HOLD_DAYS_NEW="0"
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=3_000)
    assert process.returncode == 0, err[-4_000:]
    return out


def run_market(site: SiteProcess, seed: int, operations: int, kills: int) -> dict[str, Any]:
    """Let it run, kill processes now and then, start them again, and reckon when all is done."""
    begin, chance = f"{time.time()}", random.Random(seed)
    said(started(site, "populate", f"{seed}", begin))
    words = [
        ("act", f"{seed}", begin, f"{n}", f"{operations // PROCESSES}") for n in range(PROCESSES)
    ]
    actors = [started(site, *each) for each in words]
    killed = 0
    while any(actor.poll() is None for actor in actors):
        time.sleep(chance.uniform(0.5, 3.0))
        place = chance.randrange(PROCESSES)
        if killed < kills and actors[place].poll() is None:
            actors[place].kill()
            actors[place].communicate()
            assert actors[place].returncode == -signal.SIGKILL
            actors[place] = started(site, *words[place])
            killed += 1
    for actor in actors:
        said(actor)
    return {"killed": killed, **json.loads(said(started(site, "reckon", f"{seed}", begin)))}


@pytest.mark.parametrize(
    ("seed", "operations", "kills"),
    [
        (11, 1_600, 3),
        pytest.param(12, 50_000, 100, marks=pytest.mark.long),
        pytest.param(13, 50_000, 100, marks=pytest.mark.long),
    ],
)
def test_the_books_are_the_truth(
    seed: int, operations: int, kills: int, market: SiteProcess
) -> None:
    facts = run_market(market, seed, operations, kills)
    print(f"seed {seed}, {operations} operations, {json.dumps(facts)}")
    assert facts["problems"] == []
    assert facts["differs"] == {}
    assert facts["entries"] > operations // 20
