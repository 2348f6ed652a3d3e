"""The children of a zygote: forked, rehearsed, given their one job, watched, buried."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from pecia.engine.pool import child, memory, protocol
from pecia.engine.pool.protocol import Message
from pecia.engine.sandbox import namespaces
from pecia.engine.sandbox.layers import Jail, Layer

_FIRST_LOOK = 0.25  # seconds: most jobs are over by then, and a close look costs some milliseconds


@dataclass(slots=True)
class Job:
    """One document that a client wants done."""

    id: str
    owner: int  # the descriptor of the client's connection
    message: Message
    fds: list[int]
    received: float = field(default_factory=time.monotonic)

    def close(self) -> None:
        """Close the descriptors that came with the job."""
        while self.fds:
            os.close(self.fds.pop())


@dataclass(slots=True)
class Child:
    """A living child process."""

    pid: int
    pidfd: int
    control: socket.socket
    rehearsed: bool
    born: float
    ready: bool = False
    job: Job | None = None
    deadline: float = 0.0
    memory_mb: float = 0.0
    peak_mb: float = 0.0
    next_look: float = 0.0
    killed: str = ""
    folder: Path = Path()


class Nursery:
    """Makes children and keeps their limits. It decides nothing: see `Zygote`."""

    def __init__(
        self,
        craft: child.Craft,
        jail: Jail,
        enabled: Collection[Layer],
        apart: Collection[int] = (),
    ) -> None:
        """`apart`: descriptors that are open now and that a child must not inherit."""
        self.children: dict[int, Child] = {}  # by pidfd
        self._craft = craft
        self._jail = jail
        self._enabled = enabled
        # Nothing of the pool is open yet, so this is what the loaded libraries hold.
        self._inherited = frozenset(child.open_descriptors() - set(apart))
        self._namespace_each = Layer.PID in enabled and namespaces.one_per_child()
        if Layer.PID in enabled and not self._namespace_each:
            namespaces.share_one_among_children()
        self._own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def fork(self, rehearse: bool) -> Child:
        """Make a child."""
        ours, theirs = protocol.pair()
        folder = self._jail.private / f"job-{os.urandom(8).hex()}"
        pid = self._fork_process()
        if pid == 0:
            birth = child.Birth(folder, self._jail, self._enabled, rehearse, self._inherited)
            child.live(theirs, self._craft, birth)
        theirs.close()
        pidfd = os.pidfd_open(pid)
        newborn = Child(pid, pidfd, ours, rehearse, born=time.monotonic(), folder=folder)
        self.children[pidfd] = newborn
        return newborn

    def give(self, worker: Child, job: Job) -> bool:
        """Hand the child its job. False when it has died: the job is still the caller's."""
        try:
            protocol.send(worker.control, job.message, job.fds)
        except OSError:
            return False
        job.close()
        worker.job = job
        worker.deadline = time.monotonic() + float(job.message["wall_seconds"])
        worker.memory_mb = float(job.message["memory_mb"])
        worker.next_look = time.monotonic() + _FIRST_LOOK
        return True

    def kill(self, worker: Child, reason: str) -> None:
        """End a child, with all of its processes where it has a namespace of them."""
        worker.killed = worker.killed or reason
        try:
            signal.pidfd_send_signal(worker.pidfd, signal.SIGKILL)
        except ProcessLookupError:
            return
        if not self._namespace_each:
            _kill_session(worker.pid)

    def enforce(self) -> None:
        """Stop the children that are over their time or their memory."""
        now = time.monotonic()
        for worker in self.children.values():
            if worker.job is None or worker.killed:
                continue
            if now > worker.deadline:
                self.kill(worker, "time_limit")
            elif now >= worker.next_look and self._over_memory(worker, now):
                self.kill(worker, "memory_limit")

    def bury(self, pidfd: int) -> tuple[Child, Message]:
        """Reap a child that has ended; returns it with what there is to say of its end."""
        worker = self.children.pop(pidfd)
        _, status, usage = os.wait4(worker.pid, 0)
        if not self._namespace_each:
            _kill_session(worker.pid)
        if Layer.MOUNT not in self._enabled:  # else the folder was in memory and went with it
            shutil.rmtree(worker.folder, ignore_errors=True)
        os.close(pidfd)
        worker.control.close()
        signalled = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if signalled in (signal.SIGKILL, signal.SIGXCPU) and not worker.killed:
            worker.killed = _who_killed(worker, usage.ru_utime + usage.ru_stime)
        outcome: Message = {
            "killed": worker.killed,
            "signal": signalled,
            "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
            "cpu_ms": round((usage.ru_utime + usage.ru_stime) * 1000, 1),
            "faults": usage.ru_minflt,
            "peak_mb": round(worker.peak_mb, 1),
            "rehearsed": worker.rehearsed,
        }
        return worker, outcome

    def _fork_process(self) -> int:
        if not self._namespace_each:
            return os.fork()
        with namespaces.forked_into_new_pid_namespace(self._own_pid_namespace):
            return os.fork()

    @staticmethod
    def _over_memory(worker: Child, now: float) -> bool:
        """Look closely only when the cheap figure, which counts shared pages, is near the limit."""
        resident = memory.resident_mb(worker.pid)
        worker.next_look = now + 0.05
        if resident < worker.memory_mb / 2:
            return False
        share = memory.proportional_mb(worker.pid)
        worker.peak_mb = max(worker.peak_mb, share)
        return share > worker.memory_mb


def _who_killed(worker: Child, cpu_seconds: float) -> str:
    """SIGKILL that we did not send: the limit of the processor, or the machine ran out of memory.

    The first process of a namespace does not die of SIGXCPU, only of the SIGKILL that follows.
    """
    allowed = float(worker.job.message["cpu_seconds"]) if worker.job else 0.0
    return "time_limit" if cpu_seconds >= allowed else "memory_limit"


def _kill_session(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def ended(worker: Child) -> bool:
    """Whether the child's process is over; it stays to be buried."""
    return bool(select.select([worker.pidfd], [], [], 0)[0])
