"""Faults at the n-th system call: kill, no room, a failing disk. A few in every run, all in the long
one: n grows until a run passes untouched."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.site_process import SiteProcess
from tests.flows.test_nothing_lost import promised, recover

pytestmark = [
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
    pytest.mark.skipif("PECIA_TEST_DATABASE_URL" in os.environ, reason="counts SQLite's calls"),
]

CALLS = ("fsync", "fdatasync", "rename", "pwrite64", "write")
ERRORS = ("ENOSPC", "EIO")
OUR_CALLS = ("fsync", "rename")
LEAST = {"rename": 1}  # how often an upload makes a call at least; the others several times
MOST = 400
SEED = 20_260_101


def inject(fault: str, call: str, number: int) -> tuple[str, ...]:
    """`strace` so that the n-th call of that kind fails, or kills."""
    return ("strace", "-f", "-qq", "-e", f"trace={call}", "-e",
            f"inject={call}:{fault}:when={number}", "-o", "/dev/null")  # fmt: skip


def kill_at(site: SiteProcess, file: Path, call: str, number: int) -> bool:
    """Send, with a kill at that call; then look for losses. False when the run passed untouched."""
    sent = site.run("send", str(file), before=inject("signal=KILL", call, number))
    killed = sent.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
    assert killed or sent.returncode == 0, sent.stderr
    recover(site, file, promised(sent.stdout))
    return killed


def fail_at(site: SiteProcess, file: Path, error: str, call: str, number: int) -> bool:
    """Send, with an error at that call: it is told, nothing is promised falsely, and afterwards all
    goes on by itself. False when the run passed untouched."""
    sent = site.run("send", str(file), before=inject(f"error={error}", call, number))
    failed = sent.returncode != 0
    recover(site, file, promised(sent.stdout))
    return failed


def fresh(empty: SiteProcess, folder: Path) -> Iterator[tuple[int, SiteProcess]]:
    """A new copy of the empty site for each n; the one before is removed."""
    for number in range(1, MOST):
        site = empty.copied_to(folder / f"n{number}")
        yield number, site
        site.removed()


@pytest.mark.parametrize("call", ["fsync", "rename", "pwrite64"])
def test_a_kill_at_a_chosen_call_loses_nothing(
    call: str, site: SiteProcess, big_file: Path
) -> None:
    kill_at(site, big_file, call, random.Random(SEED).randint(1, 8))


@pytest.mark.parametrize("error", ERRORS)
def test_a_failing_flush_is_not_promised(error: str, site: SiteProcess, big_file: Path) -> None:
    assert fail_at(site, big_file, error, "fsync", 3)


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
def test_a_kill_at_any_call_loses_nothing(
    call: str, empty_site: SiteProcess, big_file: Path, tmp_path: Path
) -> None:
    runs = 0
    for number, site in fresh(empty_site, tmp_path):
        if not kill_at(site, big_file, call, number):
            break
        runs += 1
    print(f"{call}: {runs} kills, 0 losses")
    assert runs >= LEAST.get(call, 2)


@pytest.mark.long
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", OUR_CALLS)
def test_an_error_of_any_call_loses_nothing(
    call: str, error: str, empty_site: SiteProcess, big_file: Path, tmp_path: Path
) -> None:
    runs = 0
    for number, site in fresh(empty_site, tmp_path):
        if not fail_at(site, big_file, error, call, number):
            break
        runs += 1
    print(f"{call} {error}: {runs} faults, 0 losses")
    assert runs >= LEAST.get(call, 2)
