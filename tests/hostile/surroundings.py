"""What stands around the engine in a hostile session: listeners, a secret, a watch over /tmp."""

from __future__ import annotations

import fcntl
import os
import select
import socket
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.hostile.model import (
    CANARY_ENV,
    CANARY_FILE,
    CANARY_HOST,
    CANARY_PORT,
    CANARY_TEXT,
    MARKER_FILE,
)

_TRACES = ("pecia-canary*", "pecia-slip*", "pecia-font*", "pecia-image*", "pecia-script*")


class Surroundings:
    """Sockets that nobody may visit, a secret that nobody may read, files that nobody may make.

    One session at a time has them: a second one waits for the first to end.
    """

    def __init__(self) -> None:
        self._visitors: list[str] = []
        self._stop, self._stopped = os.pipe()
        self._lock = (Path(tempfile.gettempdir()) / "hostile-session.lock").open("w")
        self._sockets = [
            socket.socket(type=kind) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)
        ]
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        for ear in self._sockets:
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            ear.bind((CANARY_HOST, CANARY_PORT))
        self._sockets[0].listen(16)
        Path(CANARY_FILE).write_text(CANARY_TEXT, "utf-8")
        os.environ[CANARY_ENV] = CANARY_TEXT
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._stopped)
        self._thread.join()
        os.environ.pop(CANARY_ENV, None)
        Path(CANARY_FILE).unlink(missing_ok=True)
        for ear in self._sockets:
            ear.close()
        self._lock.close()
        os.close(self._stop)

    def visitors(self) -> list[str]:
        """Who connected or sent something since the session began."""
        return list(self._visitors)

    def strangers(self) -> list[str]:
        """Files that a document must have made."""
        folder = Path(tempfile.gettempdir())
        found = {str(path) for pattern in _TRACES for path in folder.glob(pattern)}
        found |= {MARKER_FILE} if Path(MARKER_FILE).exists() else set()
        return sorted(found - {CANARY_FILE})

    def _listen(self) -> None:
        while True:
            listened: list[socket.socket | int] = [*self._sockets, self._stop]
            ready, _, _ = select.select(listened, [], [])
            for ear in ready:
                if isinstance(ear, int):
                    return
                self._note(ear)

    def _note(self, ear: socket.socket) -> None:
        if ear.type == socket.SOCK_STREAM:
            visitor, _ = ear.accept()
            visitor.settimeout(0.2)
            with visitor:
                self._visitors.append(f"TCP {_first_bytes(visitor)!r}")
        else:
            self._visitors.append(f"UDP {ear.recv(512)!r}")


def _first_bytes(visitor: socket.socket) -> bytes:
    try:
        return visitor.recv(200)
    except OSError:
        return b""


def children_of(pid: int) -> list[int]:
    """The processes that `pid` has begotten and not buried."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]
