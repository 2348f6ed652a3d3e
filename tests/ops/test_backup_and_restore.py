"""The drill: a backup becomes a site again, whole or not at all, and nothing erased comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pecia.kernel.blobs import sha256_of
from tests.flows import databases
from tests.flows.site_process import SiteProcess
from tests.ops.commands import OWNER, PASSWORD, Said, ask, pecia, with_owner

FACTS = """
from pecia.library.models import Entitlement
answer = {
    "documents": [[d.number, d.title, d.state, d.owner.email] for d in Document.objects.order_by("number")],
    "files": [[e.document.number, e.blob_id, e.page_count] for e in Edition.objects.order_by("pk")],
    "people": sorted([u.email, u.display_name, sorted(u.roles)] for u in User.objects.all()),
    "rights": sorted([e.user.email, e.document.number, e.source] for e in Entitlement.objects.all()),
}
"""
PEOPLE = """
reader = create_user("reader@example.org", display_name="A reader")
create_operator("olga@example.org", "another-long-pass-phrase")
grant_entitlement(reader, Document.objects.order_by("number")[0], source="order-1")
answer = [document.number for document in Document.objects.order_by("number")]
"""
SIGN_IN = f"""
from django.test import Client
words = {{"login": {OWNER!r}, "password": {PASSWORD!r}}}
answer = Client(headers={{"host": "localhost"}}).post("/account/login/", words).headers.get("Location")
"""


@dataclass(frozen=True)
class Drill:
    """A site that was backed up, its backup, and what was in it then."""

    site: SiteProcess
    backup: Path
    facts: dict[str, Any]
    numbers: list[int]


@pytest.fixture(scope="module")
def drill(
    empty_site: SiteProcess, tmp_path_factory: pytest.TempPathFactory, samples: Path
) -> Iterator[Drill]:
    """Three documents, four people, and a right; the second document is erased after the backup."""
    folder = tmp_path_factory.mktemp("drill")
    site = with_owner(empty_site.copied_to(folder / "site"))
    for name in ("text.docx", "text.pdf", "text.txt"):
        (folder / "files").mkdir(exist_ok=True)
        shutil.copy(samples / name, folder / "files")
    pecia(site, "import", folder / "files", "--owner", OWNER, "--rights", "own", "--publish")
    numbers = ask(site, PEOPLE)
    said = pecia(site, "backup", folder / "backups")
    assert said.returncode == 0, said.stderr
    (backup,) = (folder / "backups").iterdir()
    yield Drill(site, backup, ask(site, FACTS), numbers)
    site.removed()


@pytest.fixture
def new(engine_folder: Path, tmp_path: Path) -> Iterator[SiteProcess]:
    """A folder that is not there yet, and an empty database."""
    site = SiteProcess(tmp_path / "new", engine_folder, databases.created())
    yield site
    site.removed()


@pytest.fixture
def own_backup(drill: Drill, tmp_path: Path) -> Path:
    """A copy of the backup that may be damaged."""
    return shutil.copytree(drill.backup, tmp_path / "backup")


def restore(site: SiteProcess, backup: Path, *words: str, **environment: str) -> Said:
    return pecia(site, "restore", backup, *words, **environment)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def some_original(backup: Path) -> Path:
    return min((backup / "originals").glob("??/??/*"))


def require_nothing_there(site: SiteProcess) -> None:
    """No file, and no table."""
    assert not site.data.exists() or not list(site.data.iterdir())
    if site.database:
        script = "from django.db import connection\nanswer = connection.introspection.table_names()"
        assert ask(site, script) == []


def test_a_backup_says_what_it_is(drill: Drill) -> None:
    manifest = json.loads((drill.backup / "manifest.json").read_text())
    assert (manifest["documents"], manifest["originals"]) == (3, 3)
    assert drill.backup.stat().st_mode & 0o777 == 0o700


def test_a_restored_site_is_the_same(drill: Drill, new: SiteProcess) -> None:
    said = restore(new, drill.backup)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "3 rebuilt, 0 failed" in said.stdout
    assert said.stdout.endswith("0 problems, 0 harmless leftovers\n")
    assert ask(new, FACTS) == drill.facts
    assert ask(new, SIGN_IN) == "/mine/"
    assert new.told()["stored"] == drill.site.told()["stored"]
    keys = {(site.data / "secret-key").read_text() for site in (new, drill.site)}
    assert len(keys) == 1


def test_without_pages_they_can_be_made_later(drill: Drill, new: SiteProcess) -> None:
    said = restore(new, drill.backup, "--no-rebuild")
    assert said.returncode == 1
    assert said.stdout.count("artefacts_missing: № ") == 3
    assert pecia(new, "rebuild", "--missing").returncode == 0
    assert pecia(new, "verify").returncode == 0


@pytest.fixture
def erased(drill: Drill, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A document that was erased after the backup, in a copy of the site; the journal that knows."""
    journal = tmp_path / "elsewhere" / "erasures.jsonl"
    later = drill.site.copied_to(tmp_path / "later")
    number = drill.numbers[1]
    script = f"""
document = Document.objects.get(number={number})
erase(document, actor_for(document.owner), "The author has asked for it.")
answer = document.state
"""
    assert ask(later, script, PECIA_ERASURES=str(journal)) == "erased"
    yield number, journal
    later.removed()


def test_what_was_erased_after_the_backup_does_not_come_back(
    drill: Drill, new: SiteProcess, erased: tuple[int, Path]
) -> None:
    number, journal = erased
    said = restore(new, drill.backup, PECIA_ERASURES=str(journal))
    assert said.returncode == 0, said.stdout + said.stderr
    assert "1 documents erased again" in said.stdout
    assert "no journal" not in said.stdout
    facts = ask(new, FACTS)
    states = {row[0]: row[2] for row in facts["documents"]}
    assert states == {each: "erased" if each == number else "published" for each in drill.numbers}
    hashes = {row[0]: row[1] for row in drill.facts["files"]}
    assert hashes[number] not in new.told()["stored"]
    assert [row[2] for row in facts["files"] if row[0] == number] == [0]


def test_without_a_journal_it_says_that_it_can_not_know(drill: Drill, new: SiteProcess) -> None:
    said = restore(new, drill.backup, "--no-rebuild")
    assert f"no journal of erasures at {new.data / 'erasures.jsonl'}" in said.stdout


def test_what_was_erased_before_the_backup_is_known_to_the_restored_site(
    drill: Drill, new: SiteProcess, erased: tuple[int, Path], tmp_path: Path
) -> None:
    number, journal = erased
    assert pecia(drill.site, "backup", tmp_path / "b", PECIA_ERASURES=str(journal)).returncode == 0
    (backup,) = (tmp_path / "b").iterdir()
    restore(new, backup, "--no-rebuild")
    assert ask(new, f"answer = Document.objects.get(number={number}).state") == "erased"


def test_a_folder_in_use_is_left_as_it_is(drill: Drill) -> None:
    before = ask(drill.site, FACTS)
    said = restore(drill.site, drill.backup)
    assert said.returncode == 2
    assert f"{drill.site.data} holds a site already; set PECIA_DATA to an empty" in said.stderr
    assert ask(drill.site, FACTS) == before


@pytest.mark.skipif(not databases.SERVER, reason="needs PostgreSQL")
def test_a_database_in_use_is_left_as_it_is(drill: Drill, tmp_path: Path) -> None:
    site = SiteProcess(tmp_path / "new", drill.site.engine_folder, drill.site.database)
    said = restore(site, drill.backup)
    assert said.returncode == 2
    assert "the database holds a site already" in said.stderr
    assert not list(site.data.iterdir())
    assert ask(drill.site, FACTS) == drill.facts


@pytest.mark.parametrize("name", ["database", "secret-key", "original"])
def test_a_flipped_byte_is_found_before_anything_is_done(
    name: str, own_backup: Path, new: SiteProcess
) -> None:
    manifest = json.loads((own_backup / "manifest.json").read_text())
    damaged = own_backup / manifest.get(name, name)
    if name == "original":
        damaged = some_original(own_backup)
    flip(damaged)
    said = restore(new, own_backup)
    assert said.returncode == 2
    assert said.stderr.startswith("pecia: the backup is damaged: ")
    assert damaged.name in said.stderr
    require_nothing_there(new)


def test_an_original_that_is_not_there_is_found_before_anything_is_done(
    own_backup: Path, new: SiteProcess
) -> None:
    some_original(own_backup).unlink()
    said = restore(new, own_backup)
    assert (said.returncode, "original 2 of 3" in said.stderr) == (2, True)
    require_nothing_there(new)


def test_what_is_whole_of_a_damaged_backup_can_be_had(own_backup: Path, new: SiteProcess) -> None:
    bad = some_original(own_backup)
    flip(bad)
    said = restore(new, own_backup, "--damaged", "--no-rebuild")
    assert said.returncode == 1
    told = [line for line in said.stdout.splitlines() if line.startswith("original_damaged: № ")]
    assert len(told) == 1
    assert bad.name in told[0]
    assert len(ask(new, FACTS)["documents"]) == 3


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is no complete backup: it has no manifest"),
        ("{", "the manifest in"),
        ("[]", "the manifest in"),
        ('{"version": "0.1.0"}', "the manifest in"),
        ('{"version": "99.0.0"}', "the backup is of Pecia 99.0.0, this is"),
    ],
)
def test_what_is_no_backup_of_ours_is_told(
    content: str | None, told: str, own_backup: Path, new: SiteProcess
) -> None:
    (own_backup / "manifest.json").unlink()
    if content is not None:
        (own_backup / "manifest.json").write_text(content)
    said = restore(new, own_backup)
    assert said.returncode == 2
    assert told in said.stderr
    assert "Traceback" not in said.stderr
    require_nothing_there(new)


def test_what_can_not_be_finished_is_taken_back(own_backup: Path, new: SiteProcess) -> None:
    manifest = json.loads((own_backup / "manifest.json").read_text())
    database = own_backup / manifest["database"]
    database.write_bytes(b"no database at all")
    manifest["files"][database.name] = sha256_of(database)
    (own_backup / "manifest.json").write_text(json.dumps(manifest))
    said = restore(new, own_backup)
    assert said.returncode == 2
    assert "the backup could not be brought here: " in said.stderr
    require_nothing_there(new)


def test_a_backup_that_can_not_be_made_leaves_nothing(drill: Drill, tmp_path: Path) -> None:
    said = pecia(drill.site, "backup", tmp_path / "b", PECIA_ERASURES=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr.startswith("pecia: no backup was made: ")
    assert list((tmp_path / "b").iterdir()) == []
