"""A zygote for tests: its children do on command what a document that took them over might.

Started like the real ones, by a `Supervisor`; see `running`.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pecia.engine import fonts
from pecia.engine.pool.child import Outbox
from pecia.engine.pool.protocol import Message
from pecia.engine.pool.settings import Places, ZygoteSettings
from pecia.engine.pool.supervisor import Supervisor, environment_for_children
from pecia.engine.sandbox import canary
from pecia.engine.sandbox.layers import ALL, Layer
from pecia.engine.sandbox.limits import Limits
from pecia.engine.zygotes import startup


class Deeds:
    """The craft of these children."""

    def rehearse(self, folder: Path) -> None:
        """Leave something that no later child may find."""
        (folder / "rehearsed").write_text("yes")

    def work(self, job: Message, source: Path, outbox: Outbox) -> None:
        """Do the deed that the job names."""
        if job["kind"] == "probe":
            outbox.send({"event": "probe", "attempts": canary.attempt_all(job)})
            return
        outbox.send({"event": "begun"})
        result = _DEEDS[job["kind"]](job, source, outbox)
        outbox.send({"event": "done", "result": result})


def _echo(_job: Message, source: Path, _outbox: Outbox) -> Any:
    return source.read_text() if source.exists() else ""


def _sleep(job: Message, _source: Path, _outbox: Outbox) -> Any:
    time.sleep(float(job["seconds"]))
    return "slept"


def _spin(_job: Message, _source: Path, _outbox: Outbox) -> Any:
    while True:
        pass


def _crash(_job: Message, _source: Path, _outbox: Outbox) -> Any:
    """A real fault: a signal sent to itself does not end the first process of a namespace."""
    return ctypes.string_at(0)


def _abort(_job: Message, _source: Path, _outbox: Outbox) -> Any:
    os.abort()


def _eat(_job: Message, _source: Path, _outbox: Outbox) -> Any:
    eaten = []
    while True:
        eaten.append(os.urandom(4 << 20))


def _fill(_job: Message, source: Path, _outbox: Outbox) -> Any:
    """Fill the private folder; the number of MiB that fitted."""
    written = 0
    try:
        for number in range(10_000):
            (source.parent / f"filler-{number}").write_bytes(bytes(1 << 20))
            written += 1
    except OSError:
        return written
    return written


def _threads(_job: Message, _source: Path, _outbox: Outbox) -> Any:
    """Start threads without end; the number that there could be."""
    started = 0
    with suppress(RuntimeError):
        for _ in range(5_000):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            started += 1
    return started


def _deaf(_job: Message, _source: Path, _outbox: Outbox) -> Any:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        time.sleep(1)


def _flood(_job: Message, _source: Path, outbox: Outbox) -> Any:
    while True:
        outbox.send({"event": "page", "number": 1})


def _babble(job: Message, _source: Path, outbox: Outbox) -> Any:
    """Send bytes that are no message."""
    channel: socket.socket = outbox._channel  # type: ignore[attr-defined]
    channel.send(bytes.fromhex(job["bytes"]))
    return "sent"


def _look_around(job: Message, source: Path, _outbox: Outbox) -> Any:
    """Where the word of another job can be found: files, environment, shared memory."""
    word = str(job["word"]).encode()
    found = [str(path) for path in source.parent.parent.rglob("*")
             if path.is_file() and word in path.read_bytes()]  # fmt: skip
    found += [name for name, value in os.environ.items() if word in value.encode()]
    return found


def _plant(job: Message, source: Path, _outbox: Outbox) -> Any:
    word = str(job["word"])
    os.environ["PLANTED"] = word
    for folder in (source.parent, source.parent.parent, Path(tempfile.gettempdir())):
        with suppress(OSError):
            (folder / f"planted-{word}").write_text(word)
    return "planted"


def _facts(_job: Message, source: Path, _outbox: Outbox) -> Any:
    fds = []
    for fd in range(256):
        with suppress(OSError):
            os.fstat(fd)
            fds.append(fd)
    return {"pid": os.getpid(), "uid": os.getuid(), "fds": fds, "home": str(source.parent)}


_DEEDS: dict[str, Callable[[Message, Path, Outbox], Any]] = {
    "echo": _echo,
    "sleep": _sleep,
    "spin": _spin,
    "crash": _crash,
    "abort": _abort,
    "eat": _eat,
    "fill": _fill,
    "threads": _threads,
    "deaf": _deaf,
    "flood": _flood,
    "babble": _babble,
    "look_around": _look_around,
    "plant": _plant,
    "facts": _facts,
}


@contextmanager
def running(
    *,
    layers: frozenset[Layer] = ALL,
    places: Places | None = None,
    limits: Limits | None = None,
) -> Iterator[Supervisor]:
    """Such a zygote, stopped and cleaned up afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pecia-deeds-"))
    folder.chmod(0o711)
    private = folder / "private"
    private.mkdir()
    private.chmod(0o1777)
    settings = ZygoteSettings(
        socket=folder / "deeds.sock",
        private=private,
        profile=folder,
        readable=(Path("/usr"), Path("/lib"), Path("/lib64"), Path(sys.base_prefix)),
        warm=(),
        rehearsal=(),
        places=places or Places(workers=2, queue=8, spares=0),
        limits=limits or Limits(),
        layers=layers,
        lifeline=-1,
        status=-1,
    )
    environment = environment_for_children(private, fonts.CONFIGURATION)
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    supervisor = Supervisor("tests.engine.deeds", settings, environment)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """The zygote's own process."""
    settings = ZygoteSettings.from_json(sys.argv[1])
    startup.prepare(settings)
    json.dumps({})  # nothing may be loaded for the first time in a child
    startup.serve(settings, Deeds(), "deeds")


if __name__ == "__main__":
    main()
