"""The few system calls that Python's `os` lacks, through ctypes, with errors as `OSError`."""

from __future__ import annotations

import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
PR_SET_THP_DISABLE = 41

MS_NOSUID, MS_NODEV = 2, 4
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000

# The numbers of these calls are the same on every architecture (they are younger than the
# common table); pivot_root, capset and the like go through libc's own wrappers.
SYS_LANDLOCK_CREATE_RULESET = 444
SYS_LANDLOCK_ADD_RULE = 445
SYS_LANDLOCK_RESTRICT_SELF = 446
SYS_CLOSE_RANGE = 436


def checked(result: int, what: str) -> int:
    """Return `result`, or raise `OSError` with errno when it is negative."""
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result


def unshare(flags: int) -> None:
    """Give this process namespaces of its own; see unshare(2)."""
    checked(libc.unshare(ctypes.c_int(flags)), "unshare")


def setns(fd: int, flags: int) -> None:
    """Enter the namespace behind `fd`; see setns(2)."""
    checked(libc.setns(ctypes.c_int(fd), ctypes.c_int(flags)), "setns")


def prctl(option: int, argument: int) -> None:
    """Set one process attribute; see prctl(2)."""
    arguments = (ctypes.c_ulong(argument), *(ctypes.c_ulong(0),) * 3)
    checked(libc.prctl(ctypes.c_int(option), *arguments), f"prctl {option}")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None) -> None:
    """Mount a file system; see mount(2)."""
    encoded = [None if value is None else value.encode() for value in (source, target, kind)]
    data = None if options is None else options.encode()
    result = libc.mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), data)
    checked(result, f"mount {target}")


def close_from(lowest: int) -> None:
    """Close every descriptor from `lowest` up."""
    os.closerange(lowest, 1 << 20) if platform.system() != "Linux" else checked(
        libc.syscall(SYS_CLOSE_RANGE, ctypes.c_uint(lowest), ctypes.c_uint(0xFFFFFFFF), 0),
        "close_range",
    )
