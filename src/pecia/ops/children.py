"""Processes of a site, forked from one that has loaded it: they share what they only read."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

_GRACE_SECONDS = 20
_LONG_LIFE_SECONDS = 60
_LONGEST_PAUSE = 30
_context = multiprocessing.get_context("fork")
event = _context.Event


def done_apart(work: Callable[[], int]) -> int:
    """Do it in a child and return what it returns; the memory that it took is given back."""
    child = _context.Process(target=_live, args=(work, "prepare"))
    child.start()
    child.join()
    return child.exitcode or 0


def share_memory() -> None:
    """Call before children are made: leaves what is loaded out of the collector, so that it stays
    in pages which all of them share."""
    gc.collect()
    gc.freeze()


class Child:
    """One process of the site, started again when it dies."""

    def __init__(self, name: str, work: Callable[[], int]) -> None:
        self._name, self._work = name, work
        self._deaths = 0
        self._start()

    def _start(self) -> None:
        self._began, self._due = time.monotonic(), 0.0
        self.process: ForkProcess = _context.Process(target=_live, args=(self._work, self._name))
        self.process.start()

    @property
    def has_ended(self) -> bool:
        """Whether it runs no longer, or not yet again."""
        return self.process.exitcode is not None

    def keep_running(self) -> None:
        """Start it again, later each time when it dies at once."""
        if not self.has_ended:
            return
        now = time.monotonic()
        if not self._due:
            short = now - self._began < _LONG_LIFE_SECONDS
            self._deaths = self._deaths + 1 if short else 0
            self._due = now + min(_LONGEST_PAUSE, 2 ** (self._deaths - 1) if short else 0)
        if now >= self._due:
            self._start()

    def ask_to_stop(self) -> None:
        """Let it finish what it has begun."""
        self.process.terminate()

    def wait(self) -> None:
        """Until it has stopped, or by force."""
        self.process.join(_GRACE_SECONDS)
        if not self.has_ended:
            self.process.kill()
            self.process.join()


def _live(work: Callable[[], int], name: str) -> None:
    """In a session of its own: Ctrl-C reaches the parent alone, which tells them in order."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["PECIA_PARENT"] = str(os.getppid())
    Path("/proc/self/comm").write_text(f"pecia-{name}")
    sys.exit(work())
