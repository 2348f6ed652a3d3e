"""Processes of a site: apart from their parent, started again, stopped in order."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from pecia.ops.children import Child, done_apart


def note(file: Path) -> int:
    """Say who one is, and wait for the end."""
    signal.signal(signal.SIGTERM, lambda *_facts: sys.exit(0))
    with file.open("a") as out:
        print(os.getpid(), os.getsid(0), os.environ["PECIA_PARENT"], file=out)
    while True:
        time.sleep(0.05)


def told(file: Path, lines: int) -> list[list[int]]:
    """What the children have noted, when there are so many lines."""
    end = time.monotonic() + 30
    while not file.exists() or file.read_text().count("\n") < lines:
        assert time.monotonic() < end, "no child came"
        time.sleep(0.02)
    return [[int(word) for word in line.split()] for line in file.read_text().splitlines()]


def test_a_child_lives_in_a_session_of_its_own_and_knows_its_parent(tmp_path: Path) -> None:
    child = Child("one", lambda: note(tmp_path / "told"))
    [[pid, session, parent]] = told(tmp_path / "told", 1)
    assert (pid, session, parent) == (child.process.pid, child.process.pid, os.getpid())
    assert Path(f"/proc/{pid}/comm").read_text() == "pecia-one\n"
    child.ask_to_stop()
    child.wait()
    assert child.process.exitcode == 0


def test_a_child_that_died_comes_again(tmp_path: Path) -> None:
    child = Child("one", lambda: note(tmp_path / "told"))
    [[first, *_facts]] = told(tmp_path / "told", 1)
    os.kill(first, signal.SIGKILL)
    while (tmp_path / "told").read_text().count("\n") < 2:
        child.keep_running()
        time.sleep(0.05)
    assert child.process.pid != first
    child.ask_to_stop()
    child.wait()
    assert child.has_ended


def test_what_is_done_apart_tells_how_it_ended() -> None:
    assert done_apart(lambda: 0) == 0
    assert done_apart(lambda: 3) == 3
    assert done_apart(killed) == -signal.SIGKILL


def killed() -> int:
    """Never comes back."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0
