"""Children with chosen layers, and a way to let them try things."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest
from tests.engine import deeds

from pecia.engine.pool import selftest
from pecia.engine.pool.settings import Places
from pecia.engine.sandbox.layers import Layer

Attempt = Callable[[Collection[Layer], str], str]


@pytest.fixture
def attempt() -> Attempt:
    """`attempt(layers, name)` is the verdict of one attempt by a child with those layers only."""

    def tried(layers: Collection[Layer], name: str) -> str:
        places = Places(workers=1, queue=2, spares=0)
        with deeds.running(layers=frozenset(layers), places=places) as supervisor:
            private = supervisor.settings.private
            report = selftest.attempt(supervisor.client(), private, (name,))
        return report.get(name, "denied: the child was killed")

    return tried
