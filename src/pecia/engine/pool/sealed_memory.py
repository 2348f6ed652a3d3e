"""Bytes handed to another process without a copy: memory that can't be cut short any more.

Whoever maps a file that another process may truncate risks SIGBUS; a seal forbids it for good.
"""

from __future__ import annotations

import fcntl
import mmap
import os

_SEALS = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL


class OutgoingMemory:
    """Memory that is filled once and then handed over."""

    def __init__(self, size: int) -> None:
        """Every page of it is touched now, so that filling it costs no more than a copy."""
        self._fd = os.memfd_create("pecia", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(self._fd, size)
        self._map = mmap.mmap(self._fd, size, flags=mmap.MAP_SHARED | mmap.MAP_POPULATE)

    def seal(self, data: bytes | bytearray) -> int | None:
        """Its descriptor, `data` at the beginning; None when there is not as much room."""
        if len(data) > len(self._map):
            return None
        self._map[: len(data)] = data
        return _sealed(self._fd)


def sealed(data: bytes | bytearray) -> int:
    """A descriptor of new memory that holds `data`."""
    fd = os.memfd_create("pecia", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(fd, len(data))
    os.pwrite(fd, data, 0)
    return _sealed(fd)


def mapped(fd: int, size: int) -> mmap.mmap:
    """What another process sealed, to be read where it lies: other bytes may come, never fewer.

    Raises `OSError` or `ValueError` when it is no sealed memory, or holds less than `size`.
    """
    if not fcntl.fcntl(fd, fcntl.F_GET_SEALS) & fcntl.F_SEAL_SHRINK:
        raise ValueError("the memory is not sealed")
    flags = mmap.MAP_SHARED | mmap.MAP_POPULATE
    return mmap.mmap(fd, size, flags=flags, prot=mmap.PROT_READ)


def _sealed(fd: int) -> int:
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, _SEALS)
    return fd
