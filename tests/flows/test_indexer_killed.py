"""Kill -9 the indexer at random while documents are published: nothing is missing afterwards."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from tests.flows.site_process import ROOT, SiteProcess

SEED = 20_260_102
INDEXING = ("index-durable",)


def driven(site: SiteProcess, kills: int, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.flows.indexer_driver", str(kills), str(SEED)],
        cwd=ROOT,
        env=site.environment(**more),
        capture_output=True,
        text=True,
        timeout=1_200,
    )


def told(site: SiteProcess, kills: int, search: str) -> dict[str, object]:
    said = driven(site, kills, PECIA_SEARCH=search)
    assert said.returncode == 0, said.stderr
    facts: dict[str, object] = json.loads(said.stdout)
    return facts


@pytest.fixture(params=("embedded", "postgresql"))
def search(request: pytest.FixtureRequest, site: SiteProcess) -> str:
    """Each backend that this site can have."""
    if request.param == "postgresql" and not site.database:
        pytest.skip("this site has SQLite")
    return str(request.param)


@pytest.mark.parametrize("kills", [6, pytest.param(100, marks=pytest.mark.long)])
def test_an_indexer_killed_at_random_loses_nothing(
    kills: int, search: str, site: SiteProcess
) -> None:
    facts = told(site, kills, search)
    print(f"{kills} kills, {facts['published']} documents, {facts['lost']} lost")
    assert facts == {"published": kills + 3, "lost": [], "same": True, "problems": []}


@pytest.mark.parametrize("point", INDEXING)
def test_an_indexer_killed_at_a_named_point_loses_nothing(
    point: str, search: str, site: SiteProcess
) -> None:
    killed = driven(site, 0, PECIA_CRASH_AT=point, PECIA_SEARCH=search)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert told(site, 0, search) == {"published": 3, "lost": [], "same": True, "problems": []}
