"""People who read, and the counts and lists that follow."""

from __future__ import annotations

from pecia.discovery.public import count_together
from pecia.library.public import Document
from tests.people import People
from tests.web.site import FIREFOX, body_of, browser_of


def read(people: People, *documents: Document, who: int | str = 1, agent: str = FIREFOX) -> None:
    """Somebody opens these, one after the other: a person of that name, or a stranger."""
    name = who if isinstance(who, str) else "stranger"
    address = f"203.0.113.{who}" if isinstance(who, int) else "203.0.113.250"
    client = browser_of(people, name, headers={"user-agent": agent}, REMOTE_ADDR=address)
    for document in documents:
        assert body_of(client.get(f"/d/{document.number}/"))


def count_all() -> int:
    """As the worker does again and again."""
    return sum(count_together() for _look in range(3))
