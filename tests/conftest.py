"""What all tests share: one engine a worker, the folder of real files, where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings

from pecia.edge import limits
from pecia.engine.public import SAMPLES, Engine, EngineSettings, Places
from tests.browser import chromium
from tests.emptying import books_can_be_emptied
from tests.indexing import index_everything
from tests.people import People, make_people


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What must run in one process begins first, so that the others do not wait for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture(scope="session", autouse=True)
def emptied_books() -> Iterator[None]:
    """The database can be emptied between tests, though the books refuse it."""
    with books_can_be_emptied():
        yield


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """A warm engine with one worker and one spare."""
    with Engine(EngineSettings(places=Places(workers=1, queue=16, spares=1))) as shared:
        shared.wait_until_warm()
        yield shared


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of this process."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of bundled documents."""
    return SAMPLES


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A folder of real files that is not ours to ship; tests that need it skip without it."""
    named = os.environ.get("PECIA_CORPUS")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "corpus"
    if not (folder / "manifest.jsonl").exists():
        pytest.skip("no corpus of real files here; PECIA_CORPUS names one")
    return folder


@pytest.fixture(autouse=True)
def places(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Path]:
    """Every test has a data folder of its own, and remembers nothing of another."""
    data = tmp_path_factory.mktemp("data")
    for name in ("originals", "derived", "uploads", "inbox", "search", "engine"):
        setting = "ENGINE_FOLDER" if name == "engine" else name.upper()
        setattr(settings, setting, data / name)
    settings.DATA = data
    settings.ERASURES = data / "erasures.jsonl"
    cache.clear()
    limits._hit.cache_clear()
    yield settings.DATA
    cache.clear()


@pytest.fixture
def people(db: None) -> People:
    """Everybody who acts in the tests."""
    return make_people()


@pytest.fixture
def index(db: None) -> None:
    """An index to search, empty so far."""
    index_everything()
