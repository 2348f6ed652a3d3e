"""The child's side: enter the sandbox, perhaps rehearse, take one job, do it, end."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn, Protocol

from pecia.engine.pool import protocol
from pecia.engine.pool.courtesy import Courtesy
from pecia.engine.pool.protocol import Message
from pecia.engine.pool.sealed_memory import OutgoingMemory, sealed
from pecia.engine.sandbox import layers, limits
from pecia.engine.sandbox.layers import Jail, Layer

# Set it to see in a zygote's log why a child failed; LibreOffice's own words too.
VERBOSE = "PECIA_ENGINE_VERBOSE"

_COPY_STEP = 1 << 20
_A_PAGE = 4 * 1200 * 1700  # bytes of page 1 in colour, of the usual width and shape
_FATAL_SIGNALS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)


class Outbox(Protocol):
    """Where a job sends what it makes."""

    def step_back(self) -> None:
        """What is urgent was sent; let others have the processor first."""

    def send(self, event: Message, file: Path | None = None) -> None:
        """Send an event, with an open descriptor of `file`, which is then unlinked."""

    def send_bytes(self, event: Message, data: bytes | bytearray) -> None:
        """Send an event with many bytes, which the other side reads where they lie."""


class Discard:
    """The outbox of a rehearsal: nobody asked."""

    def step_back(self) -> None:
        """Stay as quick as before: the document is yet to come."""

    def send(self, event: Message, file: Path | None = None) -> None:
        """Forget the event."""
        if file is not None:
            file.unlink()

    def send_bytes(self, event: Message, data: bytes | bytearray) -> None:
        """Forget the event."""


class ClientOutbox:
    """What a job sends to the client that asked for it."""

    def __init__(
        self, channel: socket.socket, courtesy: Courtesy, memory: OutgoingMemory | None
    ) -> None:
        """`memory`: prepared for the first `send_bytes`, which is urgent."""
        self._channel = channel
        self._courtesy = courtesy
        self._memory = memory

    def step_back(self) -> None:
        """What is urgent was sent; let others have the processor first."""
        self._courtesy.step_back()

    def send(self, event: Message, file: Path | None = None) -> None:
        """Send an event, with an open descriptor of `file`, which is then unlinked."""
        if file is None:
            protocol.send(self._channel, event)
            return
        fd = os.open(file, os.O_RDONLY)
        try:
            protocol.send(self._channel, event, [fd])
        finally:
            os.close(fd)
            file.unlink()

    def send_bytes(self, event: Message, data: bytes | bytearray) -> None:
        """Send an event with many bytes, which the other side reads where they lie."""
        prepared = None if self._memory is None else self._memory.seal(data)
        self._memory = None
        fd = sealed(data) if prepared is None else prepared
        try:
            protocol.send(self._channel, event, [fd])
        finally:
            os.close(fd)


class Craft(Protocol):
    """What the children of a zygote can do."""

    def rehearse(self, folder: Path) -> None:
        """Do one small job in `folder`, so that the pages it needs are already touched."""

    def work(self, job: Message, source: Path, outbox: Outbox) -> None:
        """Do `job` on the file `source`, whose folder may be written; send what comes of it."""


@dataclass(frozen=True, slots=True)
class Birth:
    """What a child is told when it is forked."""

    folder: Path  # below the jail's private folder; the child makes it
    jail: Jail
    enabled: Collection[Layer]
    rehearse: bool
    inherited: Collection[int]  # descriptors that it may keep: what LibreOffice holds open


def live(control: socket.socket, craft: Craft, birth: Birth) -> NoReturn:
    """The whole life of a child, from the fork to its end. Never returns."""
    status = 1
    try:
        _leave_the_parent_behind({control.fileno(), *birth.inherited})
        courtesy = Courtesy()
        layers.enter(birth.jail, birth.enabled)
        birth.folder.mkdir(mode=0o700)
        memory = None
        if birth.rehearse:
            craft.rehearse(birth.folder)
            memory = OutgoingMemory(_A_PAGE)
        protocol.send(control, {"state": "ready"})
        received = protocol.receive(control)
        if received is not None:
            outbox = partial(ClientOutbox, courtesy=courtesy, memory=memory)
            _do(craft, birth.folder, outbox, *received)
        status = 0
    except BaseException as error:  # noqa: BLE001 - nothing may escape into the parent's frames
        _tell_quietly(error)
    finally:
        os._exit(status)


def _do(
    craft: Craft,
    folder: Path,
    outbox: Callable[[socket.socket], Outbox],
    message: Message,
    fds: list[int],
) -> None:
    limits.apply_cpu(limits.Limits(cpu_seconds=int(message["cpu_seconds"])))
    data, *inputs = fds
    job = message["work"]
    source = folder / str(job.get("file_name", "document"))
    if inputs:
        _copy(inputs[0], source)
    craft.work(job, source, outbox(_channel(data)))


def _channel(fd: int) -> socket.socket:
    # With all three named, Python asks the kernel nothing, which the filter would refuse.
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, fileno=fd)


def _copy(fd: int, target: Path) -> None:
    """Bring the document into the private folder; the descriptor is closed."""
    with target.open("wb") as file:
        offset = 0
        while count := os.sendfile(file.fileno(), fd, offset, _COPY_STEP):
            offset += count
    os.close(fd)


def _leave_the_parent_behind(kept: Collection[int]) -> None:
    os.setsid()
    for number in _FATAL_SIGNALS:  # LibreOffice's handlers would try to save a recovery file
        signal.signal(number, signal.SIG_DFL)
    # Over the limit of file size it must die: LibreOffice would report a cut PDF as a success.
    ordinary = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGXCPU, signal.SIGXFSZ)
    for number in ordinary:
        signal.signal(number, signal.SIG_DFL)
    for fd in open_descriptors() - {0, 1, 2, *kept}:
        os.close(fd)
    if VERBOSE not in os.environ:
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.close(null)


def open_descriptors() -> set[int]:
    """The numbers of this process's open descriptors."""
    listed = [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]
    return {fd for fd in listed if _is_open(fd)}  # but for the one that did the listing


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _tell_quietly(error: BaseException) -> None:
    """The parent learns only the exit status; a person who debugs sees the reason."""
    try:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    except Exception:  # noqa: BLE001, S110 - there may be no standard error any more
        pass
