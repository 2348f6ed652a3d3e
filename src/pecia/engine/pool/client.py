"""A connection to a zygote: submit jobs, read what their children send, cancel, ask for health."""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pecia.engine.pool import protocol
from pecia.engine.pool.protocol import Message, ProtocolError
from pecia.engine.sandbox.limits import Limits

GONE: Message = {"state": "ended", "killed": "engine_gone"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Something a child sent: a message and perhaps an open file. Both are untrusted."""

    message: Message
    fd: int | None


class Job:
    """A submitted job. Iterate over it for the pieces as they come; then ask for its `outcome`."""

    def __init__(self, client: Client, job_id: str, data: socket.socket) -> None:
        self.id = job_id
        self._client = client
        self._data = data
        self._outcome: queue.SimpleQueue[Message] = queue.SimpleQueue()

    def __iter__(self) -> Iterator[Piece]:
        """Pieces until the child has closed its end.

        A piece that breaks the protocol cancels the job and ends the iteration.
        """
        try:
            while (received := protocol.receive(self._data)) is not None:
                message, fds = received
                for extra in fds[1:]:
                    os.close(extra)
                yield Piece(message, fds[0] if fds else None)
        except (ProtocolError, OSError):
            self.cancel()
        finally:
            self._data.close()

    def outcome(self) -> Message:
        """How the child ended; waits for it. Pieces that were not read by then are lost."""
        message = self._outcome.get()
        self._outcome.put(message)
        self.close()
        return message

    def close(self) -> None:
        """Read no further. Safe to call twice."""
        self._data.close()

    def cancel(self) -> None:
        """Stop the job, wherever it is."""
        self._client.cancel(self)

    def ended(self, message: Message) -> None:
        """Called by the client when the zygote reports the end."""
        self._outcome.put(message)


class Client:
    """One connection, for any number of threads."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise
        self._send_lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._numbers = itertools.count(1)
        self._health: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._alive = True
        self._reader = threading.Thread(target=self._read, daemon=True, name="pecia-pool-client")
        self._reader.start()

    @property
    def alive(self) -> bool:
        """Whether the zygote still answers."""
        return self._alive

    def submit(self, work: Message, source: Path | int | None, limits: Limits) -> Job:
        """Send a job; the document is opened here, or is a descriptor, and passed as one.

        Raises `OSError` when the source can't be read or the zygote is gone.
        """
        ours, theirs = protocol.pair()
        job = Job(self, str(next(self._numbers)), ours)
        fds = [theirs.fileno()]
        document = _opened(source)
        if document is not None:
            fds.append(document)
        try:
            self._jobs[job.id] = job
            self._send(_request(job.id, work, limits), fds)
        except OSError:
            self._jobs.pop(job.id, None)
            ours.close()
            raise
        finally:
            theirs.close()
            if document is not None:
                os.close(document)
        return job

    def cancel(self, job: Job) -> None:
        """Ask for the end of a job; its outcome says `cancelled`, unless it had ended before."""
        try:
            self._send({"op": "cancel", "job": job.id}, [])
        except OSError:
            return

    def health(self, timeout: float = 5) -> Message:
        """Figures of the zygote. Raises `TimeoutError` or `OSError`."""
        self._send({"op": "health"}, [])
        try:
            return self._health.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError("the pool does not answer") from None

    def drain(self) -> None:
        """Let the zygote finish what it has and then end."""
        self._send({"op": "drain"}, [])

    def close(self) -> None:
        """Hang up; the zygote then cancels what is still running for this connection."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.join(timeout=5)
        self._socket.close()

    def _send(self, message: Message, fds: list[int]) -> None:
        with self._send_lock:
            protocol.send(self._socket, message, fds)

    def _read(self) -> None:
        try:
            while (received := protocol.receive(self._socket)) is not None:
                self._dispatch(received[0])
        except (OSError, ProtocolError):
            pass
        self._alive = False
        for job_id in list(self._jobs):
            self._jobs.pop(job_id).ended(GONE)

    def _dispatch(self, message: Message) -> None:
        if message.get("state") == "health":
            self._health.put(message)
        elif (job := self._jobs.pop(str(message.get("job")), None)) is not None:
            job.ended(message)


def _opened(source: Path | int | None) -> int | None:
    if source is None:
        return None
    return (
        os.dup(source) if isinstance(source, int) else os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    )


def _request(job_id: str, work: Message, limits: Limits) -> Message:
    return {
        "op": "run",
        "job": job_id,
        "work": work,
        "wall_seconds": limits.wall_seconds,
        "cpu_seconds": limits.cpu_seconds,
        "memory_mb": limits.memory_mb,
    }
