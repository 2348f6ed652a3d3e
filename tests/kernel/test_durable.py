"""Files are there whole or not at all, and a full disk is told as one."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from pecia.kernel import durable
from pecia.kernel.errors import NoSpace

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)


def failing(number: int) -> Any:
    def fail(*_words: Any, **_facts: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    durable.write(path, b"one")
    durable.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("number", FULL)
@pytest.mark.parametrize("call", ["fsync", "open", "rename"])
def test_a_failing_disk_leaves_what_was_there(
    number: int, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    durable.write(path, b"before")
    where: Any = Path if call == "rename" else os
    monkeypatch.setattr(where, call, failing(number))
    with pytest.raises(NoSpace):
        durable.write(path, b"after")
    monkeypatch.undo()
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_other_errors_stay_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.EACCES))
    with pytest.raises(PermissionError):
        durable.write(tmp_path / "file", b"bytes")
    assert list(tmp_path.iterdir()) == []


def test_bytes_are_flushed_before_the_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    rename = Path.rename

    def flush(path: Path) -> None:
        calls.append("folder" if path.is_dir() else "bytes")

    def named(path: Path, target: Path) -> Path:
        calls.append("name")
        return rename(path, target)

    monkeypatch.setattr(durable, "flush", flush)
    monkeypatch.setattr(Path, "rename", named)
    durable.write(tmp_path / "file", b"bytes")
    assert calls == ["bytes", "name", "folder"]


def test_every_new_folder_is_entered_in_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(durable, "flush", flushed.append)
    durable.make_folder(tmp_path / "a" / "b")
    durable.make_folder(tmp_path / "a" / "b")
    assert flushed == [tmp_path, tmp_path / "a"]


def test_a_folder_is_moved_whole(tmp_path: Path) -> None:
    source, target = tmp_path / "making", tmp_path / "ab" / "kept"
    for name in ("one", "two"):
        durable.write(source / name, name.encode())
    durable.write(target / "old", b"old")
    durable.move_folder(source, target)
    assert sorted(each.name for each in target.iterdir()) == ["one", "two"]
    assert not source.exists()
