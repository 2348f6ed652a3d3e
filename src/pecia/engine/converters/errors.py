"""Why a converter gave up."""

from __future__ import annotations

from pecia.engine.errors import Refusal


class ConvertError(Refusal):
    """A document that was taken could not be made into pages; see `code` and `detail`."""
