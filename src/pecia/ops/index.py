"""`pecia index`: the indexer. It keeps the index up with the library, and builds it where there is
none."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from collections.abc import Sequence
from datetime import timedelta

from pecia.ops import parent
from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _

_IDLE_SECONDS = 0.2
_FAILED_SECONDS = 5.0
_DAY_SECONDS = 86_400.0
_log = logging.getLogger(__name__)


def run(words: Sequence[str]) -> int:
    """Index until SIGTERM; the batch in hand is finished first."""
    argparse.ArgumentParser(prog="pecia index", description=_("Run the indexer.")).parse_args(words)
    set_up()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_facts: stop.set())
    signal.signal(signal.SIGINT, lambda *_facts: stop.set())
    parent.watch(stop.set)
    pause, counted = 0.0, 0.0
    while not stop.wait(pause):
        counted = counted - pause
        if counted <= 0:
            counted = _DAY_SECONDS
            _mark_counted()
        pause = _round()
    return 0


def _round() -> float:
    """Index what waits; returns for how long to pause. The next time may go well."""
    from django.db import close_old_connections

    from pecia.discovery.public import build, folder, index_marked

    close_old_connections()
    try:
        if not folder().has_live():
            for _done in build(folder()):
                pass
        return 0.0 if index_marked(folder()) else _IDLE_SECONDS
    except Exception:  # noqa: BLE001  a full disk, a database away: the indexer must not die of it
        _log.exception("indexing failed")
        return _FAILED_SECONDS


def _mark_counted() -> None:
    """Once a day: how often documents were read orders some lists."""
    from pecia.discovery.public import mark_counted
    from pecia.kernel import clock

    mark_counted(clock.now().date() - timedelta(days=1))
