"""Step 3: pages become rows, with their text."""

from __future__ import annotations

from collections.abc import Callable

from pecia.library.public import Edition, note_pagination
from pecia.reading.public import store_pages


def run(edition: Edition) -> Callable[[], None]:
    """Everything happens in the transaction."""

    def write() -> None:
        store_pages(edition)
        note_pagination(edition)

    return write
