"""A line to PostgreSQL that breaks at the n-th write or commit: before the server hears of it, or before
the client hears of its success."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote, urlsplit

PORT = ".s.PGSQL.5432"
CHUNK = 65_536
WAIT = 30.0
WRITES = re.compile(rb"COMMIT|INSERT|UPDATE|DELETE")


class CuttingProxy:
    """Listens on a socket in `folder` and passes on to the server of `url`, until write number `cut`.

    `heard` says whether the server still gets that one; its answer is lost then. From the cut on
    nobody is let in. `done` tells whether it came so far.
    """

    def __init__(self, url: str, folder: Path, cut: int, *, heard: bool) -> None:
        self._server = str(Path(unquote(urlsplit(url).hostname or "")) / PORT)
        self.url = url.replace(
            quote(str(Path(self._server).parent), safe=""), quote(str(folder), safe="")
        )
        self._cut, self._heard, self._writes = cut, heard, 0
        self.done = False
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / PORT))
        self._door.listen()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._door.accept()
            except OSError:
                return
            if self.done:
                client.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            threading.Thread(target=self._ask, args=(client, server), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        """The client's questions; the answers are passed on by a thread of their own."""
        lost = threading.Event()
        answers = threading.Thread(target=self._answer, args=(server, client, lost), daemon=True)
        answers.start()
        while question := _read(client):
            if WRITES.search(question) and self._is_the_one():
                lost.set()
                if self._heard:
                    server.sendall(question)
                    answers.join(WAIT)
                break
            server.sendall(question)
        for end in (client, server):
            _close(end)

    def _answer(self, server: socket.socket, client: socket.socket, lost: threading.Event) -> None:
        while answer := _read(server):
            if lost.is_set():
                return
            client.sendall(answer)

    def _is_the_one(self) -> bool:
        self._writes += 1
        self.done = self.done or self._writes == self._cut
        return self._writes == self._cut


def _read(end: socket.socket) -> bytes:
    try:
        return end.recv(CHUNK)
    except OSError:
        return b""


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
