"""A child that will not behave is stopped, and its neighbours do not notice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.engine import deeds

from pecia.engine.pool.protocol import Message
from pecia.engine.pool.settings import Places
from pecia.engine.pool.supervisor import Supervisor
from pecia.engine.sandbox.limits import Limits


@pytest.fixture(scope="module")
def supervisor() -> Iterator[Supervisor]:
    with deeds.running(places=Places(workers=2, queue=8, spares=0)) as running:
        yield running


def outcome(supervisor: Supervisor, limits: Limits, **work: Any) -> tuple[list[Message], Message]:
    job = supervisor.client().submit(work, None, limits)
    messages = [piece.message for piece in job]
    return messages, job.outcome()


def assert_well(supervisor: Supervisor) -> None:
    """The next job is fine and no process is left."""
    messages, end = outcome(supervisor, Limits(), kind="echo")
    assert messages[-1]["event"] == "done"
    assert (end["signal"], end["exit"], end["killed"]) == (0, 0, "")
    assert supervisor.client().health()["working"] == 0
    keepers = 0 if os.geteuid() == 0 else 1  # of the namespace that all children share
    assert len(psutil.Process(supervisor.pid).children(recursive=True)) == keepers


def test_sleeping_past_the_wall_clock(supervisor: Supervisor) -> None:
    _, end = outcome(supervisor, Limits(wall_seconds=0.3), kind="sleep", seconds=60)
    assert end["killed"] == "time_limit"
    assert_well(supervisor)


def test_spinning_past_the_processor_time(supervisor: Supervisor) -> None:
    _, end = outcome(supervisor, Limits(wall_seconds=30, cpu_seconds=1), kind="spin")
    assert end["killed"] == "time_limit"
    assert_well(supervisor)


def test_ignoring_every_polite_signal(supervisor: Supervisor) -> None:
    _, end = outcome(supervisor, Limits(wall_seconds=0.5), kind="deaf")
    assert end["killed"] == "time_limit"
    assert_well(supervisor)


def test_eating_memory(supervisor: Supervisor) -> None:
    _, end = outcome(supervisor, Limits(wall_seconds=60, memory_mb=200), kind="eat")
    assert end["killed"] == "memory_limit"
    assert 200 < end["peak_mb"] < 800
    assert_well(supervisor)


@pytest.mark.parametrize("deed", ["crash", "abort"])
def test_crashing(supervisor: Supervisor, deed: str) -> None:
    _, end = outcome(supervisor, Limits(), kind=deed)
    assert end["signal"] in (signal.SIGSEGV, signal.SIGABRT, signal.SIGILL)
    assert_well(supervisor)


@pytest.mark.parametrize(
    "garbage", [b"\xff\xfe not json", b"[1, 2]", b'"text"', b"[" * 50_000, b"x" * 61_000]
)
def test_sending_what_is_no_message_cancels_the_job(supervisor: Supervisor, garbage: bytes) -> None:
    messages, _ = outcome(supervisor, Limits(), kind="babble", bytes=garbage[:20_000].hex())
    assert [message["event"] for message in messages] == ["begun"]
    assert_well(supervisor)


def test_a_neighbour_goes_on_while_others_misbehave(supervisor: Supervisor) -> None:
    client = supervisor.client()
    limits = Limits(wall_seconds=2, memory_mb=150)
    bad = [client.submit({"kind": kind}, None, limits) for kind in ("eat", "spin")]
    good = [client.submit({"kind": "echo"}, None, Limits()) for _ in range(5)]
    for job in good:
        assert [piece.message["event"] for piece in job] == ["begun", "done"]
        assert job.outcome()["killed"] == ""
    for job in bad:
        list(job)
        assert job.outcome()["killed"] in ("time_limit", "memory_limit")
    assert_well(supervisor)


def test_a_job_that_nobody_reads_is_stopped_by_the_clock(supervisor: Supervisor) -> None:
    start = time.monotonic()
    job = supervisor.client().submit({"kind": "flood"}, None, Limits(wall_seconds=0.5))
    assert job.outcome()["killed"] == "time_limit"
    assert time.monotonic() - start < 10
    list(job)
    assert_well(supervisor)


def test_memory_and_descriptors_of_the_parent_stay_flat(supervisor: Supervisor) -> None:
    def figures() -> tuple[int, int]:
        process = psutil.Process(supervisor.pid)
        return process.memory_info().rss, supervisor.client().health()["descriptors"]

    for _ in range(10):
        outcome(supervisor, Limits(), kind="echo")
    memory, descriptors = figures()
    for number in range(60):
        outcome(supervisor, Limits(), kind="crash" if number % 3 else "echo")
    assert figures()[1] == descriptors
    assert figures()[0] - memory < 2 << 20


def test_the_private_folder_of_the_pool_stays_empty(supervisor: Supervisor) -> None:
    assert [p for p in Path(supervisor.settings.private).rglob("*") if p.is_file()] == []
