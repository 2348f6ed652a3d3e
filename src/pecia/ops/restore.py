"""`pecia restore`: a site from a backup, in an empty data folder. What was erased since then is
erased again before anybody can look."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.db import DatabaseError

from pecia.ops.backed_up import unusable
from pecia.ops.backup import (
    ERASURES,
    ORIGINALS,
    POSTGRES,
    SECRET,
    SQLITE,
    postgres_environment,
)
from pecia.ops.texts import gettext as _


def run(words: Sequence[str]) -> int:
    """0 when the site is there and the checker is content, 1 else, 2 for a backup or a folder that
    can't be used: then nothing has changed."""
    asked = _parser().parse_args(words)
    from pecia.kernel import data_folder

    folder = data_folder.data_folder()
    problem = unusable(asked.source, whole=not asked.damaged) or _in_use(folder)
    problem = problem or _bring(asked.source, folder)
    if problem:
        print(f"pecia: {problem}", file=sys.stderr)
        return 2
    return _open(rebuild=not asked.no_rebuild)


def _in_use(folder: Path) -> str:
    if (folder / "site.sqlite3").exists() or (folder / ORIGINALS).exists():
        told = _("%(folder)s holds a site already; set PECIA_DATA to an empty folder")
        return told % {"folder": folder}
    return ""


def _bring(source: Path, folder: Path) -> str:
    """Files and database; or nothing of them, and the reason."""
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    problem = "stopped"
    try:
        problem = _bring_all(source, folder)
    except (OSError, DatabaseError, subprocess.CalledProcessError) as error:
        problem = _("the backup could not be brought here: %(why)s") % {"why": error}
    finally:
        if problem:
            _take_back(folder, there)
    return problem


def _bring_all(source: Path, folder: Path) -> str:
    from pecia.ops.django_setup import migrate, set_up

    _bring_files(source, folder)
    set_up()
    problem = _bring_database(source, folder)
    if not problem:
        _bring_journal(source)
        migrate()
    return problem


def _take_back(folder: Path, there: set[str]) -> None:
    """Remove what was not there before."""
    for path in folder.iterdir():
        if path.name not in there:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _open(*, rebuild: bool) -> int:
    """Erase again what was erased, make the pages, look at everything."""
    from pecia.kernel import events
    from pecia.library.public import replay_erasures
    from pecia.ops import rebuild as rebuilding
    from pecia.ops import verify

    erased = replay_erasures()
    while events.deliver_due():
        pass
    print(_("pecia: %(count)d documents erased again") % {"count": erased})
    failed = rebuilding.run(["--missing"]) if rebuild else 0
    return verify.run([]) or failed


def _bring_files(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (source / SECRET).exists():
        shutil.copy2(source / SECRET, folder / SECRET)
    shutil.copytree(source / ORIGINALS, folder / ORIGINALS)


def _bring_journal(source: Path) -> None:
    """That of the site goes on, which knows what was erased later; else that of the backup."""
    from django.conf import settings

    journal = Path(settings.ERASURES)
    if journal.exists():
        return
    told = _(
        "pecia: there is no journal of erasures at %(path)s, so what was erased after this backup "
        "is back; PECIA_ERASURES names the journal"
    )
    print(told % {"path": journal})
    if (source / ERASURES).exists():
        journal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / ERASURES, journal)


def _bring_database(source: Path, folder: Path) -> str:
    """Why it is not there; nothing when it is."""
    from django.conf import settings
    from django.db import connection

    name = SQLITE if connection.vendor == "sqlite" else POSTGRES
    if not (source / name).exists():
        told = _("the backup holds no %(name)s; PECIA_DATABASE_URL must be as it was")
        return told % {"name": name}
    if connection.vendor == "sqlite":
        shutil.copyfile(source / SQLITE, folder / "site.sqlite3")
        return ""
    if connection.introspection.table_names():
        return _("the database holds a site already; PECIA_DATABASE_URL must name an empty one")
    environment = postgres_environment(settings.DATABASES["default"])
    subprocess.run(  # noqa: S603  the words are ours
        [  # noqa: S607  found on the PATH, as the operator has set it
            "pg_restore",
            "--no-owner",
            "--single-transaction",
            "--dbname",
            environment["PGDATABASE"],
            str(source / POSTGRES),
        ],
        check=True,
        env=os.environ | environment,
    )
    return ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia restore",
        description=_("Make a site from a backup; PECIA_DATA must be an empty or new folder."),
    )
    parser.add_argument("source", type=Path, metavar="BACKUP")
    parser.add_argument("--no-rebuild", action="store_true", help=_("do not make the pages now"))
    parser.add_argument(
        "--damaged", action="store_true", help=_("bring what is whole of damaged originals too")
    )
    return parser
