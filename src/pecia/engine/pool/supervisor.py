"""Starts a zygote, waits until it is ready, and starts it again when it dies, ever more slowly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from pecia.engine.pool.child import VERBOSE
from pecia.engine.pool.client import Client
from pecia.engine.pool.settings import ZygoteSettings

_FIRST_DELAY, _LONGEST_DELAY = 0.25, 30.0
_STEADY_SECONDS = 60.0  # a zygote that lived so long starts again at once
_START_SECONDS = 120.0
# Transparent huge pages for the heap: half the page faults of a child. And the heap is kept when
# it shrinks, and holds a page's pixels too: else each picture is mapped, touched and unmapped.
_HEAP = (
    f"glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold={64 << 20}"
    f":glibc.malloc.trim_threshold={512 << 20}"
)


class PoolStartError(RuntimeError):
    """A zygote did not become ready; the message holds the last lines it wrote."""


class Supervisor:
    """One zygote process and its successors."""

    def __init__(
        self, module: str, settings: ZygoteSettings, environment: Mapping[str, str]
    ) -> None:
        self._module = module
        self.settings = settings
        self._environment = dict(environment)
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline = -1
        self._client: Client | None = None
        self._last_error = ""
        self.restarts = 0
        self.proven: int | None = None  # the process whose children the canary has tried
        self.version = ""
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"pecia-{module}")

    def start(self) -> None:
        """Begin; returns at once. `client` waits until the zygote is ready."""
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process id of the zygote that runs now."""
        return self._process.pid if self._process else None

    @property
    def is_ready(self) -> bool:
        """Whether the zygote takes jobs now."""
        return self._ready.is_set()

    def client(self, timeout: float = _START_SECONDS) -> Client:
        """The connection to a zygote that is ready. Raises `PoolStartError`."""
        deadline = time.monotonic() + timeout
        while not self._stopping.is_set():
            client = self._client
            if self._ready.is_set() and client is not None and client.alive:
                return client
            if time.monotonic() > deadline or (self._last_error and not self.version):
                raise PoolStartError(self._last_error or "the pool does not become ready")
            self._ready.wait(0.02)
            if client is not None and not client.alive:
                time.sleep(0.02)
        raise PoolStartError("the pool is closed")

    def stop(self) -> None:
        """Cut the lifeline and wait for the end. Safe to call twice."""
        self._stopping.set()
        self._cut()
        process = self._process
        if process is not None:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        delay = _FIRST_DELAY
        while not self._stopping.is_set():
            born = time.monotonic()
            self._live_once()
            if self._stopping.is_set():
                return
            self.restarts += 1
            steady = time.monotonic() - born > _STEADY_SECONDS
            delay = _FIRST_DELAY if steady else min(_LONGEST_DELAY, delay * 2)
            self._stopping.wait(delay)

    def _live_once(self) -> None:
        process, status, errors = self._spawn()
        try:
            if self._wait_until_ready(status):
                self._client = Client(self.settings.socket)
                self._ready.set()
            process.wait()
        finally:
            self._ready.clear()
            self._last_error = _tail(errors) or f"the zygote ended with {process.returncode}"
            status.close()
            errors.close()
            self._cut()
            if self._client is not None:
                self._client.close()

    def _spawn(self) -> tuple[subprocess.Popen[bytes], BinaryIO, BinaryIO]:
        lifeline_read, self._lifeline = os.pipe()
        status_read, status_write = os.pipe()
        settings = replace(self.settings, lifeline=lifeline_read, status=status_write)
        errors = self.settings.socket.with_suffix(".log").open("w+b")
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", self._module, settings.to_json()],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            pass_fds=(lifeline_read, status_write),
            cwd="/",
        )
        os.close(lifeline_read)
        os.close(status_write)
        self._process = process
        return process, os.fdopen(status_read, "rb"), errors

    def _wait_until_ready(self, status: BinaryIO) -> bool:
        line = status.readline()
        if not line:
            return False
        self.version = str(json.loads(line).get("version", ""))
        return True

    def _cut(self) -> None:
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1


def _tail(file: BinaryIO) -> str:
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 2000))
    return bytes(file.read()).decode("utf-8", "replace").strip()


def environment_for_children(private: Path, fontconfig: Path) -> dict[str, str]:
    """Everything that a zygote, and so a document, may find in its environment: no secret."""
    verbose = {VERBOSE: "1"} if os.environ.get(VERBOSE) else {}
    return verbose | {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "HOME": str(private),
        "TMPDIR": str(private),
        "FONTCONFIG_FILE": str(fontconfig),
        "SAL_USE_VCLPLUGIN": "svp",
        "SAL_LOK_OPTIONS": "unipoll",  # else LibreOffice starts a thread for its loop: no forks
        "GLIBC_TUNABLES": _HEAP,
    }
