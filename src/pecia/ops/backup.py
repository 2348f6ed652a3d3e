"""`pecia backup`: database first, then the originals, which never change; and a list."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _

MANIFEST, ORIGINALS, SECRET = "manifest.json", "originals", "secret-key"
ERASURES = "erasures.jsonl"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"


def run(words: Sequence[str]) -> int:
    """0 when the backup is complete and on the disk, 1 when it can't be made: nothing stays."""
    asked = _parser().parse_args(words)
    folder = set_up()
    began = time.monotonic()
    target = asked.target / _stamp()
    target.mkdir(parents=True, mode=0o700)
    try:
        count = _fill(target, folder)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(target, ignore_errors=True)
        print(_("pecia: no backup was made: %(why)s") % {"why": error}, file=sys.stderr)
        return 1
    facts = {"folder": target, "count": count, "seconds": time.monotonic() - began}
    print(_("pecia: %(folder)s: database and %(count)d originals in %(seconds).1f s") % facts)
    return 0


def _fill(target: Path, folder: Path) -> int:
    """Everything, and at last the manifest, without which it is no backup. How many originals."""
    from django.conf import settings

    database = dump_database(target)
    count = copy_originals(target / ORIGINALS)
    for source, name in ((folder / SECRET, SECRET), (Path(settings.ERASURES), ERASURES)):
        if source.exists():
            shutil.copy2(source, target / name)
    _write_manifest(target, database, count)
    return count


def dump_database(target: Path) -> str:
    """A consistent copy of the database, while the site goes on. Returns its file name."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(target / SQLITE) as copy:
            connection.connection.backup(copy)
        copy.close()
        return SQLITE
    database: dict[str, Any] = settings.DATABASES["default"]
    subprocess.run(  # noqa: S603  the words are ours
        [  # noqa: S607  found on the PATH, as the operator has set it
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--exclude-schema=pecia_index_*",  # made anew where it is restored, without the erased
            "--extension=plpgsql",  # the index may want one that is not there
            "--file",
            str(target / POSTGRES),
        ],
        check=True,
        env=os.environ | postgres_environment(database),
    )
    return POSTGRES


def postgres_environment(database: dict[str, Any]) -> dict[str, str]:
    """How PostgreSQL's own programs are told where the database is."""
    names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST"}
    names["PORT"] = "PGPORT"
    return {name: str(database[key]) for key, name in names.items() if database.get(key)}


def copy_originals(target: Path) -> int:
    """Every original that the copied database may name, and perhaps some newer ones.

    On the same disk they are linked, which costs nothing: an original is never written to.
    """
    from django.conf import settings

    count = 0
    source = Path(settings.ORIGINALS)
    target.mkdir(exist_ok=True)
    for path in sorted(source.glob("??/??/*")):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, place)
        except OSError:
            shutil.copy2(path, place)
        count += 1
    return count


def _write_manifest(target: Path, database: str, count: int) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    import pecia
    from pecia.kernel import clock, durable
    from pecia.kernel.blobs import sha256_of
    from pecia.library.public import Document

    manifest = {
        "version": pecia.__version__,
        "made_at": clock.now().isoformat(),
        "database": database,
        "files": {path.name: sha256_of(path) for path in target.iterdir() if path.is_file()},
        "originals": count,
        "documents": Document.objects.count(),
        "migrations": MigrationRecorder.Migration.objects.count(),
    }
    for path in target.rglob("*"):
        durable.flush(path)
    durable.write(target / MANIFEST, json.dumps(manifest, indent=2).encode())


def _stamp() -> str:
    from pecia.kernel import clock

    moment: datetime = clock.now()
    return moment.strftime("%Y-%m-%dT%H%M%S")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia backup",
        description=_("Copy database and originals into a new folder below FOLDER."),
    )
    parser.add_argument("target", type=Path, metavar="FOLDER")
    return parser
