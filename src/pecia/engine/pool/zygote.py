"""The loop of a zygote: clients on one side, children on the other, a bounded queue between.

Spares are children that have rehearsed and wait in their sandbox. They are made while the queue
is empty and a worker's place is free; when jobs wait, children are forked plainly, because then
the processor time of a rehearsal would be taken from a document.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections import deque
from pathlib import Path

from pecia.engine.pool import nursery, protocol
from pecia.engine.pool.nursery import Child, Job, Nursery
from pecia.engine.pool.protocol import Message, ProtocolError
from pecia.engine.pool.settings import Places

_WATCH_SECONDS = 0.05
_CALM_SECONDS = 0.4  # without a job, before a spare is made: a document may follow its neighbour


class Zygote:
    """Serves jobs until its lifeline is cut: the pipe whose other end its supervisor holds."""

    def __init__(self, path: Path, places: Places, children: Nursery, lifeline: int) -> None:
        self._places = places
        self._nursery = children
        self._lifeline = lifeline
        self._queue: deque[Job] = deque()
        self._clients: dict[int, socket.socket] = {}
        self._selector = selectors.EpollSelector()
        self._listener = self._listen(path)
        self._done = 0
        self._draining = False
        self._spares_failed = 0
        self._last_job = 0.0

    def serve(self) -> None:
        """Run until the lifeline is cut, or until a drain has finished. Never raises."""
        self._selector.register(self._listener, selectors.EVENT_READ, self._on_listener)
        self._selector.register(self._lifeline, selectors.EVENT_READ, self._on_lifeline)
        alive = True
        while alive:
            self._keep_spares()
            timeout = _WATCH_SECONDS if self._working() else self._calm_in()
            for key, _ in self._selector.select(timeout):
                if key.fd in self._selector.get_map():
                    alive = key.data(key.fd) is not False and alive
            self._nursery.enforce()
            alive = alive and not (self._draining and not self._queue and not self._working())
        for worker in self._nursery.children.values():
            self._nursery.kill(worker, "shutdown")

    @staticmethod
    def _listen(path: Path) -> socket.socket:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        path.unlink(missing_ok=True)
        mask = os.umask(0o177)
        try:
            listener.bind(str(path))
        finally:
            os.umask(mask)
        listener.listen(64)
        return listener

    # -- events ------------------------------------------------------------------------------

    def _on_lifeline(self, _fd: int) -> bool:
        return False

    def _on_listener(self, _fd: int) -> None:
        client, _ = self._listener.accept()
        self._clients[client.fileno()] = client
        self._selector.register(client, selectors.EVENT_READ, self._on_client)

    def _on_client(self, fd: int) -> None:
        try:
            received = protocol.receive(self._clients[fd])
        except (OSError, ProtocolError):
            received = None
        if received is None:
            self._forget_client(fd)
            return
        message, fds = received
        match message.get("op"):
            case "run":
                self._accept(Job(str(message["job"]), fd, message, fds))
            case "cancel":
                self._cancel(fd, str(message["job"]))
            case "drain":
                self._draining = True
            case "health":
                self._tell(fd, {"state": "health", **self._health()})
            case _:
                self._forget_client(fd)

    def _on_control(self, fd: int) -> None:
        worker = next(c for c in self._nursery.children.values() if c.control.fileno() == fd)
        try:
            worker.ready = protocol.receive(worker.control) is not None or worker.ready
        except (OSError, ProtocolError):
            self._nursery.kill(worker, "protocol")
        # One word is all that a child may say here; what it makes goes straight to the client.
        self._selector.unregister(fd)

    def _on_end(self, fd: int) -> None:
        self._selector.unregister(fd)
        control = self._nursery.children[fd].control
        if control.fileno() in self._selector.get_map():
            self._selector.unregister(control)
        worker, outcome = self._nursery.bury(fd)
        if worker.job is not None:
            self._done += 1
            self._last_job = time.monotonic()
            self._spares_failed = 0
            self._tell(worker.job.owner, {"state": "ended", "job": worker.job.id, **outcome})
        elif not worker.ready:
            self._spares_failed += 1
        self._start_waiting()

    # -- jobs --------------------------------------------------------------------------------

    def _accept(self, job: Job) -> None:
        if self._draining or len(self._queue) >= self._places.queue:
            job.close()
            self._tell(job.owner, {"state": "refused", "job": job.id})
            return
        self._last_job = time.monotonic()
        self._queue.append(job)
        self._start_waiting()

    def _start_waiting(self) -> None:
        while self._queue and self._working() < self._places.workers:
            job = self._queue.popleft()
            worker = self._spare() or self._fork(rehearse=False)
            if not self._nursery.give(worker, job):
                self._queue.appendleft(job)  # that child died while it waited: take another
                self._nursery.kill(worker, "gone")

    def _cancel(self, owner: int, job_id: str) -> None:
        for job in [job for job in self._queue if (job.owner, job.id) == (owner, job_id)]:
            self._queue.remove(job)
            job.close()
            self._tell(owner, {"state": "ended", "job": job_id, "killed": "cancelled"})
        for worker in self._nursery.children.values():
            if worker.job and (worker.job.owner, worker.job.id) == (owner, job_id):
                self._nursery.kill(worker, "cancelled")

    def _forget_client(self, fd: int) -> None:
        """A client that went away wants nothing any more."""
        for job in [job for job in self._queue if job.owner == fd]:
            self._queue.remove(job)
            job.close()
        for worker in self._nursery.children.values():
            if worker.job and worker.job.owner == fd:
                worker.job.owner = -1
                self._nursery.kill(worker, "cancelled")
        self._selector.unregister(fd)
        self._clients.pop(fd).close()

    # -- children ----------------------------------------------------------------------------

    def _working(self) -> int:
        return sum(1 for c in self._nursery.children.values() if c.job is not None)

    def _spare(self) -> Child | None:
        free = (c for c in self._nursery.children.values() if c.job is None and not c.killed)
        return next((c for c in free if c.ready and not nursery.ended(c)), None)

    def _keep_spares(self) -> None:
        """One at a time, only while nobody waits and a worker's place is free for the rehearsal."""
        spares = [c for c in self._nursery.children.values() if c.job is None]
        rehearsing = sum(1 for c in spares if not c.ready)
        idle = self._places.workers - self._working() - rehearsing
        calm = not self._queue and not self._draining and self._calm_in() == 0
        if calm and idle > 0 and not rehearsing and len(spares) < self._places.spares:
            self._fork(rehearse=True)

    def _calm_in(self) -> float | None:
        """Seconds until a spare may be made; None when there is no more to wait for."""
        wanted = len(self._nursery.children) < self._places.spares and self._spares_failed < 3
        if not wanted:
            return None
        return max(0.0, self._last_job + _CALM_SECONDS - time.monotonic())

    def _fork(self, rehearse: bool) -> Child:
        newborn = self._nursery.fork(rehearse)
        self._selector.register(newborn.pidfd, selectors.EVENT_READ, self._on_end)
        self._selector.register(newborn.control, selectors.EVENT_READ, self._on_control)
        return newborn

    # -- answers -----------------------------------------------------------------------------

    def _tell(self, owner: int, message: Message) -> None:
        client = self._clients.get(owner)
        if client is None:
            return
        try:
            protocol.send(client, message)
        except OSError:
            self._forget_client(owner)

    def _health(self) -> Message:
        spares = [c for c in self._nursery.children.values() if c.job is None and c.ready]
        return {
            "pid": os.getpid(),
            "done": self._done,
            "queued": len(self._queue),
            "working": self._working(),
            "spares": len(spares),
            "descriptors": sum(1 for _ in Path("/proc/self/fd").iterdir()) - 1,
            "clock": round(time.monotonic(), 3),
        }
