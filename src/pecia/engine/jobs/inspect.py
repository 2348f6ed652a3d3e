"""Inspecting one document without converting it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pecia.engine import validation
from pecia.engine.jobs.pieces import Died, checked_pieces, try_again
from pecia.engine.options import EngineSettings
from pecia.engine.pool.pool import LIGHT, Pool
from pecia.engine.pool.protocol import Message
from pecia.engine.rendering import Facts


class InspectRun:
    """Inspects one document."""

    def __init__(
        self, pool: Pool, settings: EngineSettings, source: Path, name: str, password: str | None
    ) -> None:
        self._pool = pool
        self._attempts = settings.attempts
        self._source = source
        self._work: Message = {"kind": "inspect", "name": name[-200:], "password": password}

    def facts(self) -> Facts:
        """What was found. Raises `Refusal`."""
        return try_again(self._attempt, self._attempts)

    def _attempt(self) -> Facts:
        facts, missing = None, {}
        for piece in checked_pieces(self._pool.submit(LIGHT, self._work, self._source)):
            if piece.message.get("event") == "inspected":
                facts = validation.facts(validation.document(piece.fd))
            elif piece.message.get("event") == "fonts":
                missing = validation.font_table(piece.message.get("missing"))
        if facts is None:
            raise Died("no inspection came")
        return replace(facts, fonts_missing=missing)
