"""The zygote that holds PDFium and the Python converters. Started by a supervisor."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pecia.engine.converters.light import LightCraft
from pecia.engine.pool.settings import ZygoteSettings
from pecia.engine.zygotes import startup


def main() -> None:
    """Load everything and serve."""
    settings = ZygoteSettings.from_json(sys.argv[1])
    startup.prepare(settings)
    craft = LightCraft(*settings.rehearsal)
    with tempfile.TemporaryDirectory(dir=settings.private) as folder:
        craft.warm(list(settings.warm), Path(folder))
    startup.serve(settings, craft, "PDFium")


if __name__ == "__main__":
    main()
