"""`pecia rebuild`: make pages and texts again from the originals."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pecia.ops.django_setup import set_up
from pecia.ops.engine_at_hand import engine_at_hand
from pecia.ops.progress import Progress
from pecia.ops.texts import gettext as _

if TYPE_CHECKING:
    from pecia.library.public import Edition


def run(words: Sequence[str]) -> int:
    """0 when all are there again, 1 when some could not be made."""
    asked = _parser().parse_args(words)
    set_up()
    absent = bool(asked.numbers) and _tell_absent(asked.numbers)
    editions = list(_chosen(asked.numbers, missing=asked.missing))
    if not editions:
        print(_("pecia: nothing to rebuild"))
        return 1 if absent else 0
    with engine_at_hand(), Progress(len(editions)) as progress:
        failed = sum(_tell(edition, progress) for edition in editions)
    told = _("%(count)d rebuilt, %(failed)d failed")
    print(told % {"count": len(editions) - failed, "failed": failed})
    return 1 if failed or absent else 0


def _tell(edition: Edition, progress: Progress) -> bool:
    """Make one again and say how it went; whether it failed."""
    problem = _rebuild(edition)
    progress.tell(problem or _("%(edition)s: rebuilt") % {"edition": edition.known_as})
    return bool(problem)


def _rebuild(edition: Edition) -> str:
    """Why it failed; nothing when it did not."""
    from pecia.engine.public import Refusal
    from pecia.ingest.public import rebuild
    from pecia.kernel.errors import PeciaError

    try:
        rebuild(edition)
    except (Refusal, PeciaError) as error:
        return f"{edition.known_as}: {error}"
    return ""


def _tell_absent(numbers: list[int]) -> bool:
    """Name the numbers that have nothing to make pages of; whether there are any."""
    known = {edition.document.number for edition in _chosen(numbers, missing=False)}
    absent = [number for number in numbers if number not in known]
    for number in absent:
        told = _("№ %(number)d: there is no such document with pages")
        print(told % {"number": number}, file=sys.stderr)
    return bool(absent)


def _chosen(numbers: list[int], *, missing: bool) -> Iterator[Edition]:
    from pecia.library.public import Edition
    from pecia.reading.public import is_complete

    rows = Edition.objects.filter(revision__gt=0, blob__isnull=False).select_related("document")
    if numbers:
        rows = rows.filter(document__number__in=numbers)
    for edition in rows.order_by("pk").iterator():
        if not missing or not is_complete(edition):
            yield edition


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia rebuild", description=_("Make pages and texts again from the originals.")
    )
    parser.add_argument("numbers", nargs="*", type=int, help=_("document numbers; none: all"))
    parser.add_argument("--missing", action="store_true", help=_("only what is not there"))
    return parser
