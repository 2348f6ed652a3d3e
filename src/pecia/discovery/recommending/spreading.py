"""Where the work on blocks is done: here, one after the other, or on other machines.

Whoever spreads, the same functions work on the same blocks; so the results are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from pecia.discovery.recommending.readings import Block

Result = TypeVar("Result")
Work = Callable[[Block, Any], Result]


class Spread(Protocol):
    """Blocks that lie where they are worked on."""

    def each(self, work: Work[Result], shared: Any) -> list[Result]:
        """What `work` makes of each block and of what all share, in the order of the blocks."""


class Spreader(Protocol):
    """Something that lays blocks out."""

    def spread(self, blocks: Sequence[Block]) -> Spread:
        """Lay them out; they are worked on several times."""


class Here:
    """In this process."""

    def spread(self, blocks: Sequence[Block]) -> Spread:
        """See `Spreader`."""
        return _SpreadHere(blocks)


class _SpreadHere:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks

    def each(self, work: Work[Result], shared: Any) -> list[Result]:
        return [work(block, shared) for block in self._blocks]
