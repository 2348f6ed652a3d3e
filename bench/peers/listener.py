"""A program that keeps one LibreOffice and talks to it: started, watched, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench import measure
from bench.peers.method import (
    ENVIRONMENT,
    SESSION_SECONDS,
    Converter,
    family_cpu_ms,
    with_timeout,
)

_END_SECONDS = 5.0


class Listener(Converter):
    """The half that unoserver and Gotenberg's way share."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="pecia-bench-listener-")
        self._process: subprocess.Popen[str] | None = None
        self._buried_cpu_ms = 0.0
        self._peak_mb = 0.0

    def close(self) -> None:
        """End the program and its LibreOffice."""
        self.stop()
        self._home.cleanup()

    def helpers_cpu_ms(self) -> float:
        """Of the program and its LibreOffice, of those before them too."""
        return self._buried_cpu_ms + family_cpu_ms(self._pid)

    def peak_mb(self) -> float:
        """Of the largest LibreOffice so far."""
        self._look_at_memory()
        return self._peak_mb

    @property
    def _log(self) -> Path:
        return self.profile / "errors"

    @property
    def alive(self) -> bool:
        """Whether the program runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def profile(self) -> Path:
        """Where LibreOffice keeps its settings."""
        return Path(self._home.name)

    def spawn(self, *command: str | Path) -> subprocess.Popen[str]:
        """Start the program in a session of its own."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                with_timeout(SESSION_SECONDS, *command),
                env=ENVIRONMENT | {"HOME": self._home.name},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                text=True,
            )
        return self._process

    def last_words(self) -> str:
        """The end of what the program wrote about its troubles."""
        return self._log.read_text("utf-8", "replace")[-500:].strip()

    def stop(self) -> None:
        """End all that the program has started."""
        if self._process is None:
            return
        self._look_at_memory()
        self._buried_cpu_ms += family_cpu_ms(self._pid)
        # From the youngest to the oldest, so that each is buried by its parent.
        for pid in reversed(measure.family_of(self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            _wait_for_end(pid)
        self._process.communicate()
        self._process = None

    def _look_at_memory(self) -> None:
        if self._pid is not None:
            self._peak_mb = max(self._peak_mb, measure.peak_resident_mb(self._pid))

    @property
    def _pid(self) -> int | None:
        return self._process.pid if self._process else None


def _wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + _END_SECONDS
    while measure.is_running(pid):
        if time.monotonic() > deadline:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.02)
