"""The journal of erasures. It is kept apart from the database, so that a backup that is restored
later can't bring back what was erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from pecia.kernel import clock, durable


def note_erasure(number: int, reason: str) -> None:
    """Append a line, durable when this returns: before the database says that it is erased."""
    line = json.dumps({"number": number, "at": clock.now().isoformat(), "reason": reason})
    with durable.telling_space():
        durable.make_folder(settings.ERASURES.parent)
        with settings.ERASURES.open("a", encoding="utf-8") as journal:
            journal.write(line + "\n")
        durable.flush(settings.ERASURES)
        durable.flush(settings.ERASURES.parent)


def noted_erasures() -> dict[int, str]:
    """Numbers of the documents that were erased, and why."""
    return {entry["number"]: entry["reason"] for entry in _entries()}


def _entries() -> Iterator[dict[str, Any]]:
    """What was written whole. A line that a crash cut off came before its erasure: none was."""
    if not settings.ERASURES.exists():
        return
    for line in settings.ERASURES.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
