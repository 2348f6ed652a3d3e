"""Fetching a document with what this reader may have of it: the first lines of every view."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from pecia.edge.actors import actor_of
from pecia.library.public import (
    Channel,
    Document,
    Edition,
    NoSuchDocument,
    Rights,
    get_document,
    get_edition,
    rights_of,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A document, one of its editions, and the reader's rights in it through one channel."""

    document: Document
    edition: Edition
    rights: Rights


def open_document(
    request: HttpRequest, number: int, channel: Channel, ordinal: int | None = None
) -> Opened:
    """The document if it may be seen. Raises `NoSuchDocument`, `Gone`."""
    document = get_document(number)
    edition = get_edition(document, ordinal)
    rights = rights_of(actor_of(request), document, edition, channel)
    rights.require_seen()
    return Opened(document, edition, rights)


def asked_edition(request: HttpRequest) -> int | None:
    """`?edition=`, if it is a number. Raises `NoSuchDocument` for nonsense."""
    asked = request.GET.get("edition", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise NoSuchDocument
    return int(asked) if asked else None
