"""Keys of rows, as forms send them back."""

from __future__ import annotations

from pecia.kernel.errors import NotThere


def row_key(text: str) -> int:
    """The key of a row. Raises `NotThere` for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise NotThere
    return int(text)
