"""The zygote for a LibreOffice that is too old to be held warm. Started by a supervisor."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pecia.engine.converters.office_process import OfficeProcessCraft
from pecia.engine.pool.office_installation import program_folder
from pecia.engine.pool.settings import ZygoteSettings
from pecia.engine.zygotes import startup


def main() -> None:
    """Load what pages need and serve."""
    settings = ZygoteSettings.from_json(sys.argv[1])
    startup.prepare(settings)
    program = program_folder()
    if program is None:
        raise SystemExit("LibreOffice is not installed")
    craft = OfficeProcessCraft(program, *settings.rehearsal)
    with tempfile.TemporaryDirectory(dir=settings.private) as folder:
        craft.warm(Path(folder))
    startup.serve(settings, craft, "soffice")


if __name__ == "__main__":
    main()
