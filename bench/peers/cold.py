"""A process of LibreOffice for each document: what most people do."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Self

from bench.peers.method import CONVERSION_SECONDS, ENVIRONMENT, Converter, Failed, with_timeout
from pecia.engine.public import SAMPLES


class Cold(Converter):
    """`soffice --headless --convert-to pdf` with a profile that is kept: its best case."""

    name = "cold"

    def __init__(self, program: Path) -> None:
        self._soffice = program / "soffice"
        self._profile = tempfile.TemporaryDirectory(prefix="pecia-bench-cold-")
        self._cpu_ms = 0.0
        self._peak_mb = 0.0

    def __enter__(self) -> Self:
        with tempfile.TemporaryDirectory() as folder:  # the first run makes the profile
            self.to_pdf(SAMPLES / "text.docx", Path(folder))
        return self

    def close(self) -> None:
        """Remove the profile."""
        self._profile.cleanup()

    def to_pdf(self, source: Path, folder: Path) -> Path:
        """Start LibreOffice and wait for its end."""
        self._run(
            with_timeout(
                CONVERSION_SECONDS,
                self._soffice,
                f"-env:UserInstallation=file://{self._profile.name}",
                *("--headless", "--convert-to", "pdf", "--outdir", folder, source),
            )
        )
        target = folder / f"{source.stem}.pdf"
        if not target.exists():
            raise Failed("soffice made no PDF")
        return target

    def helpers_cpu_ms(self) -> float:
        """Of all the processes that have ended."""
        return self._cpu_ms

    def peak_mb(self) -> float:
        """Of the largest process so far."""
        return self._peak_mb

    def _run(self, command: list[str]) -> None:
        silence = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
        environment = ENVIRONMENT | {"HOME": self._profile.name}
        pid = os.posix_spawn(command[0], command, environment, file_actions=silence)
        _, _, usage = os.wait4(pid, 0)
        self._cpu_ms += (usage.ru_utime + usage.ru_stime) * 1000
        self._peak_mb = max(self._peak_mb, usage.ru_maxrss / 1024)
