"""The canary: before a pool opens, a child tries to get out in every way that we know of."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pecia.engine.pool.client import Client
from pecia.engine.pool.protocol import Message
from pecia.engine.pool.supervisor import PoolStartError
from pecia.engine.sandbox import canary, linux, namespaces
from pecia.engine.sandbox.limits import Limits

_VARIABLE = "PECIA_CANARY"


def ensure_jail_holds(client: Client, private: Path, *, weak: bool, programs: bool) -> None:
    """Raise `PoolStartError` when any attempt of the canary succeeds, unless `weak` is allowed.

    `programs`: children may start programs, so that a fork is no escape.
    """
    attempts = attempt(client, private)
    if programs:
        attempts.pop("fork", None)
    got_out = sorted(name for name, verdict in attempts.items() if verdict == canary.ALLOWED)
    if not attempts:
        raise PoolStartError("the canary did not report: a child can't be started in its sandbox")
    if got_out and not weak:
        raise PoolStartError(f"the sandbox does not hold; a child could: {', '.join(got_out)}")


def attempt(client: Client, private: Path, only: tuple[str, ...] = ()) -> dict[str, str]:
    """Let a child try; see `canary.attempt_all`. Empty when the child died before it could tell."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as abstract,
        _neighbour() as neighbour,
        _shared_memory() as shared_memory,
    ):
        name = secrets.token_hex(8)
        abstract.bind(f"\0{name}")
        abstract.listen()
        outside = Path(folder)
        outside.chmod(0o777)  # only the sandbox stands between the child and this folder
        (outside / "secret").write_text("canary")
        (outside / "secret").chmod(0o644)
        work: Message = {
            "kind": "probe",
            "file_name": "probe",
            "attempts": list(only),
            "port": listener.getsockname()[1],
            "abstract": name,
            "secret": str(outside / "secret"),
            "outside": folder,
            "private": str(private),
            "environment": _VARIABLE,
            "neighbour": neighbour,
            "shared_memory": shared_memory,
            "too_large": 1 << 40,
        }
        return _report(client, work)


def _report(client: Client, work: Message) -> dict[str, str]:
    os.environ[_VARIABLE] = secrets.token_hex(8)
    try:
        job = client.submit(work, None, Limits(wall_seconds=30))
        pieces = [piece.message for piece in job]
        job.outcome()
    finally:
        os.environ.pop(_VARIABLE, None)
    reports = (piece["attempts"] for piece in pieces if piece.get("event") == "probe")
    return dict(next(reports, {}))


@contextmanager
def _neighbour() -> Iterator[int]:
    """A process of the identity that children have, which they must not be able to signal."""
    user = namespaces.NOBODY if os.geteuid() == 0 else None
    process = subprocess.Popen(["/bin/sleep", "60"], user=user)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


@contextmanager
def _shared_memory() -> Iterator[int]:
    """The key of a shared memory segment that anyone on this machine may open."""
    key = secrets.randbelow(1 << 30) + 1
    create, remove = 0o1000, 0
    segment = linux.checked(linux.libc.shmget(key, 4096, create | 0o666), "shmget")
    try:
        yield key
    finally:
        linux.libc.shmctl(segment, remove, None)
