"""International account numbers (ISO 13616)."""

from __future__ import annotations

from pecia.trade.providers import mod97

SHORTEST, LONGEST = 15, 34


def is_iban(words: str) -> bool:
    """Whether it is one, as far as its check digits tell; spaces do not count."""
    compacted = mod97.compact(words)
    return SHORTEST <= len(compacted) <= LONGEST and mod97.is_valid(compacted)
