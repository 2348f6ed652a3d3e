"""The engine as the steps reach it: the pool that runs beside the workers."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from django.conf import settings

from pecia.engine.public import Engine, EngineSettings

_lock = Lock()
_attached: list[Engine] = []


class EngineAway(Exception):
    """No engine answers; it is starting, or was restarted. The try is repeated."""


def engine() -> Engine:
    """The engine of this site. Raises `EngineAway`."""
    with _lock:
        if not _attached:
            options = EngineSettings(max_file_mb=settings.MAX_UPLOAD_BYTES >> 20)
            try:
                _attached.append(Engine.attach(Path(settings.ENGINE_FOLDER), options))
            except OSError as error:
                raise EngineAway(str(error)) from error
        return _attached[0]


def use(given: Engine) -> None:
    """Take an engine of this process instead: for imports without a site, and for tests."""
    with _lock:
        _attached[:] = [given]


def forget() -> None:
    """Attach anew next time."""
    with _lock:
        _attached.clear()
