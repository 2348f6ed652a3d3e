"""The contract that every store of originals passes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pecia.kernel.blobs import BlobStore, DamagedBlob, LocalBlobStore, sha256_of, verify

CONTENT = b"some bytes " * 1_000
KEY = hashlib.sha256(CONTENT).hexdigest()
ABSENT = "0" * 64
STORES: dict[str, Callable[[Path], BlobStore]] = {
    "local": lambda folder: LocalBlobStore(folder / "originals"),
}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    return STORES[request.param](tmp_path)


def file_of(folder: Path, content: bytes = CONTENT) -> Path:
    path = folder / hashlib.sha256(content).hexdigest()[:8]
    path.write_bytes(content)
    return path


def test_what_was_adopted_is_given_back(store: BlobStore, tmp_path: Path) -> None:
    file = file_of(tmp_path)
    store.adopt(file, KEY)
    assert not file.exists()
    assert store.exists(KEY)
    assert store.size(KEY) == len(CONTENT)
    with store.open(KEY) as opened:
        assert opened.read() == CONTENT
    with store.as_file(KEY) as path:
        assert sha256_of(path) == KEY
    verify(store, KEY)


def test_the_same_bytes_are_kept_once(store: BlobStore, tmp_path: Path) -> None:
    store.adopt(file_of(tmp_path), KEY)
    store.adopt(file_of(tmp_path), KEY)
    assert list(store.keys()) == [KEY]
    verify(store, KEY)


def test_bytes_under_a_wrong_name_are_refused(store: BlobStore, tmp_path: Path) -> None:
    file = file_of(tmp_path)
    with pytest.raises(DamagedBlob):
        store.adopt(file, ABSENT)
    assert file.read_bytes() == CONTENT
    assert list(store.keys()) == []


def test_what_is_not_there_is_damage(store: BlobStore) -> None:
    assert not store.exists(ABSENT)
    for look in (store.open, store.size, lambda key: verify(store, key)):
        with pytest.raises(DamagedBlob):
            look(ABSENT)
    with pytest.raises(DamagedBlob), store.as_file(ABSENT):
        pass


def test_a_blob_is_forgotten_and_forgetting_is_repeated(store: BlobStore, tmp_path: Path) -> None:
    store.adopt(file_of(tmp_path), KEY)
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "ab", KEY + "0"])
def test_what_is_no_hash_is_no_key(key: str, store: BlobStore) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.exists(key)


def test_every_blob_is_named(store: BlobStore, tmp_path: Path) -> None:
    contents = [bytes([number]) * 50 for number in range(5)]
    for content in contents:
        store.adopt(file_of(tmp_path, content), hashlib.sha256(content).hexdigest())
    assert set(store.keys()) == {hashlib.sha256(each).hexdigest() for each in contents}


def test_a_file_in_the_local_folder_is_read_only(tmp_path: Path) -> None:
    local = LocalBlobStore(tmp_path / "originals")
    local.adopt(file_of(tmp_path), KEY)
    assert local.path(KEY).stat().st_mode & 0o777 == 0o440


def test_a_flipped_byte_is_found(tmp_path: Path) -> None:
    local = LocalBlobStore(tmp_path / "originals")
    local.adopt(file_of(tmp_path), KEY)
    path = local.path(KEY)
    path.chmod(0o640)
    path.write_bytes(b"X" + CONTENT[1:])
    with pytest.raises(DamagedBlob):
        verify(local, KEY)
