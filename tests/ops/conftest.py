"""The engine of the test run, for commands that run here and for those that are processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from pecia.engine.public import Engine
from pecia.ingest.public import forget_engine, use_engine
from tests.flows.conftest import empty_site, engine_folder, site

__all__ = ["empty_site", "engine_folder", "site"]


@pytest.fixture
def at_hand(engine: Engine, places: Path, settings: Settings) -> Iterator[None]:
    """The pipeline and the commands of this test ask that engine."""
    settings.ENGINE_FOLDER = engine.pool.folder
    use_engine(engine)
    yield
    forget_engine()
