"""What a converter raises when it can't, or won't, make pages of a document."""

from __future__ import annotations

from pecia.engine.errors import Refusal


class ConvertError(Refusal):
    """The document can't become pages; `code` is one of the engine's refusal codes."""
