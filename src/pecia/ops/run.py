"""`pecia run`: the whole site on this machine: engine, workers and web, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pecia.ops.arguments import positive
from pecia.ops.django_setup import migrate, set_up
from pecia.ops.texts import gettext as _

if TYPE_CHECKING:
    from pecia.engine.public import Engine

_GRACE_SECONDS = 20
_LOOK_SECONDS = 0.5
_LONGEST_SOCKET = 90  # characters of the folder; a socket's path has about 107


def run(words: Sequence[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; then stop everything and finish what was begun."""
    asked = _parser().parse_args(words)
    folder = set_up()
    _say(_("data folder: %(folder)s") % {"folder": folder})
    migrate()
    _collect_static_files()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_facts: stop.set())
    return _serve(folder, asked.port, stop)


def _serve(folder: Path, port: int, stop: threading.Event) -> int:
    """The web answers at once; what needs the engine follows when it is warm."""
    from pecia.engine.public import PoolStartError

    engine = _engine()
    if engine is None:
        return 1
    _load_demo()
    children = [_Child(["serve", "--port", str(port)])]
    _say(_("the site is at %(address)s") % {"address": f"http://localhost:{port}/"})
    _tell_first_operator(folder, port)
    try:
        engine.start()
        children += _workers()
        _say(_("ready; stop it with Ctrl-C"))
        while not stop.wait(_LOOK_SECONDS):
            for child in children:
                child.keep_running()
        _say(_("stopping"))
        return 0
    except PoolStartError as error:
        _say(f"{error}\n" + _("Run `pecia doctor` to see what is missing."))
        return 1
    finally:
        _stop(children)
        engine.close()


def _engine() -> Engine | None:
    """The engine of this site, not started; None, and a word why, where it can't be."""
    from django.conf import settings

    from pecia.engine.public import Engine, EngineSettings

    place = Path(settings.ENGINE_FOLDER)
    if len(str(place)) > _LONGEST_SOCKET:
        told = _("the path %(path)s is too long for a socket; set PECIA_ENGINE_FOLDER")
        _say(told % {"path": place})
        return None
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Engine(EngineSettings(folder=place, max_file_mb=settings.MAX_UPLOAD_BYTES >> 20))


def _workers() -> list[_Child]:
    from django.conf import settings

    return [_Child(["work"]) for _number in range(settings.WORKERS)]


def _stop(children: list[_Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait()


class _Child:
    """One process of the site, started again when it dies."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self._began = 0.0
        self._deaths = 0
        self._start()

    def _start(self) -> None:
        self._began = time.monotonic()
        # A group of its own: Ctrl-C reaches us alone, and we tell it in order.
        self.process = subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "-m", "pecia", *self.command],
            start_new_session=True,
            env=os.environ | {"PECIA_PARENT": str(os.getpid())},
        )

    def keep_running(self) -> None:
        """Start it again, later each time when it dies at once."""
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self._began
        self._deaths = 0 if lived > 60 else self._deaths + 1
        if lived > min(30, 2**self._deaths):
            self._start()

    def ask_to_stop(self) -> None:
        """Let it finish what it has begun."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        """Until it has stopped, or by force."""
        try:
            self.process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


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
