"""What a process asked of the kernel, as `strace` wrote it down, and whether the order is safe.

The rules, for a file that was promised to somebody (the process wrote `ACK`):

1. its last bytes are flushed before it gets its final name,
2. each new folder on the way is flushed into its parent at once,
3. its final name is flushed into its folder,
4. the database is flushed after all that, and before the promise,
5. each chunk, and before it the upload's name, is flushed before the database says that it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

TRACED = "write,pwrite64,fsync,fdatasync,rename,mkdir"
_LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= (\S+)")
_DESCRIPTOR = re.compile(r"^\d+<([^>]*)>")
_NAMES = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Call:
    """A call that succeeded: its name, the file or the files it is about, and what was written."""

    name: str
    paths: tuple[str, ...]
    text: str = ""


def read(log: str) -> list[Call]:
    """The calls of a log, in their order; those that failed are left out."""
    return list(_calls(log.splitlines()))


def _calls(lines: Sequence[str]) -> Iterator[Call]:
    for line in _joined(lines):
        found = _LINE.match(line)
        if found is None or found[3].startswith("-"):
            continue
        descriptor = _DESCRIPTOR.match(found[2])
        names = tuple(_NAMES.findall(found[2]))
        yield Call(found[1], (descriptor[1],) if descriptor else names, found[2])


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Calls that were interrupted by another thread, in one piece, where they ended."""
    begun: dict[str, str] = {}
    for line in lines:
        pid = line.split(maxsplit=1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>").rstrip()
        elif "resumed>" in line:
            yield begun.pop(pid, "") + line.split("resumed>", 1)[1]
        else:
            yield line


def violations(calls: Sequence[Call]) -> list[str]:
    """Every rule that is broken, and where. [] when the order is safe."""
    return [*_of_the_promise(calls), *_of_folders(calls), *_of_chunks(calls)]


def _of_the_promise(calls: Sequence[Call]) -> Iterator[str]:
    promise = next((n for n, call in enumerate(calls) if _is_promise(call)), None)
    if promise is None:
        yield "nothing was promised"
        return
    for at, call in enumerate(calls[:promise]):
        if call.name == "rename" and "/originals/" in call.paths[1]:
            source, target = call.paths
            if not _flushed(calls[:at], source):
                yield f"{source} was renamed before its bytes were flushed"
            folder = str(PurePosixPath(target).parent)
            entered = _first(calls, "fsync", folder, at)
            if entered is None or entered > promise:
                yield f"{target} was promised before its name was flushed"
            yield from _database(calls, entered or at, promise)


def _database(calls: Sequence[Call], begin: int, end: int) -> Iterator[str]:
    written = [n for n in range(begin, end) if _is_database(calls[n]) and _is_write(calls[n])]
    if not written:
        yield "the row was written before the bytes were durable"
        return
    flushed = any(_is_flush(call) and _is_database(call) for call in calls[written[-1] : end])
    if not flushed:
        yield "the database was not flushed before the promise"


def _of_folders(calls: Sequence[Call]) -> Iterator[str]:
    for at, call in enumerate(calls):
        if call.name == "mkdir" and ("/originals" in call.paths[0] or "/uploads" in call.paths[0]):
            parent = str(PurePosixPath(call.paths[0]).parent)
            following = calls[at + 1] if at + 1 < len(calls) else call
            if (following.name, following.paths[:1]) != ("fsync", (parent,)):
                yield f"{call.paths[0]} was not flushed into its parent"


def _of_chunks(calls: Sequence[Call]) -> Iterator[str]:
    """After bytes of an upload, the database may be written to only behind a flush of them."""
    dirty: set[str] = set()
    named = False
    for call in calls:
        if _is_write(call) and "/uploads/" in call.paths[0]:
            dirty.add(call.paths[0])
            if not named:
                yield f"{call.paths[0]} was written to before its name was flushed"
                named = True
        elif call.name == "fsync" and call.paths[0].endswith("/uploads"):
            named = True
        elif _is_flush(call):
            dirty.discard(call.paths[0])
        elif _is_write(call) and _is_database(call) and dirty:
            yield f"the database was told of {sorted(dirty)} before a flush"
            dirty.clear()


def _flushed(calls: Sequence[Call], path: str) -> bool:
    """Whether the last thing that happened to a file's bytes is a flush."""
    for call in reversed(calls):
        if call.paths[:1] == (path,):
            return _is_flush(call)
    return False


def _first(calls: Sequence[Call], name: str, path: str, begin: int) -> int | None:
    places = (n for n in range(begin, len(calls)) if calls[n].name == name)
    return next((n for n in places if calls[n].paths[:1] == (path,)), None)


def _is_promise(call: Call) -> bool:
    return call.name == "write" and '"ACK' in call.text


def _is_write(call: Call) -> bool:
    return call.name in ("write", "pwrite64")


def _is_flush(call: Call) -> bool:
    return call.name in ("fsync", "fdatasync")


def _is_database(call: Call) -> bool:
    return bool(call.paths) and call.paths[0].endswith(("site.sqlite3", "site.sqlite3-wal"))
