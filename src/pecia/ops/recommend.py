"""`pecia recommend`: make the lists of what the same people read, as a worker does once a day."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _


def run(words: Sequence[str]) -> int:
    """0 when the lists are made; 1 when what makes them is not installed."""
    parser = argparse.ArgumentParser(
        prog="pecia recommend",
        description=_("Make the lists of documents that are read by the same people."),
    )
    parser.parse_args(words)
    set_up()
    from pecia.discovery.public import recommend

    try:
        count = recommend()
    except ImportError as error:
        print(f"pecia: {error}; pip install pecia[spark]", file=sys.stderr)
        return 1
    print(_("lists made for %(count)d documents") % {"count": count})
    return 0
