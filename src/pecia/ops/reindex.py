"""`pecia reindex`: build the index anew beside the live one, then let it be searched."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _


def run(words: Sequence[str]) -> int:
    """Index every document that can be found; searches go on with the old index meanwhile."""
    parser = argparse.ArgumentParser(
        prog="pecia reindex",
        description=_("Build the search index anew. Searches go on with the old one meanwhile."),
    )
    parser.parse_args(words)
    set_up()
    from pecia.discovery.public import build, folder
    from pecia.library.public import visible_documents

    total, done = visible_documents().count(), 0
    for done in build(folder()):
        print(f"[{done}/{total}]", file=sys.stderr, flush=True)
    print(_("%(count)d documents in the index") % {"count": done})
    return 0
