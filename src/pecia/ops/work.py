"""`pecia work`: a worker. It takes tasks, delivers news, sweeps after crashes, and looks into the
drop folder. Any number may run; each thing is done by one of them."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pecia.ops import parent
from pecia.ops.django_setup import set_up
from pecia.ops.texts import gettext as _

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

_IDLE_SECONDS = 0.1  # between looks at an empty queue: somebody may be watching a page come
_NEWS_SECONDS = 0.5
_SWEEP_SECONDS = 10.0
_HOURLY_SECONDS = 3_600.0
_DAILY_SECONDS = 86_400.0
_log = logging.getLogger(__name__)


def run(words: Sequence[str]) -> int:
    """Work until SIGTERM; the file in hand is finished first."""
    argparse.ArgumentParser(prog="pecia work", description=_("Run a worker.")).parse_args(words)
    set_up()
    stop = threading.Event()
    parent.watch(lambda: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=_chores, args=(stop,), daemon=True).start()
    try:
        _worker().run()
    except SystemExit:
        pass
    finally:
        stop.set()
    return 0


def _worker() -> Worker:
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["default"],
        interval=_IDLE_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    return worker


def _chores(stop: threading.Event) -> None:
    """What is done again and again beside the tasks, each at its own pace."""
    from django.db import close_old_connections

    from pecia.discovery.public import (
        count_together,
        enqueue_nightly_run,
        forget_seldom_together,
        sum_queries,
    )
    from pecia.ingest.public import daily, sweep, take_dropped
    from pecia.kernel import events
    from pecia.trade.public import DAILY, QUICK, SLOW

    paces: list[tuple[float, Callable[[], object]]] = [
        (_NEWS_SECONDS, events.deliver_due),
        (_SWEEP_SECONDS, sweep),
        (_SWEEP_SECONDS, take_dropped),
        (_SWEEP_SECONDS, count_together),
        (_HOURLY_SECONDS, sum_queries),
        (_HOURLY_SECONDS, enqueue_nightly_run),
        (_DAILY_SECONDS, forget_seldom_together),
        (_DAILY_SECONDS, daily),
        (_DAILY_SECONDS, _prune_tasks),
        *((_NEWS_SECONDS, chore) for chore in QUICK),
        *((_SWEEP_SECONDS, chore) for chore in SLOW),
        *((_DAILY_SECONDS, chore) for chore in DAILY),
    ]
    due = [0.0] * len(paces)
    elapsed = 0.0
    while not stop.wait(_NEWS_SECONDS):
        close_old_connections()
        elapsed += _NEWS_SECONDS
        for place, (pace, chore) in enumerate(paces):
            if elapsed >= due[place]:
                due[place] = elapsed + pace
                _do(chore)


def _do(chore: Callable[[], object]) -> None:
    try:
        chore()
    except Exception:  # noqa: BLE001  the next time may go well; the worker must not die of it
        _log.exception("a chore failed")


def _prune_tasks() -> None:
    """Forget tasks that ended well some days ago."""
    from django.core.management import call_command

    call_command("prune_db_task_results", min_age_days=3, verbosity=0)
