"""Every hostile file goes through one engine; between them, clean documents must not change."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pecia.engine.public import SAMPLES, Engine, EngineSettings, Limits, Places
from tests.hostile import oracle
from tests.hostile.builders import opc, wordx
from tests.hostile.cases import CASES, Case
from tests.hostile.model import CANARY_TEXT, OK, REFUSALS, TOO_LARGE_LIMIT
from tests.hostile.surroundings import Surroundings

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


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
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


@pytest.mark.parametrize("name", ["text.docx", "text.odt", "text.doc", "text.pdf"])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9])
def test_broken_upload(name: str, share: float, session: Session, tmp_path: Path) -> None:
    """Case 3: what is left of a file whose upload broke ends with a code, or with pages."""
    whole = (SAMPLES / name).read_bytes()
    cut = whole[: int(len(whole) * share)]
    case = Case(3, "cut", name, lambda: cut, REFUSALS | {"ok"})
    result = oracle.run(session.engine, case, tmp_path)
    oracle.judge_always(session.engine, case, result, session.around)
    oracle.judge(case, result)


def test_same_file_twice_at_once(session: Session, tmp_path: Path) -> None:
    """Case 9: two people bring the same bytes in the same moment; each gets the whole result."""
    with ThreadPoolExecutor(4) as threads:
        clean = list(threads.map(session.is_clean, [tmp_path / str(n) for n in range(4)]))
    assert clean == [True] * 4


def test_one_byte_more(session: Session, tmp_path: Path) -> None:
    """Case 10: a copy with a byte appended is another file, but shows the very same."""
    data = oracle.CLEAN.read_bytes() + b"\n"
    result = oracle.run(session.engine, Case(10, "more", "a.docx", lambda: data, OK), tmp_path)
    assert result.rendering
    assert "\f".join(result.rendering.text).encode() == session.golden["text"]


def test_nothing_of_one_document_in_the_next(session: Session, tmp_path: Path) -> None:
    """Case 59: a title, an author, a font and a text of one do not show up in another."""
    planted = wordx.docx(
        wordx.paragraph(CANARY_TEXT), parts=[opc.core(CANARY_TEXT)], more=opc.CORE_RELS
    )
    first = oracle.run(session.engine, Case(59, "a", "a.docx", lambda: planted, OK), _new(tmp_path))
    assert CANARY_TEXT in oracle.report(first)
    second = Case(59, "b", "b.docx", wordx.docx, OK, canary=CANARY_TEXT)
    result = oracle.run(session.engine, second, _new(tmp_path))
    oracle.judge_always(session.engine, second, result, session.around)
    assert session.is_clean(tmp_path / "clean")


def test_still_clean_at_the_end(session: Session, tmp_path: Path) -> None:
    """After all of them a clean document comes out as it did at first."""
    assert session.is_clean(tmp_path / "clean")


def _new(folder: Path) -> Path:
    made = folder / str(len(list(folder.iterdir())))
    made.mkdir()
    return made
