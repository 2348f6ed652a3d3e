"""unoserver: one LibreOffice for all documents, spoken to through a Python server."""

from __future__ import annotations

import http.client
import socket
import tempfile
import time
import xmlrpc.client
from pathlib import Path
from typing import Self

from bench.files import OFFICE
from bench.peers.listener import Listener
from bench.peers.method import CONVERSION_SECONDS, Failed
from pecia.engine.public import SAMPLES

_START_SECONDS = 60


class Unoserver(Listener):
    """Its best case: it is warm, nobody else asks, and no client has to be started.

    We call its `convert` directly, without the `info` that its own client asks for before each
    document. Indexes are not updated, which `soffice --convert-to` and Pecia don't do either.
    """

    name = "unoserver"

    def __init__(self, program: Path, peers: Path) -> None:
        super().__init__()
        self._program = program
        self._unoserver = peers.resolve() / "bin" / "unoserver"
        self._port = 0

    def __enter__(self) -> Self:
        self._start()
        self._warm()
        return self

    def settle(self) -> None:
        """Start it again when it has ended."""
        if not self.alive:
            self.stop()
            self._start()

    def to_pdf(self, source: Path, folder: Path) -> Path:
        """Ask for a conversion between two paths."""
        target = folder / "document.pdf"
        no_data, no_type, no_filter, update_index = None, None, None, False
        try:
            with self._proxy() as proxy:
                proxy.convert(
                    str(source), no_data, str(target), no_type, no_filter, [], update_index
                )
        except (OSError, http.client.HTTPException, xmlrpc.client.Error) as error:
            raise Failed(f"unoserver: {str(error)[:200]}") from error
        if not target.exists():
            raise Failed("unoserver made no PDF")
        return target

    def _start(self) -> None:
        self._port, office_port = _free_port(), _free_port()
        self.spawn(
            *(self._unoserver, "--port", str(self._port), "--uno-port", str(office_port)),
            *("--executable", self._program / "soffice"),
            *("--user-installation", self.profile / "profile"),
            *("--conversion-timeout", str(CONVERSION_SECONDS), "--quiet"),
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or not self.alive:
                raise RuntimeError(f"unoserver does not start: {self.last_words()}")
            time.sleep(0.2)

    def _warm(self) -> None:
        """A document of each format, so that LibreOffice has loaded all of its filters."""
        with tempfile.TemporaryDirectory() as folder:
            for format_ in OFFICE:
                for sample in SAMPLES.glob(f"*.{format_}"):
                    self.to_pdf(sample, Path(folder))

    def _answers(self) -> bool:
        try:
            with self._proxy() as proxy:
                return bool(proxy.info())
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return False

    def _proxy(self) -> xmlrpc.client.ServerProxy:
        return xmlrpc.client.ServerProxy(f"http://127.0.0.1:{self._port}", allow_none=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
