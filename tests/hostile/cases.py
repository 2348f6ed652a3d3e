"""All hostile cases in the order of the catalogue."""

from __future__ import annotations

from tests.hostile.groups import (
    active,
    archives,
    carried,
    concealed,
    envelope,
    markup,
    pdfactive,
    pdflimits,
    pictures,
    plainfiles,
    remote,
)
from tests.hostile.model import (
    CANARY_ENV,
    CANARY_FILE,
    CANARY_HOST,
    CANARY_PORT,
    CANARY_TEXT,
    CANARY_URL,
    MARKER_FILE,
    PASSWD_CANARY,
    TOO_LARGE_LIMIT,
    Case,
)

__all__ = [
    "CANARY_ENV",
    "CANARY_FILE",
    "CANARY_HOST",
    "CANARY_PORT",
    "CANARY_TEXT",
    "CANARY_URL",
    "CASES",
    "MARKER_FILE",
    "PASSWD_CANARY",
    "TOO_LARGE_LIMIT",
    "Case",
]

_GROUPS = (
    envelope,
    archives,
    markup,
    remote,
    active,
    carried,
    pdfactive,
    pdflimits,
    pictures,
    plainfiles,
    concealed,
)

CASES: tuple[Case, ...] = tuple(
    sorted((case for group in _GROUPS for case in group.CASES), key=lambda case: case.number)
)
