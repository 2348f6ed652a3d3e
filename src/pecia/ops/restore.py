"""`pecia restore`: a site from a backup, in an empty data folder. What was erased since then is
erased again before anybody can look."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pecia.ops.backup import MANIFEST, ORIGINALS, POSTGRES, SECRET, SQLITE, postgres_environment
from pecia.ops.texts import gettext as _


def run(words: Sequence[str]) -> int:
    """0 when the site is there and the checker is content, 1 else, 2 for a folder in use."""
    asked = _parser().parse_args(words)
    from pecia.kernel import data_folder

    folder = data_folder.data_folder()
    if problem := _unusable(asked.source, folder):
        print(f"pecia: {problem}", file=sys.stderr)
        return 2
    _bring_files(asked.source, folder)
    from pecia.ops.django_setup import migrate, set_up

    set_up()
    _bring_database(asked.source, folder)
    migrate()
    return _open(rebuild=not asked.no_rebuild)


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


def _unusable(source: Path, folder: Path) -> str:
    """Why this can't be done."""
    manifest = source / MANIFEST
    if not manifest.exists():
        return _("%(folder)s is no complete backup: it has no manifest") % {"folder": source}
    from pecia.kernel.blobs import sha256_of

    facts = json.loads(manifest.read_text(encoding="utf-8"))
    if sha256_of(source / facts["database"]) != facts["database_sha256"]:
        return _("the database in %(folder)s is damaged") % {"folder": source}
    if (folder / "site.sqlite3").exists() or (folder / "originals").exists():
        return _("%(folder)s holds a site already; set PECIA_DATA to an empty folder") % {
            "folder": folder
        }
    return ""


def _bring_files(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (source / SECRET).exists():
        shutil.copy2(source / SECRET, folder / SECRET)
    shutil.copytree(source / ORIGINALS, folder / ORIGINALS)


def _bring_database(source: Path, folder: Path) -> None:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        shutil.copyfile(source / SQLITE, folder / "site.sqlite3")
        return
    environment = postgres_environment(settings.DATABASES["default"])
    subprocess.run(  # noqa: S603  the words are ours
        [  # noqa: S607  found on the PATH, as the operator has set it
            "pg_restore",
            "--no-owner",
            "--exit-on-error",
            "--dbname",
            environment["PGDATABASE"],
            str(source / POSTGRES),
        ],
        check=True,
        env=os.environ | environment,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia restore",
        description=_("Make a site from a backup; PECIA_DATA must be an empty or new folder."),
    )
    parser.add_argument("source", type=Path, metavar="BACKUP")
    parser.add_argument("--no-rebuild", action="store_true", help=_("do not make the pages now"))
    return parser
