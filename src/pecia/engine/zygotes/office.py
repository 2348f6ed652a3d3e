"""The zygote that holds LibreOffice. Started by a supervisor; see `ZygoteSettings`.

LibreOffice owns the main thread: its loop calls us when it is idle, and from within that call we
warm it, then serve and fork, and never come back. There only is LibreOffice complete, with its
big lock free and none but idle threads.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from pecia.engine.converters import office_profile
from pecia.engine.converters.office import OfficeCraft
from pecia.engine.converters.office_kit import OfficeKit
from pecia.engine.pool.office_installation import program_folder
from pecia.engine.pool.settings import ZygoteSettings
from pecia.engine.zygotes import startup

_IDLE_THREADS = frozenset({"configmgrWriter", "Timer"})
_SETTLE_SECONDS = 1.0


class _InsideTheLoop:
    """The state of the callback, which LibreOffice enters again while it loads a document."""

    def __init__(self, settings: ZygoteSettings, craft: OfficeCraft) -> None:
        self._settings = settings
        self._craft = craft
        self._entered = False

    def __call__(self) -> None:
        if self._entered:
            return
        self._entered = True
        try:
            self._warm()
            startup.serve(self._settings, self._craft, "LibreOfficeKit")
        except BaseException:  # noqa: BLE001 - an exception can't travel through LibreOffice
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _warm(self) -> None:
        with tempfile.TemporaryDirectory(dir=self._settings.private) as folder:
            self._craft.warm(list(self._settings.warm), Path(folder))
        office_profile.let_children_read(self._settings.profile)
        until = time.monotonic() + _SETTLE_SECONDS
        while _busy_threads() and time.monotonic() < until:
            time.sleep(0.01)


def _busy_threads() -> list[str]:
    """Threads that LibreOffice started for one task and that a fork would cut off."""
    tasks = Path("/proc/self/task")
    others = [task for task in tasks.iterdir() if task.name != str(os.getpid())]
    names = [(task / "comm").read_text().strip() for task in others]
    return [name for name in names if name not in _IDLE_THREADS]


def main() -> None:
    """Start LibreOffice and serve."""
    settings = ZygoteSettings.from_json(sys.argv[1])
    startup.prepare(settings)
    program = program_folder()
    if program is None:
        raise SystemExit("LibreOffice is not installed")
    office_profile.write(settings.profile)
    kit = OfficeKit(program, settings.profile)
    kit.run_loop(_InsideTheLoop(settings, OfficeCraft(kit, *settings.rehearsal)))


if __name__ == "__main__":
    main()
