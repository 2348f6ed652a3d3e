"""People who search, each from an address of their own."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.web.site import FIREFOX


def ask(text: str, asker: int = 1, *, agent: str = FIREFOX, **words: str) -> Any:
    """What somebody is answered who types that."""
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=f"203.0.113.{asker}")
    return client.get("/search/", {"q": text, **words})


def ask_all(*texts: str, people: int = 5) -> None:
    """So many people ask each of these, one after the other."""
    for asker in range(1, people + 1):
        for text in texts:
            ask(text, asker)
