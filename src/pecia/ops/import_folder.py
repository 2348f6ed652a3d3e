"""`pecia import`: take a folder of files into the library. It may be stopped and repeated: what was
taken is not taken twice."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from pecia.ops.arguments import positive
from pecia.ops.django_setup import migrate, set_up
from pecia.ops.engine_at_hand import engine_at_hand
from pecia.ops.progress import Progress
from pecia.ops.texts import gettext as _

if TYPE_CHECKING:
    from pecia.accounts.public import User
    from pecia.ingest.public import Terms
    from pecia.library.public import Edition


_LICENCES = ("own-use", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc0-1.0", "public-domain")


def run(words: Sequence[str]) -> int:
    """0 when every file became a document or was refused with a code, 1 when some failed, 130 when
    it was interrupted: what was in hand has been finished, and the same command goes on."""
    asked = _parser().parse_args(words)
    if not asked.folder.is_dir():
        print(_("pecia: %(folder)s is no folder") % {"folder": asked.folder}, file=sys.stderr)
        return 2
    set_up()
    migrate()
    from pecia.accounts.public import get_user

    owner, terms = get_user(asked.owner), _terms(asked)
    began = time.monotonic()
    try:
        with engine_at_hand():
            outcomes = _import(owner, asked.folder, terms, asked.workers)
    except KeyboardInterrupt:
        print(_("pecia: stopped; the same command goes on from here"), file=sys.stderr)
        return 130
    return _summary(outcomes, time.monotonic() - began)


def _import(owner: User, folder: Path, terms: Terms, workers: int) -> Counter[str]:
    from pecia.ingest.public import files_below

    files = list(files_below(folder))
    outcomes = Counter[str]()
    with Progress(len(files)) as progress, ThreadPoolExecutor(workers) as threads:
        for outcome, line in threads.map(lambda path: _one(owner, path, folder, terms), files):
            outcomes[outcome] += 1
            progress.tell(line)
    return outcomes


def _one(owner: User, path: Path, folder: Path, terms: Terms) -> tuple[str, str]:
    """Take a file and see it through; what became of it, and a line that says so."""
    from django.db import close_old_connections

    from pecia.ingest.public import import_file
    from pecia.kernel.errors import PeciaError

    name = path.relative_to(folder)
    try:
        edition = import_file(owner, path, folder, terms)
        if edition is None:
            return "known", _("%(file)s: taken before") % {"file": name}
        return _see_through(edition, str(name))
    except PeciaError as error:
        advice = _(error.advice) % error.facts
        return error.code, _("%(file)s: not taken (%(code)s). %(advice)s") % {
            "file": name,
            "code": error.code,
            "advice": advice,
        }
    finally:
        close_old_connections()


def _see_through(edition: Edition, name: str) -> tuple[str, str]:
    """Run its steps here, beside the workers of a running site; whoever claims it first does it."""
    from pecia.ingest.public import IngestJob, JobState, advance

    job = IngestJob.objects.get(edition=edition)
    while job.state in (JobState.WAITING, JobState.RUNNING):
        advance(job.pk)
        job.refresh_from_db()
        if job.state in (JobState.WAITING, JobState.RUNNING):
            time.sleep(0.2)
    edition.refresh_from_db()
    edition.document.refresh_from_db()
    outcome = edition.code or str(edition.document.state)
    facts = {"file": name, "number": edition.document.number, "outcome": outcome}
    return outcome, _("%(file)s: № %(number)d, %(outcome)s") % facts


def _summary(outcomes: Counter[str], seconds: float) -> int:
    for outcome, count in outcomes.most_common():
        print(f"{count:>6}  {outcome}")
    taken = outcomes.total() - outcomes["known"]
    rate = taken / seconds * 60 if seconds else 0.0
    told = _("%(count)d files in %(seconds).0f s: %(rate).0f a minute")
    print(told % {"count": taken, "seconds": seconds, "rate": rate})
    return 1 if outcomes["failed"] else 0


def _terms(asked: argparse.Namespace) -> Terms:
    from pecia.ingest.public import Terms
    from pecia.library.public import get_category

    category = get_category(asked.category) if asked.category else None
    return Terms(
        rights_basis=asked.rights,
        licence=asked.licence,
        category=category,
        publish=asked.publish,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia import",
        description=_("Take a folder of files into the library; may be stopped and repeated."),
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--owner", required=True, metavar="E-MAIL", help=_("whose they are"))
    parser.add_argument(
        "--rights",
        required=True,
        choices=["own", "permission", "public", "open_licence"],
        help=_("why they may be published"),
    )
    parser.add_argument(
        "--licence",
        default="own-use",
        choices=_LICENCES,
    )
    parser.add_argument("--category", metavar="PATH", help=_("of all of them; else it is guessed"))
    parser.add_argument("--publish", action="store_true", help=_("as soon as they are ready"))
    parser.add_argument("--workers", type=positive, default=2, help=_("files at a time"))
    return parser
