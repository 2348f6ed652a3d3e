"""Files that survive the power cut: written beside, flushed, renamed, and their folder flushed."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pecia.kernel.crash_points import crash_point
from pecia.kernel.errors import NoSpace

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)


def flush(path: Path) -> None:
    """Have the kernel write a file, or the entries of a folder, to the disk. Raises `OSError`."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """A folder and its parents, each entry flushed."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    flush(path.parent)


def write(path: Path, content: bytes) -> None:
    """Put a whole file there, or leave what was there. Raises `NoSpace`."""
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with telling_space():
            with beside.open("wb") as file:
                file.write(content)
            move(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Flush a file and give it its final name on the same disk."""
    crash_point("written")
    flush(source)
    crash_point("flushed")
    source.rename(target)
    crash_point("renamed")
    flush(target.parent)
    crash_point("entered")


def move_folder(source: Path, target: Path) -> None:
    """The same for a folder and the files right in it. What stood at `target` is replaced."""
    for file in sorted(source.iterdir()):
        flush(file)
    flush(source)
    make_folder(target.parent)
    if target.exists():
        shutil.rmtree(target)
    source.rename(target)
    flush(target.parent)


@contextmanager
def telling_space() -> Iterator[None]:
    """Turn the errors of a full or failing disk into one that a person understands."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace from error
        raise
