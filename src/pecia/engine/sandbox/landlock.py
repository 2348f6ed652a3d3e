"""Landlock: the kernel lets the process reach the paths named here and no other.

Structures and bits: linux/landlock.h, ABI 1 to 7.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from pecia.engine.sandbox import linux

EXECUTE = 1 << 0
WRITE_FILE = 1 << 1
READ_FILE = 1 << 2
READ_DIR = 1 << 3
TRUNCATE = 1 << 14
IOCTL_DEV = 1 << 15
_FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
_BITS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15}
_ALL_NET = 3  # bind and connect of TCP
_ALL_SCOPES = 3  # abstract Unix sockets and signals


def abi() -> int:
    """The version of Landlock that this kernel speaks, 0 where there is none."""
    return max(0, int(linux.libc.syscall(linux.SYS_LANDLOCK_CREATE_RULESET, None, 0, 1)))


def restrict(read_only: Iterable[Path], read_write: Iterable[Path], programs: bool = False) -> None:
    """Confine this process for good; paths that do not exist are passed over.

    `programs`: what may be read may also be executed.

    Raises `OSError` where the kernel has no Landlock.
    """
    version = abi()
    everything = (1 << _BITS_BY_ABI.get(version, 16)) - 1
    ruleset = _create(version, everything)
    try:
        for path in read_only:
            _allow(ruleset, path, READ_FILE | READ_DIR | (EXECUTE if programs else 0))
        for path in read_write:
            _allow(ruleset, path, everything & ~EXECUTE & ~IOCTL_DEV)
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        linux.checked(
            linux.libc.syscall(linux.SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0), "landlock_restrict"
        )
    finally:
        os.close(ruleset)


def _create(version: int, everything: int) -> int:
    attributes = struct.pack("<QQQ", everything, _ALL_NET, _ALL_SCOPES)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    result = linux.libc.syscall(
        linux.SYS_LANDLOCK_CREATE_RULESET, attributes[:size], ctypes.c_size_t(size), 0
    )
    return linux.checked(result, "landlock_create_ruleset")


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = access if path.is_dir() else access & _FOR_FILES
        rule = struct.pack("<Qi", allowed, fd)
        result = linux.libc.syscall(linux.SYS_LANDLOCK_ADD_RULE, ruleset, 1, rule, 0)
        linux.checked(result, f"landlock_add_rule {path}")
    finally:
        os.close(fd)
