"""The order in which bytes, names and rows become durable, read off the system calls; and the proof
that the check would notice the loss of any single flush."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.flows import system_calls
from tests.flows.site_process import SiteProcess
from tests.flows.system_calls import Call

pytestmark = [
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
    pytest.mark.skipif("PECIA_TEST_DATABASE_URL" in os.environ, reason="reads the calls of SQLite"),
]


def traced(site: SiteProcess, file: Path, log: Path) -> list[Call]:
    before = (
        "strace",
        "-f",
        "-y",
        "-s",
        "64",
        "-e",
        f"trace={system_calls.TRACED}",
        "-o",
        str(log),
    )
    said = site.run("send", str(file), before=before)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("ACK")
    return system_calls.read(log.read_text(errors="replace"))


@pytest.fixture
def calls(site: SiteProcess, big_file: Path, tmp_path: Path) -> list[Call]:
    return traced(site, big_file, tmp_path / "calls.log")


def test_bytes_before_names_before_rows_before_the_answer(calls: list[Call]) -> None:
    assert system_calls.violations(calls) == []


def test_no_flush_could_be_left_out_unnoticed(calls: list[Call]) -> None:
    flushes = [number for number in range(len(calls)) if writes_something(calls, number)]
    assert len(flushes) >= 6
    unnoticed = [
        calls[number].paths
        for number in flushes
        if not system_calls.violations(calls[:number] + calls[number + 1 :])
    ]
    assert unnoticed == []


def writes_something(calls: list[Call], number: int) -> bool:
    """Whether this is a flush of ours that has something to flush: not one for safety's sake after
    another of the same file."""
    call = calls[number]
    if call.name != "fsync" or "site.sqlite3" in call.paths[0]:
        return False
    before = [each for each in calls[:number] if each.paths[:1] == call.paths]
    return not (before and before[-1].name == "fsync" and "/uploads/" in call.paths[0])


def test_a_database_that_does_not_flush_is_noticed(calls: list[Call]) -> None:
    lazy = [call for call in calls if not (call.name == "fdatasync" and "sqlite3" in call.paths[0])]
    assert len(lazy) < len(calls)
    assert "the database was not flushed before the promise" in system_calls.violations(lazy)
