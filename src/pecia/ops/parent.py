"""Processes of a site end when the one that started them is gone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

_LOOK_SECONDS = 1.0


def watch(stop: Callable[[], None]) -> None:
    """Call `stop` when the parent that the environment names has died. Returns at once."""
    named = os.environ.get("PECIA_PARENT", "")
    if not named.isdigit():
        return

    def look() -> None:
        while os.getppid() == int(named):
            time.sleep(_LOOK_SECONDS)
        stop()

    threading.Thread(target=look, daemon=True).start()
