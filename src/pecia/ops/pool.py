"""`pecia pool`: run the engine's processes for other processes on this machine."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from pecia.engine.public import Engine, EngineSettings, Places, PoolStartError
from pecia.ops.arguments import positive
from pecia.ops.texts import gettext as _


def run(words: Sequence[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; then finish what was begun."""
    asked = _parser().parse_args(words)
    default = EngineSettings().places
    workers = asked.workers or default.workers
    places = Places(workers=workers, queue=asked.queue or default.queue, spares=workers)
    engine = Engine(EngineSettings(places=places, folder=asked.folder))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        engine.start()
        engine.wait_until_warm()
    except PoolStartError as error:
        print(f"pecia: {error}", file=sys.stderr)
        engine.close()
        return 1
    ready = _("pecia: ready; attach with %(call)s")
    print(ready % {"call": f"Engine.attach({str(asked.folder)!r})"}, flush=True)
    stop.wait()
    engine.drain()
    engine.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia pool",
        description=_(
            "Run the engine for other processes of this user. They reach it through sockets in "
            "FOLDER, which only this user may open."
        ),
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--workers", type=positive, help="documents at a time")
    parser.add_argument("--queue", type=positive, help="documents that may wait")
    return parser
