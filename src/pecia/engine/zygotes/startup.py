"""What both zygotes do when they start: build the jail, freeze the heap, tell the supervisor."""

from __future__ import annotations

import ctypes
import gc
import json
import os

from pecia.engine.pool import own_folders
from pecia.engine.pool.child import Craft
from pecia.engine.pool.nursery import Nursery
from pecia.engine.pool.settings import ZygoteSettings
from pecia.engine.pool.zygote import Zygote
from pecia.engine.sandbox import linux, namespaces, seccomp
from pecia.engine.sandbox.layers import Jail, Layer

_PATIENCE_SECONDS = 1.0  # for the owner's end to be complete; if it is only stopping, it cleans up


def prepare(settings: ZygoteSettings) -> None:
    """Before anything is loaded: small pages, the right to make namespaces, the compiled filter."""
    # numpy asks for huge pages: the kernel would fill the trimmed heap up again, 2 MiB at a time.
    linux.prctl(linux.PR_SET_THP_DISABLE, 1)
    if Layer.PID in settings.layers:
        namespaces.become_able_to_make_namespaces()
    if Layer.SECCOMP in settings.layers:
        seccomp.program(settings.programs)


def serve(settings: ZygoteSettings, craft: Craft, version: str) -> None:
    """Open the socket and serve until the supervisor is gone.

    When it was killed and could not clean up behind itself, we do.
    """
    jail = Jail(settings.private, settings.readable, settings.limits, settings.programs)
    apart = (settings.lifeline, settings.status)
    children = Nursery(craft, jail, settings.layers, apart)
    zygote = Zygote(settings.socket, settings.places, children, settings.lifeline)
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what warming left free: children would copy it for nothing
    gc.freeze()  # the collector must not write to pages that the children share
    gc.disable()
    tell(settings.status, {"state": "ready", "version": version})
    os.close(settings.status)
    zygote.serve()
    own_folders.remove_if_abandoned(settings.private.parent, _PATIENCE_SECONDS)


def tell(status: int, message: dict[str, str]) -> None:
    """One line of JSON to the supervisor."""
    os.write(status, json.dumps(message).encode() + b"\n")
