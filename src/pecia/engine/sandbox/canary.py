"""What a hostile document would try once it had taken its process over.

A child runs these attempts at start; if one succeeds, the pool does not open. The tests run them
with layers taken away, to show that each layer is what stops its attempt.
"""

from __future__ import annotations

import ctypes
import os
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pecia.engine.sandbox import linux

DENIED = "denied"
ALLOWED = "allowed"


def attempt_all(targets: Mapping[str, Any]) -> dict[str, str]:
    """Try everything; the value is `allowed`, or `denied` with the reason.

    `targets`: `port` and `abstract` of listeners, `secret` a file and `outside` a folder that
    anyone may read and write, `environment` the name of a variable of the client, `neighbour` a
    process of the same user, `shared_memory` a key, `private` the child's folder, `too_large` a
    size over the limit; `attempts` the names of those to try (the harmless ones when empty).
    """
    names = targets.get("attempts") or [name for name in ATTEMPTS if name not in DEADLY]
    return {name: _verdict(ATTEMPTS[name], targets) for name in names}


def _verdict(attempt: Callable[[Mapping[str, Any]], None], targets: Mapping[str, Any]) -> str:
    try:
        attempt(targets)
    except Exception as error:  # noqa: BLE001 - any failure of the attempt is what we want
        return f"{DENIED}: {error}"[:200]
    return ALLOWED


def _connect(targets: Mapping[str, Any]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        client.connect(("127.0.0.1", int(targets["port"])))


def _send_datagram(targets: Mapping[str, Any]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"canary", ("127.0.0.1", int(targets["port"])))


def _abstract_socket(targets: Mapping[str, Any]) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(f"\0{targets['abstract']}")


def _read_outside(targets: Mapping[str, Any]) -> None:
    Path(targets["secret"]).read_bytes()


def _write_outside(targets: Mapping[str, Any]) -> None:
    (Path(targets["outside"]) / f"canary-{os.urandom(4).hex()}").write_text("canary")


def _environment(targets: Mapping[str, Any]) -> None:
    os.environ[targets["environment"]]


def _fork(_: Mapping[str, Any]) -> None:
    # The raw call: Python's own would run handlers in a child that must not live on. The signal
    # is 0, so that nobody waits for it.
    process = linux.checked(linux.libc.syscall(_SYS_CLONE, 0, 0, 0, 0, 0), "clone")
    if process == 0:
        os._exit(0)


def _execute(_: Mapping[str, Any]) -> None:
    program = ctypes.c_char_p(b"/bin/true")
    arguments = (ctypes.c_char_p * 2)(b"true", None)
    linux.checked(linux.libc.execv(program, arguments), "execv")


def _see_processes(_: Mapping[str, Any]) -> None:
    others = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    if not others:
        raise PermissionError("no process is seen")


def _signal_neighbour(targets: Mapping[str, Any]) -> None:
    linux.checked(linux.libc.kill(int(targets["neighbour"]), 0), "kill")


def _shared_memory(targets: Mapping[str, Any]) -> None:
    linux.checked(linux.libc.shmget(int(targets["shared_memory"]), 1, 0), "shmget")


def _mount(targets: Mapping[str, Any]) -> None:
    linux.mount("none", str(targets["private"]), "tmpfs", 0, None)


def _namespace(_: Mapping[str, Any]) -> None:
    linux.unshare(linux.CLONE_NEWUSER | linux.CLONE_NEWNS)


def _host_name(_: Mapping[str, Any]) -> None:
    linux.checked(linux.libc.sethostname(b"canary", 6), "sethostname")


def _large_file(targets: Mapping[str, Any]) -> None:
    with (Path(targets["private"]) / "large").open("wb") as file:
        file.truncate(int(targets["too_large"]))


_SYS_CLONE = {"x86_64": 56, "aarch64": 220}.get(os.uname().machine, 56)

ATTEMPTS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "connect": _connect,
    "send_datagram": _send_datagram,
    "abstract_socket": _abstract_socket,
    "read_outside": _read_outside,
    "write_outside": _write_outside,
    "environment": _environment,
    "see_processes": _see_processes,
    "signal_neighbour": _signal_neighbour,
    "shared_memory": _shared_memory,
    "mount": _mount,
    "namespace": _namespace,
    "host_name": _host_name,
    "large_file": _large_file,
    "fork": _fork,
    "execute": _execute,
}

# The kernel answers these by ending the process, so they are tried one by one.
DEADLY = frozenset({"execute", "large_file"})
