"""`pecia verify`: look at every invariant of a site, live or restored."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _

if TYPE_CHECKING:
    from pecia.kernel.checks import Problem

HARMLESS = frozenset({"original_unused", "artefacts_unused", "upload_unused"})


def run(words: Sequence[str]) -> int:
    """Print each problem; 0 when there is none that matters, else 1."""
    asked = _parser().parse_args(words)
    set_up()
    found = Counter[str]()
    for problem in problems(hashes=not asked.quick):
        found[problem.code] += 1
        print(f"{problem.code}: {problem.what}. {problem.remedy}")
    serious = sum(count for code, count in found.items() if code not in HARMLESS)
    told = _("%(serious)d problems, %(harmless)d harmless leftovers")
    print(told % {"serious": serious, "harmless": found.total() - serious})
    return 1 if serious else 0


def problems(*, hashes: bool = True) -> Iterator[Problem]:
    """Every broken invariant of every part."""
    from pecia.discovery import public as discovery
    from pecia.ingest import public as ingest
    from pecia.library import public as library
    from pecia.reading import public as reading
    from pecia.trade import public as trade

    parts = (
        library.check(hashes=hashes),
        reading.check(),
        ingest.check(),
        discovery.check(),
        trade.check(),
    )
    return chain.from_iterable(parts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia verify",
        description=_(
            "Check that rows and files agree, that hashes fit, and that nothing is stuck."
        ),
    )
    parser.add_argument("--quick", action="store_true", help=_("do not read the originals"))
    return parser
