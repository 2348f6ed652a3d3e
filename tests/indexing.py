"""The index of a test's own, brought up to its documents."""

from __future__ import annotations

from pecia.discovery.public import build, folder, index_marked
from pecia.kernel import events


def index_everything() -> None:
    """Deliver the news that waits, as a worker does, and index as the indexer does."""
    events.deliver_due(1_000)
    if not folder().has_live():
        for _done in build(folder()):
            pass
    while index_marked(folder()):
        pass
