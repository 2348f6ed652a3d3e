"""Requests to providers are bounded and go where they were sent."""

from __future__ import annotations

import pytest

from pecia.trade.errors import ProviderUnreachable
from pecia.trade.providers import fetching
from pecia.trade.providers.fetching import fetch
from tests.trade.providers.serving import Answer, Asked, serving


def test_an_answer_is_given_whatever_its_status() -> None:
    with serving(lambda asked: Answer(418, asked.body, {"X-Kind": "pot"})) as address:
        fetched = fetch("POST", address, b"tea")
    assert (fetched.status, fetched.headers["x-kind"], fetched.body) == (418, "pot", b"tea")


def test_a_redirection_is_not_followed() -> None:
    asked: list[str] = []

    def answer(request: Asked) -> Answer:
        asked.append(request.path)
        return Answer(302, b"", {"Location": "/elsewhere"})

    with serving(answer) as address:
        assert fetch("GET", f"{address}/here").status == 302
    assert asked == ["/here"]


def test_an_answer_without_end_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    with serving(lambda asked: Answer(200, b"0" * int(asked.path[1:]))) as address:
        assert len(fetch("GET", f"{address}/1000").body) == 1000
        with pytest.raises(ProviderUnreachable):
            fetch("GET", f"{address}/1001")


def test_nobody_there_is_unreachable() -> None:
    for address in ("http://127.0.0.1:9", "nonsense", "ftp://127.0.0.1/"):
        with pytest.raises(ProviderUnreachable):
            fetch("GET", address)
