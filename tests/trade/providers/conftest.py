"""What the tests of providers share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pecia.kernel import clock
from pecia.trade.providers.fake.mischief import Mischief
from pecia.trade.providers.fake.provider import FakeProvider
from tests.trade.providers.nonces import Nonces
from tests.trade.providers.walking import Walk

MakeFake = Callable[[Mischief], FakeProvider]


@pytest.fixture
def walk() -> Iterator[Walk]:
    """The clock, standing at noon until the test moves it."""
    walk = Walk()
    with clock.running_by(walk):
        yield walk


@pytest.fixture
def nonces() -> Nonces:
    """No nonce was seen so far."""
    return Nonces()


@pytest.fixture
def make_fake(tmp_path: Path, nonces: Nonces, walk: Walk) -> Iterator[MakeFake]:
    """A fake provider of a character, on a new file."""
    made: list[FakeProvider] = []

    def make(mischief: Mischief) -> FakeProvider:
        fake = FakeProvider(
            tmp_path / f"fake-{len(made)}.sqlite",
            nonces,
            mischief=mischief,
            payout_url="http://localhost/notices/",
        )
        made.append(fake)
        return fake

    yield make
    for fake in made:
        fake.close()
