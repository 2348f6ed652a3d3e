"""The layers of the sandbox, in the order in which a child enters them.

Each layer is on its own enough against some attack, and a test takes each away to show that.
A pool refuses to start while one is missing, unless the operator sets `ALLOW_WEAK`.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pecia.engine.sandbox import capabilities, landlock, limits, linux, namespaces, seccomp

ALLOW_WEAK = "PECIA_ENGINE_ALLOW_WEAK_SANDBOX"


class Layer(StrEnum):
    """One wall between a document and the machine."""

    PID = "pid-namespace"
    USER = "user-namespace"
    NETWORK = "network-namespace"
    IPC = "ipc-namespace"
    UTS = "uts-namespace"
    MOUNT = "mount-namespace"
    LANDLOCK = "landlock"
    CAPABILITIES = "capabilities"
    LIMITS = "limits"
    SECCOMP = "seccomp"


ALL = frozenset(Layer)

_FLAGS = {
    Layer.NETWORK: linux.CLONE_NEWNET,
    Layer.IPC: linux.CLONE_NEWIPC,
    Layer.UTS: linux.CLONE_NEWUTS,
    Layer.MOUNT: linux.CLONE_NEWNS,
}


@dataclass(frozen=True, slots=True)
class Jail:
    """What a child may reach: everything else is out of sight."""

    private: Path  # the folder in memory that it may write
    readable: tuple[Path, ...]
    limits: limits.Limits = field(default_factory=limits.Limits)
    programs: bool = False  # it may start programs that it may read


def enter(jail: Jail, layers: Collection[Layer] = ALL) -> None:
    """Confine this process for good. The pid namespace is made by the fork, not here.

    Raises `OSError` when a layer of `layers` can't be entered; the caller then ends the process.
    """
    namespaces.drop_to_nobody()
    linux.prctl(linux.PR_SET_PDEATHSIG, 9)
    if Layer.USER in layers:
        namespaces.enter_user()
    namespaces.enter_others(sum(flag for layer, flag in _FLAGS.items() if layer in layers))
    if Layer.MOUNT in layers:
        namespaces.mount_private_folder(jail.private, jail.limits.disk_mb)
        if jail.programs:
            namespaces.show_as_tmp(jail.private)
    if Layer.LANDLOCK in layers:
        landlock.restrict(jail.readable, (jail.private,), jail.programs)
    if Layer.CAPABILITIES in layers:
        capabilities.drop_all()
    if Layer.LIMITS in layers:
        limits.apply(jail.limits)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    if Layer.SECCOMP in layers:
        seccomp.install(jail.programs)


def weak_allowed() -> bool:
    """Whether the operator has said that an incomplete sandbox will do."""
    return os.environ.get(ALLOW_WEAK, "") == "1"


def available() -> dict[Layer, str]:
    """Try each layer in a child of its own; the value is empty where it holds, else the reason."""
    return {layer: _attempt(layer) for layer in Layer}


def _attempt(layer: Layer) -> str:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            _enter_alone(layer)
        except BaseException as error:  # noqa: BLE001 - the reason is what is asked for
            os.write(writer, (str(error) or type(error).__name__).encode()[:500])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        reason = pipe.read().decode()
    os.waitpid(child, 0)
    return reason


def _enter_alone(layer: Layer) -> None:
    """Enter one layer, and the user namespace that gives the right to."""
    match layer:
        case Layer.LANDLOCK:
            landlock.restrict((), ())
        case Layer.SECCOMP:
            seccomp.install()
        case Layer.LIMITS:
            limits.apply(limits.Limits())
        case Layer.CAPABILITIES:
            capabilities.drop_all()
        case Layer.PID:
            namespaces.become_able_to_make_namespaces()
            linux.unshare(linux.CLONE_NEWPID)
        case Layer.USER:
            namespaces.drop_to_nobody()
            namespaces.enter_user()
        case _:
            namespaces.drop_to_nobody()
            namespaces.enter_user()
            linux.unshare(_FLAGS[layer])
