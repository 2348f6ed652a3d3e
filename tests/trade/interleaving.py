"""Every order in which the steps of several acts can come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def interleavings(*lengths: int) -> Iterator[tuple[int, ...]]:
    """Each as the numbers of the acts whose next step it is.

    >>> list(interleavings(2, 1))
    [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
    """
    yield from _after((), lengths)


def _after(done: tuple[int, ...], left: Sequence[int]) -> Iterator[tuple[int, ...]]:
    if not any(left):
        yield done
    for act, count in enumerate(left):
        if count:
            rest = [number - (place == act) for place, number in enumerate(left)]
            yield from _after((*done, act), rest)


def named(order: tuple[int, ...]) -> str:
    """As it is called in the list of tests: `aabab`."""
    return "".join("abcdef"[act] for act in order)
