"""Where the embedded index lies: the live one, and beside it one that is being built.

    search/live       the name of the folder that is searched
    search/building   the name of the one that is built, while it is
    search/lock       held by whoever writes, for one batch

A switch is a rename of `live`; readers see it at their next search. What changes while a new index
is built goes to both.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pecia.discovery.errors import NoIndex
from pecia.discovery.index.tantivy_index import TantivyIndex, is_current
from pecia.kernel import durable


class IndexFolder:
    """The indexes in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._live: tuple[str, TantivyIndex] | None = None

    def live(self) -> TantivyIndex:
        """The index that is searched. Raises `NoIndex`."""
        name = self._named("live")
        if self._live is None or self._live[0] != name:
            if not name:
                raise NoIndex
            self._live = name, TantivyIndex(self.root / name)
        return self._live[1]

    @contextmanager
    def writing(self) -> Iterator[list[TantivyIndex]]:
        """The indexes that a change must go to, nobody else's for the while. Raises `NoIndex`."""
        with self._locked():
            names = [name for name in (self._named("live"), self._named("building")) if name]
            if not names:
                raise NoIndex
            targets = [TantivyIndex(self.root / name) for name in names]
            try:
                yield targets
            finally:
                for target in targets:
                    target.close()

    def has_live(self) -> bool:
        """Whether there is something to search, made by this version."""
        name = self._named("live")
        return bool(name) and is_current(self.root / name)

    def begin(self) -> str:
        """Begin to build beside the live one; returns the new one's name."""
        with self._locked():
            (self.root / "building").unlink(missing_ok=True)
            self._remove_others()
            name = f"index-{secrets.token_hex(4)}"
            TantivyIndex.create(self.root / name)
            durable.write(self.root / "building", name.encode())
        return name

    def switch(self, name: str) -> bool:
        """Let the new one be searched and remove the old. False when another is in building."""
        with self._locked():
            if self._named("building") != name:
                return False
            durable.write(self.root / "live", name.encode())
            (self.root / "building").unlink()
            self._remove_others()
        return True

    def _remove_others(self) -> None:
        """What an interrupted build has left, and what is searched no longer."""
        for folder in self.root.glob("index-*"):
            if folder.name not in (self._named("live"), self._named("building")):
                shutil.rmtree(folder, ignore_errors=True)

    def _named(self, what: str) -> str:
        try:
            return (self.root / what).read_text()
        except OSError:
            return ""

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
