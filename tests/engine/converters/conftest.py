"""The converters are warmed once, as a zygote does."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from pecia.engine.converters import html


@pytest.fixture(scope="session", autouse=True)
def warmed() -> None:
    """Load everything."""
    html.warm()


@pytest.fixture(autouse=True)
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """No test of this folder may open a connection."""
    tried: list[object] = []

    def connect(_self: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket.socket, "connect", connect)
    yield tried
    assert tried == []
