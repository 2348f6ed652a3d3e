"""Originals, each stored once under the hash of its content, and never changed.

A store is anything that keeps the `BlobStore` protocol; `tests/kernel/test_blob_store.py` is the
contract that every one passes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from pecia.kernel import durable
from pecia.kernel.errors import PeciaError

_CHUNK = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}")


class DamagedBlob(PeciaError):
    """The bytes are gone, or are not those that were stored; they are not given out."""

    code = "blob_damaged"
    advice = "The stored file is damaged, so it is not served. We have been told."
    status = 500


class BlobStore(Protocol):
    """Where originals lie. A key is the SHA-256 of the content, 64 hexadecimal digits."""

    def adopt(self, path: Path, sha256: str) -> None:
        """Take a file over; durable when this returns. Raises `NoSpace`, `DamagedBlob`."""

    def open(self, sha256: str) -> BinaryIO:
        """The content. Raises `DamagedBlob` when there is none."""

    def as_file(self, sha256: str) -> AbstractContextManager[Path]:
        """The content as a file that may be read for a while. Raises `DamagedBlob`."""

    def size(self, sha256: str) -> int:
        """Bytes. Raises `DamagedBlob` when there is none."""

    def exists(self, sha256: str) -> bool:
        """Whether the store has it."""

    def delete(self, sha256: str) -> None:
        """Forget it; nothing happens when it is not there."""

    def keys(self) -> Iterator[str]:
        """Every key, in no order."""


def sha256_of(path: Path) -> str:
    """The hash of a file's content, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(store: BlobStore, sha256: str) -> None:
    """Read a blob whole. Raises `DamagedBlob` when it is not what its key says."""
    with store.open(sha256) as file:
        digest = hashlib.sha256()
        while piece := file.read(_CHUNK):
            digest.update(piece)
    if digest.hexdigest() != sha256:
        raise DamagedBlob


class LocalBlobStore:
    """A folder: `ab/cd/abcd…`, each file read-only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a blob lies. Raises `ValueError` for what is no key."""
        if _NAME.fullmatch(sha256) is None:
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def adopt(self, path: Path, sha256: str) -> None:
        """See `BlobStore`. The file must lie on the same disk; it is moved."""
        if sha256_of(path) != sha256:
            raise DamagedBlob
        target = self.path(sha256)
        with durable.telling_space():
            durable.make_folder(target.parent)
            path.chmod(0o440)
            durable.move(path, target)

    def open(self, sha256: str) -> BinaryIO:
        """See `BlobStore`."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise DamagedBlob from error

    @contextmanager
    def as_file(self, sha256: str) -> Iterator[Path]:
        """See `BlobStore`. It is the stored file itself."""
        self.size(sha256)
        yield self.path(sha256)

    def size(self, sha256: str) -> int:
        """See `BlobStore`."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError as error:
            raise DamagedBlob from error

    def exists(self, sha256: str) -> bool:
        """See `BlobStore`."""
        return self.path(sha256).exists()

    def delete(self, sha256: str) -> None:
        """See `BlobStore`."""
        self.path(sha256).unlink(missing_ok=True)

    def keys(self) -> Iterator[str]:
        """See `BlobStore`."""
        for path in self.folder.glob("??/??/*"):
            if _NAME.fullmatch(path.name):
                yield path.name
