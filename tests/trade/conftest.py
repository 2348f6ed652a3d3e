"""What most tests of trade begin with: a clock that is moved by hand, and the fake provider."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pecia.trade.providers.fake.provider import FakeProvider
from tests.trade import market
from tests.trade.market import Time


@pytest.fixture
def time() -> Iterator[Time]:
    with market.moving_time() as time:
        yield time


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time: Time) -> FakeProvider:
    return market.at_desk(tmp_path, monkeypatch)
