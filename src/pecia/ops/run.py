"""`pecia run`: the whole site on this machine: engine, workers and web, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pecia.ops import index, parent, serve, work
from pecia.ops.arguments import positive
from pecia.ops.children import Child, done_apart, event, share_memory
from pecia.ops.django_setup import load_everything, migrate, set_up
from pecia.ops.texts import gettext as _

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

_LOOK_SECONDS = 0.5
_LONGEST_SOCKET = 90  # characters of the folder; a socket's path has about 107


def run(words: Sequence[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; then stop everything and finish what was begun."""
    asked = _parser().parse_args(words)
    os.environ["PORT"] = str(asked.port)  # the site's own address follows from it
    folder = set_up()
    _say(_("data folder: %(folder)s") % {"folder": folder})
    place = _engine_folder()
    if place is None or done_apart(lambda: _prepare(folder, asked.port)):
        return 1
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_facts: stop.set())
    return _serve(place, asked.port, stop)


def _prepare(folder: Path, port: int) -> int:
    """What is done once before the site runs."""
    migrate()
    _collect_static_files()
    _load_demo()
    _say(_("the site is at %(address)s") % {"address": f"http://localhost:{port}/"})
    _tell_first_operator(folder, port)
    return 0


def _serve(place: Path, port: int, stop: threading.Event) -> int:
    """The web answers at once; what needs the engine follows when it is warm."""
    load_everything()
    share_memory()
    warm = event()
    engine = Child("engine", lambda: _run_engine(place, warm))
    others = [Child("web", lambda: serve.run(["--port", str(port)]))]
    try:
        while not warm.wait(_LOOK_SECONDS):
            if stop.is_set() or engine.has_ended:
                return 0 if stop.is_set() else 1
        others += _workers()
        _say(_("ready; stop it with Ctrl-C"))
        while not stop.wait(_LOOK_SECONDS):
            for child in (engine, *others):
                child.keep_running()
        return 0
    finally:
        _say(_("stopping"))
        _stop(others)
        _stop([engine])  # the last: with it workers finish what they have begun


def _engine_folder() -> Path | None:
    """Where the engine of this site listens; None, and a word why, where it can't be."""
    from django.conf import settings

    place = Path(settings.ENGINE_FOLDER)
    if len(str(place)) > _LONGEST_SOCKET:
        told = _("the path %(path)s is too long for a socket; set PECIA_ENGINE_FOLDER")
        _say(told % {"path": place})
        return None
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _run_engine(place: Path, warm: Event) -> int:
    """The engine, until SIGTERM; `warm` is set when it takes the first documents."""
    from django.conf import settings

    from pecia.engine.public import Engine, EngineSettings, PoolStartError

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_facts: stop.set())
    parent.watch(stop.set)
    engine = Engine(EngineSettings(folder=place, max_file_mb=settings.MAX_UPLOAD_BYTES >> 20))
    try:
        engine.start()
        warm.set()
        stop.wait()
    except PoolStartError as error:
        _say(f"{error}\n" + _("Run `pecia doctor` to see what is missing."))
        return 1
    finally:
        engine.close()
    return 0


def _workers() -> list[Child]:
    from django.conf import settings

    workers = [Child(f"work-{number}", lambda: work.run([])) for number in range(settings.WORKERS)]
    return [*workers, Child("index", lambda: index.run([]))]


def _stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait()


def _collect_static_files() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def _load_demo() -> None:
    """Fill an empty site with the demo library, unless the operator does not want it."""
    from pecia.ops import demo

    if os.environ.get("PECIA_DEMO", "1") != "0" and demo.is_wanted():
        _say(_("loading the demo library; set PECIA_DEMO=0 to begin without it"))
        demo.load()


def _tell_first_operator(folder: Path, port: int) -> None:
    from pecia.accounts.public import there_is_an_operator
    from pecia.edge.first_operator import setup_token

    if there_is_an_operator():
        return
    address = f"http://localhost:{port}/setup/{setup_token(folder)}/"
    _say(
        _("make yourself the operator, once and within a day, at %(address)s")
        % {"address": address}
    )


def _say(text: str) -> None:
    print(f"pecia: {text}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia run",
        description=_("Run the whole site on this machine: engine, workers and web."),
    )
    parser.add_argument("--port", type=positive, default=int(os.environ.get("PORT", "8000")))
    return parser
