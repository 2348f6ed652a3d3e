"""Several near copies of one publisher are one thing to a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pecia.library.public import Document

LOOKED_AT = 600  # characters of a text
_PIECE = 5
_SAME = 0.5


def without_near_copies(
    documents: Sequence[Document], texts: Mapping[int, str], shown: Document
) -> list[Document]:
    """The documents without those that read like an earlier one, or like the one that is shown,
    of the same publisher. `texts` are their folded beginnings."""
    pieces = {key: pieces_of(text) for key, text in texts.items()}
    kept = [shown]
    for document in documents:
        own = pieces.get(document.pk, set())
        same = (each for each in kept if each.owner_id == document.owner_id)
        if not any(alike(own, pieces.get(each.pk, set())) >= _SAME for each in same):
            kept.append(document)
    return kept[1:]


def pieces_of(text: str) -> set[str]:
    """Its runs of a few characters, blanks aside."""
    dense = "".join(text[:LOOKED_AT].split())
    return {dense[at : at + _PIECE] for at in range(len(dense) - _PIECE + 1)}


def alike(first: set[str], second: set[str]) -> float:
    """How much of both is in both."""
    return len(first & second) / len(first | second) if first and second else 0.0
