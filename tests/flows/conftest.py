"""An engine that other processes can reach, and an empty site to copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pecia.engine.public import Engine
from tests.flows.running_site import RunningSite, running
from tests.flows.site_process import SiteProcess, new_site
from tests.flows.visitors import visiting


@pytest.fixture(scope="session")
def engine_folder(engine: Engine) -> Path:
    """Where the engine of this test run listens."""
    return engine.pool.folder


@pytest.fixture(scope="session")
def empty_site(
    tmp_path_factory: pytest.TempPathFactory, engine_folder: Path
) -> Iterator[SiteProcess]:
    """Migrated once; every test takes a copy."""
    empty = new_site(tmp_path_factory.mktemp("site") / "data", engine_folder)
    yield empty
    empty.removed()


@pytest.fixture
def site(empty_site: SiteProcess, tmp_path: Path) -> Iterator[SiteProcess]:
    """A site of the test's own."""
    own = empty_site.copied_to(tmp_path / "site")
    yield own
    own.removed()


@pytest.fixture(scope="session")
def big_file(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A document of several chunks."""
    path = tmp_path_factory.mktemp("files") / "report.txt"
    path.write_text("In the medieval university, stationers rented out pieces.\n" * 900)
    return path


@pytest.fixture(scope="session")
def running_site(
    empty_site: SiteProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSite]:
    """A whole site with people in it, for all tests in a browser."""
    with running(empty_site, tmp_path_factory.mktemp("running")) as site:
        yield site


@pytest.fixture
def tab(browser: Browser, running_site: RunningSite) -> Iterator[Page]:
    """A tab of a fresh browser at that site."""
    with visiting(browser, running_site) as page:
        yield page
