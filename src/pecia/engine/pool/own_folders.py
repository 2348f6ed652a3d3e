"""Temporary folders with an owner: gone when the owner is, however it ended.

The owner holds a lock on a file in the folder. The kernel frees it with the process, `kill -9` or
not, so whoever can take the lock knows that nobody needs the folder any more. Neither age nor
name says so, and no folder without such a file is touched.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

_LOCK = ".pecia-owner"
_PREFIX = "pecia-"
_NO_LINK = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW


class OwnFolder:
    """A folder that lives no longer than this process."""

    def __init__(self, kind: str = "", place: str | None = None) -> None:
        """Sweep what the dead have left in the same place, then make a folder there.

        `kind` goes into its name; `place`: the folder for temporary files unless another is named.
        """
        place = place or tempfile.gettempdir()
        sweep(Path(place))
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX + kind, dir=place))
        self._lock = _locked(self.path)

    def remove(self) -> None:
        """Remove the folder now. Safe to call twice."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def sweep(place: Path) -> None:
    """Remove the folders of this user in `place` whose owners are gone."""
    for entry in os.scandir(place):
        if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
            remove_if_abandoned(Path(entry.path))


def remove_if_abandoned(folder: Path, patience: float = 0.0) -> bool:
    """Remove a folder whose owner is gone, or goes within `patience` seconds."""
    deadline = time.monotonic() + patience
    while (lock := _lock_of_the_dead(folder)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    if lock is None:
        return False
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
    return not folder.exists()


def _locked(folder: Path) -> int:
    """Lock the folder's file before it has its name: nobody may find it free in between."""
    unnamed = folder / f"{_LOCK}.new"
    fd = os.open(unnamed, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(fd, fcntl.LOCK_EX)
    unnamed.rename(folder / _LOCK)
    return fd


def _lock_of_the_dead(folder: Path) -> int | None:
    """The lock, taken; None when it is held, or when this is no folder of ours."""
    try:
        outer = os.open(folder, _NO_LINK | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        return _taken(outer)
    finally:
        os.close(outer)


def _taken(folder: int) -> int | None:
    if os.fstat(folder).st_uid != os.geteuid():
        return None
    try:
        lock = os.open(_LOCK, _NO_LINK | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    try:
        facts = os.fstat(lock)
        if stat.S_ISREG(facts.st_mode) and facts.st_uid == os.geteuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
    except OSError:  # the owner lives
        pass
    os.close(lock)
    return None
