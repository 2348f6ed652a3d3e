"""What is installed on this machine that the engine uses."""

from __future__ import annotations

import platform
import re
import subprocess
from dataclasses import dataclass
from functools import cache

from pecia.engine.converters.office_kit import program_folder

MINIMUM_OFFICE = (24, 8)
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
    return office_version() >= MINIMUM_OFFICE


def _missing_fonts() -> tuple[str, ...]:
    try:
        listed = subprocess.run(
            ["/usr/bin/fc-list", ":", "family"], capture_output=True, timeout=30, check=True
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return _FONTS
    families = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    return tuple(font for font in _FONTS if font not in families)


