"""Somebody's browser at the site, without a browser."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.people import People

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EVERYBODY = ("stranger", "charlie", "bob", "alice", "sue", "olga")


def browser_of(people: People, name: str = "stranger", **facts: Any) -> Client:
    """The client of somebody; `stranger` has not signed in."""
    client = Client(headers={"user-agent": FIREFOX, **facts.pop("headers", {})}, **facts)
    if name != "stranger":
        client.force_login(getattr(people, name))
    return client


def body_of(response: Any) -> bytes:
    """All of an answer. The client closes it, and keeps the connection of the test open."""
    content: bytes = b"".join(response) if response.streaming else response.content
    return content


def text_of(response: Any) -> str:
    return body_of(response).decode()
