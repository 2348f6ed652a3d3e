"""Keeps a LibreOffice that listens, and converts through it. Run by the Python that has `uno`:

    uno_bridge.py SOFFICE FOLDER

Each line of input is a JSON object, `{"restart": true}` or `{"source": ..., "target": ...}`; each
is answered by one line, `{}` or `{"error": ...}`.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from typing import Any

from unoserver.converter import UnoConverter  # type: ignore[import-not-found]

_START_SECONDS = 30


class Office:
    """One LibreOffice after another, all with one profile."""

    def __init__(self, soffice: str, folder: str) -> None:
        self._soffice = soffice
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._converter: Any = None

    def restart(self) -> None:
        """End the LibreOffice that runs and start another."""
        self.stop()
        port = _free_port()
        self._process = subprocess.Popen(
            [
                self._soffice,
                *("--headless", "--invisible", "--nocrashreport", "--nodefault", "--nologo"),
                *("--nofirststartwizard", "--norestore"),
                f"-env:UserInstallation=file://{self._folder}/profile",
                f"--accept=socket,host=127.0.0.1,port={port},tcpNoDelay=1;urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self._converter = _connect(port)

    def stop(self) -> None:
        """End the LibreOffice that runs."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def convert(self, source: str, target: str) -> None:
        """Convert one document."""
        self._converter.convert(inpath=source, outpath=target, update_index=False)


def _connect(port: int) -> Any:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return UnoConverter(port=str(port))
        except Exception:  # UNO's exceptions have no common base that we can name
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answer(office: Office, question: dict[str, Any]) -> dict[str, str]:
    try:
        if question.get("restart"):
            office.restart()
        else:
            office.convert(question["source"], question["target"])
    except Exception as error:  # noqa: BLE001 - as above; the bench decides what to do
        return {"error": str(error)[:300]}
    return {}


def main() -> None:
    """Answer until the input ends."""
    office = Office(*sys.argv[1:3])
    for line in sys.stdin:
        print(json.dumps(_answer(office, json.loads(line))), flush=True)
    office.stop()


if __name__ == "__main__":
    main()
