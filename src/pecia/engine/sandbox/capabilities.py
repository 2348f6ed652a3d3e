"""Linux capabilities: a child keeps none, not even inside its own user namespace."""

from __future__ import annotations

import ctypes
import struct

from pecia.engine.sandbox import linux

_VERSION_3 = 0x20080522
_HIGHEST = 40


def drop_all() -> None:
    """Empty the bounding, effective, permitted and inheritable sets, for good."""
    for capability in range(_HIGHEST + 1):
        linux.libc.prctl(linux.PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
    header = struct.pack("<Ii", _VERSION_3, 0)
    linux.checked(linux.libc.capset(header, bytes(24)), "capset")
