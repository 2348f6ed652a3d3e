"""Step 1: what the file is, and what hides in it. Nothing is converted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from pecia.engine.public import Facts
from pecia.ingest.steps.engine import engine
from pecia.library.public import Edition, note_inspection, store


def run(edition: Edition) -> Callable[[], None]:
    """Ask the engine, in a sandbox. Raises `Refusal` for what is not taken."""
    with store().as_file(edition.blob_id or "") as path:
        facts = engine().inspect(path, name=edition.file_name)
    return lambda: note_inspection(
        edition, format=facts.type, family=facts.family, facts=stored_facts(facts)
    )


def stored_facts(facts: Facts) -> dict[str, Any]:
    """The facts as they are kept: plain values."""
    return {
        "encoding": facts.encoding,
        "metadata": asdict(facts.metadata),
        "hidden": asdict(facts.hidden),
        "fonts_missing": facts.fonts_missing,
    }
