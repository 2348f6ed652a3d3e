"""A child's folder is its own, in memory, and gone with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.engine import deeds

from pecia.engine.pool.supervisor import Supervisor
from pecia.engine.sandbox.layers import ALL, Layer
from pecia.engine.sandbox.limits import Limits


def done(supervisor: Supervisor, source: Path, **work: Any) -> Any:
    """The result of one deed on `source`."""
    job = supervisor.client().submit({"file_name": "x", **work}, source, Limits())
    messages = [piece.message for piece in job]
    job.outcome()
    return messages[-1].get("result")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_text("the words of the document")
    return path


def test_the_document_is_brought_in_and_nothing_is_left_on_the_machine(source: Path) -> None:
    with deeds.running() as supervisor:
        assert done(supervisor, source, kind="echo") == "the words of the document"
        private = supervisor.settings.private
        assert [path for path in private.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("enabled", [ALL, ALL - {Layer.MOUNT}], ids=["all", "without mount"])
def test_what_one_job_plants_no_other_finds(source: Path, enabled: frozenset[Layer]) -> None:
    with deeds.running(layers=enabled) as supervisor:
        assert done(supervisor, source, kind="plant", word="orange-heron") == "planted"
        found = done(supervisor, source, kind="look_around", word="orange-heron")
    if enabled == ALL:
        assert found == []
    else:  # so the test does find what is there to be found
        assert any("planted-orange-heron" in path for path in found)


def test_a_full_folder_stops_at_its_size(source: Path) -> None:
    with deeds.running(limits=Limits(disk_mb=16)) as supervisor:
        assert 12 <= done(supervisor, source, kind="fill") <= 16
        assert done(supervisor, source, kind="echo") == "the words of the document"


def test_threads_stop_at_their_number(source: Path) -> None:
    with deeds.running(limits=Limits(threads=20)) as supervisor:
        assert 5 <= done(supervisor, source, kind="threads") <= 20


def test_a_child_is_nobody_in_a_world_of_its_own(source: Path) -> None:
    with deeds.running() as supervisor:
        facts = done(supervisor, source, kind="facts")
    assert facts["pid"] == 1 if os.geteuid() == 0 else facts["pid"] < 100
    assert facts["uid"] != 0
    assert len(facts["fds"]) <= 6  # three standard ones, two channels, its place in the queue
