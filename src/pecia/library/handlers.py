"""What the library does when something happens elsewhere."""

from __future__ import annotations

from pecia.accounts.public import AccountErased
from pecia.library import originals, shelves
from pecia.library.events import DocumentErased


def forget_person(event: AccountErased) -> None:
    """Remove somebody's favourites and collections; their documents stay with their readers."""
    shelves.forget_person(event.user_id)


def remove_bytes(event: DocumentErased) -> None:
    """Remove the original of an erased document, unless another document has the same bytes."""
    originals.remove_unused_originals()
