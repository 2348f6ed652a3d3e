"""Step 5: what a person should look at is held; everything else is approved, and published if the
publisher has asked for it."""

from __future__ import annotations

from collections.abc import Callable

from pecia.library.public import Edition, EditionState, end_edition, publish_if_ready


def run(edition: Edition) -> Callable[[], None]:
    """Decide by the findings of the engine."""
    held = [each for each in edition.findings if each["severity"] == "hold"]

    def write() -> None:
        if held:
            end_edition(edition, EditionState.HELD, held[0]["code"], held[0]["detail"])
            return
        end_edition(edition, EditionState.APPROVED)
        publish_if_ready(edition.document_id)

    return write
