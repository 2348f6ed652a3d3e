"""Every hostile file goes through one engine; between them, clean documents must not change."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pecia.engine.public import Engine, EngineSettings, Limits, Places

from . import oracle
from .cases import CASES, Case
from .model import TOO_LARGE_LIMIT
from .surroundings import Surroundings

pytestmark = pytest.mark.xdist_group("hostile")

BETWEEN_CLEAN = 25
SETTINGS = EngineSettings(
    places=Places(workers=1, spares=1),
    limits=Limits(wall_seconds=oracle.WALL_SECONDS, cpu_seconds=15, memory_mb=1024),
)


@dataclass
class Session:
    """The engine, what stands around it, and the clean sample as it was at first."""

    engine: Engine
    around: Surroundings
    golden: dict[str, bytes]
    rounds: int = 0

    def is_clean(self, folder: Path) -> bool:
        """Whether the clean sample still renders to the same bytes."""
        return oracle.fingerprint(self.engine, folder) == self.golden


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Shared by all: what one document leaves behind would meet the next one."""
    with Surroundings() as around, Engine(SETTINGS) as engine:
        engine.wait_until_warm()
        golden = oracle.fingerprint(engine, tmp_path_factory.mktemp("golden"))
        yield Session(engine, around, golden)


def _parameter(case: Case) -> object:
    marks = [pytest.mark.long] if case.slow else []
    return pytest.param(case, id=f"{case.number:02}-{case.slug}", marks=marks)


@pytest.mark.parametrize("case", map(_parameter, CASES))
def test_case(
    case: Case, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file ends as its case says, and the universal oracle holds."""
    if case.number == 2:
        small = replace(SETTINGS, max_file_mb=TOO_LARGE_LIMIT >> 20)
        monkeypatch.setattr(session.engine, "settings", small)
    result = oracle.run(session.engine, case, tmp_path)
    oracle.judge_always(session.engine, case, result, session.around)
    oracle.judge(case, result)
    session.rounds += 1
    if session.rounds % BETWEEN_CLEAN == 0:
        assert session.is_clean(tmp_path / "clean")


def test_every_number_has_a_quick_case() -> None:
    """So that a run without the long tests still tries every number."""
    assert {c.number for c in CASES if not c.slow} == {c.number for c in CASES}
