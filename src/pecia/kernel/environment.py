"""Typed readers of environment variables. A bad value stops the start and says why.

Every variable may be given as `NAME_FILE`, the path of a file that holds the value, so that
secrets need not stand in the environment.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The value as it is."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE can't be read: {error}") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """`1` or `0`."""
    value = text(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, not smaller than `least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} on, not {value!r}")
    return int(value)


def choice(name: str, choices: Sequence[str]) -> str:
    """One of some words; the first when nothing is said."""
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Values with commas between."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
