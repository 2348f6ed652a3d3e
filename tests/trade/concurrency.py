"""Something done in another thread, with a connection of its own, while we are in the middle of
something: only PostgreSQL has two writers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection

on_postgresql = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
    reason="SQLite has one writer at a time",
)
_A_LITTLE = 1.0  # seconds, within which it is done or waits for a row of ours
_MOST = 20.0


class at_once:
    """An act beside ours. What it raised is raised again by `finish`."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._raised: BaseException | None = None

    def start_and_wait_a_little(self) -> None:
        """Begin it; go on when it is done, or waits for us."""
        if not self._thread.ident:
            self._thread.start()
            self._thread.join(_A_LITTLE)

    def finish(self) -> None:
        """Wait until it is over."""
        self._thread.join(_MOST)
        assert not self._thread.is_alive(), "it waits for ever"
        if self._raised is not None:
            raise self._raised

    def _run(self) -> None:
        try:
            self._act()
        except BaseException as error:  # noqa: BLE001  raised again by `finish`
            self._raised = error
        finally:
            connection.close()
