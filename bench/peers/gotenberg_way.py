"""What Gotenberg does: one LibreOffice listens and is replaced after every ten documents."""

from __future__ import annotations

import json
import select
from pathlib import Path
from typing import Any, Self

from bench.peers.listener import Listener
from bench.peers.method import CONVERSION_SECONDS, Failed

_DOCUMENTS = 10  # Gotenberg's own default
_BRIDGE = Path(__file__).with_name("uno_bridge.py")
_START_SECONDS = 60


class GotenbergWay(Listener):
    """Its best case: Gotenberg starts a Python client for each document, and we don't.

    As there, LibreOffice is replaced right after the tenth document; the next one waits only when
    it comes at once. The processor time of that is shared among the ten.
    """

    name = "gotenberg-way"

    def __init__(self, program: Path, peers: Path) -> None:
        super().__init__()
        self._program = program
        self._python = peers.resolve() / "bin" / "python"
        self._done = 0

    def __enter__(self) -> Self:
        self._start()
        return self

    def settle(self) -> None:
        """Replace LibreOffice when it has done its ten, or has died."""
        if not self.alive:
            self.stop()
            self._start()
        elif self._done >= _DOCUMENTS:
            self.peak_mb()
            self._ask({"restart": True}, _START_SECONDS)
            self._done = 0

    def to_pdf(self, source: Path, folder: Path) -> Path:
        """Ask the bridge for a conversion between two paths."""
        target = folder / "document.pdf"
        self._done += 1
        answer = self._ask({"source": str(source), "target": str(target)}, CONVERSION_SECONDS)
        if "error" in answer or not target.exists():
            raise Failed(f"UNO: {answer.get('error', 'no PDF')}")
        return target

    def _start(self) -> None:
        self.spawn(self._python, _BRIDGE, self._program / "soffice", self.profile)
        self._done = 0
        self._ask({"restart": True}, _START_SECONDS)

    def _ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise Failed("the bridge is not there")
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
        except OSError as error:
            raise Failed("the bridge has ended") from error
        line = (
            process.stdout.readline() if select.select([process.stdout], [], [], seconds)[0] else ""
        )
        if not line:
            self.stop()
            raise Failed(f"the bridge does not answer: {self.last_words()}")
        answer: dict[str, Any] = json.loads(line)
        return answer
