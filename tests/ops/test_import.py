"""`pecia import`: a folder becomes documents; what is refused is told; stopped, it goes on later."""

from __future__ import annotations

import signal
import subprocess
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from tests.flows.site_process import SiteProcess
from tests.ops.commands import OWNER, Said, begun, pecia, with_owner

WORDS = ("--owner", OWNER, "--rights", "own", "--publish")


@pytest.fixture
def owned(site: SiteProcess) -> SiteProcess:
    """A site with the owner."""
    return with_owner(site)


def imported(site: SiteProcess, folder: Path, *words: str) -> Said:
    return pecia(site, "import", folder, *(words or WORDS))


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def mixed(tmp_path: Path, samples: Path) -> Path:
    """Documents at three depths, one of them twice, and what is no document."""
    folder = tmp_path / "files"
    write(folder / "note.txt", "The pecia system.\n")
    write(folder / "deep" / "same.txt", "The pecia system.\n")
    write(folder / "deep" / "er" / "text.docx", (samples / "text.docx").read_bytes())
    write(folder / "deep" / "er" / "text.pdf", (samples / "text.pdf").read_bytes())
    write(folder / "empty.pdf", b"")
    write(folder / "tool.exe", b"MZ")
    write(folder / ".hidden.txt", "Nobody asked for this.")
    (folder / "link.txt").symlink_to(folder / "note.txt")
    for name in ("all.zip", "disguised.docx"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("a.txt", "A text in an archive.")
    return folder


def files_of(folder: Path) -> Counter[str]:
    """How often each content lies there, by hash."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return Counter(sha256(path.read_bytes()).hexdigest() for path in paths)


def documents_of(site: SiteProcess) -> Counter[str]:
    """How often each content is an approved document; the site is sound."""
    told = site.told()
    assert told["problems"] == []
    return Counter(row["sha256"] for row in told["editions"] if row["state"] == "approved")


def test_a_folder_becomes_documents_and_what_is_refused_is_told(
    owned: SiteProcess, mixed: Path
) -> None:
    said = imported(owned, mixed)
    assert said.returncode == 0, said.stderr
    assert "[8/8] " in said.stderr
    for line in (
        "all.zip: not taken (type_not_allowed). Files of this kind (zip)",
        "tool.exe: not taken (type_not_allowed). Files of this kind (exe)",
        "empty.pdf: not taken (empty). The file is empty.",
        "deep/er/text.docx: № ",
    ):
        assert line in said.stderr
    summary = [line.split() for line in said.stdout.splitlines()]
    assert summary[:2] == [["4", "published"], ["2", "type_not_allowed"]]
    assert sorted(summary[2:4]) == [["1", "archive_in_document"], ["1", "empty"]]
    assert summary[-1][:3] == ["8", "files", "in"]
    there = documents_of(owned)
    assert there.total() == 4
    assert there[sha256(b"The pecia system.\n").hexdigest()] == 2


def test_nothing_is_taken_twice(owned: SiteProcess, mixed: Path) -> None:
    imported(owned, mixed)
    before = owned.told()
    again = imported(owned, mixed)
    assert again.returncode == 0
    assert "note.txt: taken before" in again.stderr
    assert ["5", "known"] in [line.split() for line in again.stdout.splitlines()]
    assert owned.told() == before
    write(mixed / "note.txt", "The pecia system, second version.\n")
    assert ["1", "published"] in [
        line.split() for line in imported(owned, mixed).stdout.splitlines()
    ]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough files that one can break in."""
    for number in range(14):
        write(tmp_path / "many" / f"{number:02}.txt", f"Letter {number}. " + "Dear sir, " * 500)
    return tmp_path / "many"


def broken_off(site: SiteProcess, folder: Path, how: signal.Signals) -> tuple[int, str]:
    """Begin to import, and break it off after the third file. Exit code and what it says then."""
    process = begun(site, "import", folder, *WORDS)
    with process:
        assert process.stderr is not None
        told = [process.stderr.readline() for _file in range(3)]
        assert told[-1].startswith("[3/14] "), told
        process.send_signal(how)
        try:
            rest = process.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return process.returncode, rest


def test_interrupted_it_ends_what_it_has_in_hand_and_goes_on_later(
    owned: SiteProcess, many: Path
) -> None:
    code, rest = broken_off(owned, many, signal.SIGINT)
    assert (code, rest.splitlines()[-1]) == (
        130,
        "pecia: stopped; the same command goes on from here",
    )
    part = documents_of(owned)
    assert 3 <= part.total() < 14
    assert owned.told()["jobs"] == ["done"] * part.total()
    again = imported(owned, many)
    assert f"{part.total()}  known" in again.stdout
    assert documents_of(owned) == files_of(many)


def test_killed_it_goes_on_later_and_a_worker_ends_what_was_in_hand(
    owned: SiteProcess, many: Path
) -> None:
    assert broken_off(owned, many, signal.SIGKILL)[0] == -signal.SIGKILL
    assert imported(owned, many).returncode == 0
    worked = owned.run("work")
    assert worked.returncode == 0, worked.stderr
    assert documents_of(owned) == files_of(many)


def test_an_owner_that_is_not_there_is_told_with_what_to_do(site: SiteProcess, many: Path) -> None:
    said = imported(site, many)
    assert said.returncode == 2
    assert f"pecia: Nobody here has the address {OWNER}. Make the account first." in said.stderr
    assert site.told()["documents"] == []


def test_a_folder_that_is_not_there_is_told(owned: SiteProcess, tmp_path: Path) -> None:
    said = imported(owned, tmp_path / "gone")
    assert said.returncode == 2
    assert said.stderr == f"pecia: {tmp_path / 'gone'} is no folder\n"


def test_a_category_that_is_not_there_is_told(owned: SiteProcess, many: Path) -> None:
    said = imported(owned, many, *WORDS, "--category", "no/such")
    assert said.returncode == 2
    assert said.stderr == "pecia: There is no such category. Look for it in the index.\n"
    assert owned.told()["documents"] == []
