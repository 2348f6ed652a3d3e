"""What is installed on this machine that the engine uses."""

from __future__ import annotations

import platform
import subprocess
from dataclasses import dataclass

from pecia.engine.pool.office_installation import has_office_kit, office_version

_FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Liberation Serif", "Carlito", "Caladea")


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """Versions and what is missing; `office_kit` is false where each document needs a process."""

    kernel: str
    office: str  # version, empty when LibreOffice isn't there
    office_kit: bool
    missing_fonts: tuple[str, ...]


def system_facts() -> SystemFacts:
    """Look at the machine; takes some ten milliseconds."""
    version = office_version()
    return SystemFacts(
        kernel=platform.release(),
        office=".".join(map(str, version)),
        office_kit=has_office_kit(),
        missing_fonts=_missing_fonts(),
    )


def _missing_fonts() -> tuple[str, ...]:
    try:
        listed = subprocess.run(
            ["/usr/bin/fc-list", ":", "family"], capture_output=True, timeout=30, check=True
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return _FONTS
    families = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    return tuple(font for font in _FONTS if font not in families)
