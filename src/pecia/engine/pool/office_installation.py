"""The LibreOffice of this machine: where it is, how old, and whether it can be held warm."""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path

MINIMUM = (24, 8)  # older ones lose documents when they are forked

# Where distributions put LibreOffice's program folder.
_FOLDERS = (
    Path("/usr/lib/libreoffice/program"),
    Path("/usr/lib64/libreoffice/program"),
    Path("/opt/libreoffice/program"),
)


def program_folder() -> Path | None:
    """LibreOffice's program folder, None where it isn't installed.

    `PECIA_ENGINE_LIBREOFFICE` names another than the usual ones.
    """
    chosen = os.environ.get("PECIA_ENGINE_LIBREOFFICE")
    candidates = (Path(chosen),) if chosen else _FOLDERS
    return next((folder for folder in candidates if (folder / "soffice.bin").exists()), None)


@cache
def office_version() -> tuple[int, ...]:
    """LibreOffice's version as numbers, empty when it isn't there."""
    folder = program_folder()
    if folder is None:
        return ()
    try:
        said = subprocess.run(  # noqa: S603 - the program that was found
            [folder / "soffice.bin", "--version"], capture_output=True, timeout=30, check=True
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"LibreOffice ([\d.]+)", said)
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def has_office_kit() -> bool:
    """Whether LibreOffice can be held warm and forked: new enough, and with its library."""
    folder = program_folder()
    if folder is None or not (folder / "libmergedlo.so").exists():
        return False
    if os.environ.get("PECIA_ENGINE_NO_OFFICE_KIT") == "1":
        return False
    return office_version() >= MINIMUM
