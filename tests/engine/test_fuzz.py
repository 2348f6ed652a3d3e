"""Detection and inspection under fuzzing for a bounded time: no crash, only formats and refusals.

Seeds are the bundled samples and all hostile cases; mutations are of bytes and of structure. The
time can be set: PECIA_FUZZ_SECONDS.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

import pytest
from tests.hostile.cases import CASES

from pecia.engine.errors import ADVICE, Refusal
from pecia.engine.inspection.inspect import inspect
from pecia.engine.public import SAMPLES

_MAX_SEED = 200_000
_TOO_LONG = 20.0  # seconds for one input: a loop, not a slow machine


def seeds() -> list[tuple[str, bytes]]:
    """Names and contents to start from."""
    samples = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    hostile = [(case.name, case.build()) for case in CASES if not case.slow]
    return [(name, data) for name, data in samples + hostile if 0 < len(data) <= _MAX_SEED]


def flip(data: bytearray, drawn: random.Random) -> bytearray:
    """Change some bytes."""
    for _ in range(drawn.randint(1, 40)):
        data[drawn.randrange(len(data))] = drawn.randrange(256)
    return data


def cut(data: bytearray, drawn: random.Random) -> bytearray:
    """Take a piece out."""
    start = drawn.randrange(len(data))
    del data[start : start + drawn.randint(1, max(1, len(data) // 3))]
    return data or bytearray(b"x")


def repeat(data: bytearray, drawn: random.Random) -> bytearray:
    """Write a piece again, elsewhere."""
    start = drawn.randrange(len(data))
    piece = data[start : start + drawn.randint(1, 2_000)]
    at = drawn.randrange(len(data))
    data[at:at] = piece * drawn.randint(1, 5)
    return data


def number(data: bytearray, drawn: random.Random) -> bytearray:
    """Write an extreme number where one might stand."""
    width = drawn.choice((1, 2, 4, 8))
    value = drawn.choice((0, 1, 0x7F, 0x80, 2 ** (8 * width) - 1, 2 ** (8 * width - 1)))
    at = drawn.randrange(len(data))
    data[at : at + width] = (value % 2 ** (8 * width)).to_bytes(width, "little")
    return data


MUTATIONS: tuple[Callable[[bytearray, random.Random], bytearray], ...] = (flip, cut, repeat, number)


@pytest.mark.parametrize(
    "seconds",
    [5.0, pytest.param(float(os.environ.get("PECIA_FUZZ_SECONDS", 300)), marks=pytest.mark.long)],
    ids=["short", "long"],
)
def test_no_input_breaks_the_inspection(seconds: float) -> None:
    drawn = random.Random(11)
    started, inputs, taken = time.monotonic(), 0, 0
    pool = seeds()
    while time.monotonic() - started < seconds:
        name, original = drawn.choice(pool)
        data = bytearray(original)
        for _ in range(drawn.randint(1, 4)):
            data = drawn.choice(MUTATIONS)(data, drawn)
        begun = time.monotonic()
        try:
            inspect(bytes(data), name)
            taken += 1
        except Refusal as refusal:
            assert refusal.code in ADVICE
        assert time.monotonic() - begun < _TOO_LONG, (name, bytes(data)[:200])
        inputs += 1
    print(f"{inputs} inputs, {taken} taken")
    assert inputs > 20
    assert 0 < taken < inputs
