"""The drop folder: a file is taken once, when it has come to rest; what is refused is put aside."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from pecia.accounts.public import User
from pecia.ingest import folders
from pecia.ingest.folders import SETTLED_SECONDS
from pecia.ingest.public import IngestJob, advance, take_dropped
from pecia.kernel.errors import NoSpace
from pecia.library.public import Document, Edition
from tests.flows.site_process import SiteProcess
from tests.ops.commands import OWNER, with_owner
from tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]


def drop(name: str, content: bytes, *, age: float = 60, owner: str = OWNER) -> Path:
    """A file that somebody has put there so many seconds ago."""
    path = Path(settings.INBOX) / owner / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def aside(name: str) -> Path:
    return Path(settings.INBOX) / OWNER / "refused" / name


def test_a_file_at_rest_is_taken_and_removed() -> None:
    path = drop("sub/letter.txt", b"Dear sir")
    assert take_dropped() == 1
    edition = Edition.objects.select_related("document__owner").get()
    assert edition.blob_id == hashlib.sha256(b"Dear sir").hexdigest()
    assert (edition.document.owner.email, edition.file_name) == (OWNER, "letter.txt")
    assert not path.exists()
    assert take_dropped() == 0
    assert Document.objects.count() == 1


def test_a_file_that_still_grows_is_left() -> None:
    path = drop("letter.txt", b"Dear", age=SETTLED_SECONDS - 2)
    assert take_dropped() == 0
    assert path.read_bytes() == b"Dear"
    assert not Document.objects.exists()


def test_the_same_file_again_makes_no_second_document() -> None:
    drop("letter.txt", b"Dear sir")
    take_dropped()
    path = drop("letter.txt", b"Dear sir")
    take_dropped()
    assert Document.objects.count() == 1
    assert not path.exists()


def test_what_is_refused_lies_aside_with_the_reason() -> None:
    drop("tool.exe", b"MZ")
    drop("empty.txt", b"")
    drop("letter.txt", b"Dear sir")
    assert take_dropped() == 1
    assert aside("tool.exe").read_bytes() == b"MZ"
    assert "Files of this kind (exe) are not taken" in aside("tool.exe.txt").read_text()
    assert "The file is empty" in aside("empty.txt.txt").read_text()
    assert take_dropped() == 0
    assert Document.objects.count() == 1


def test_refused_files_of_one_name_do_not_take_each_others_place() -> None:
    drop("one/tool.exe", b"the first")
    drop("two/tool.exe", b"the second")
    take_dropped()
    drop("tool.exe", b"the third")
    take_dropped()
    kept = {path.read_bytes() for path in aside("").glob("*.exe")}
    assert kept == {b"the first", b"the second", b"the third"}
    assert len(list(aside("").glob("*.txt"))) == 3


def test_a_folder_of_nobody_is_left_as_it_is() -> None:
    path = drop("letter.txt", b"Dear sir", owner="nobody@example.org")
    mine = drop("letter.txt", b"Dear sir")
    assert take_dropped() == 1
    assert path.exists()
    assert not mine.exists()


def test_a_full_disk_refuses_no_file_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = drop("a.txt", b"Dear sir"), drop("b.txt", b"Dear madam")
    real = folders.import_file

    def import_unless_first(owner: User, path: Path, *rest: Any, **more: Any) -> Edition | None:
        if path == first:
            raise NoSpace
        return real(owner, path, *rest, **more)

    monkeypatch.setattr(folders, "import_file", import_unless_first)
    assert take_dropped() == 1
    assert first.exists()
    assert not second.exists()
    monkeypatch.undo()
    assert take_dropped() == 1


def test_two_files_of_one_content_are_two_documents_of_one_original(
    people: People, at_hand: None
) -> None:
    for name in ("one.txt", "two.txt"):
        drop(name, b"Dear sir")
    assert take_dropped() == 2
    for job in IngestJob.objects.all():
        advance(job.pk)
    assert set(Edition.objects.values_list("state", flat=True)) == {"approved"}
    originals = [path for path in Path(settings.ORIGINALS).rglob("*") if path.is_file()]
    assert len(originals) == 1
    assert Document.objects.filter(owner=people.alice).count() == 2


@pytest.fixture
def worker(site: SiteProcess) -> Iterator[Path]:
    """A worker that runs; the folder of the owner in its drop folder."""
    folder = with_owner(site).data / "inbox" / OWNER
    folder.mkdir(parents=True)
    words = [sys.executable, "-m", "pecia", "work"]
    with subprocess.Popen(words, env=site.environment(), stderr=subprocess.DEVNULL) as process:
        yield folder
        process.terminate()
        assert process.wait(30) == 0


def test_a_worker_takes_a_growing_file_when_it_is_whole(worker: Path, site: SiteProcess) -> None:
    path, looked = worker / "long.txt", worker.parent / ".lock"
    end = time.monotonic() + 90
    with path.open("w") as file:
        while not looked.exists() or time.time() - looked.stat().st_mtime < 2:
            assert time.monotonic() < end, "the worker never looks"
            file.write("One line more.\n")
            file.flush()
            time.sleep(0.2)
    content = path.read_bytes()
    while path.exists():
        assert time.monotonic() < end, "the worker never takes it"
        time.sleep(0.2)
    assert [row["sha256"] for row in site.told()["editions"]] == [
        hashlib.sha256(content).hexdigest()
    ]
