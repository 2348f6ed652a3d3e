"""What is offered to a reader, with one sentence on why; and what their browser remembers."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pecia.discovery.public import Guess, Why, read_by
from pecia.edge.actors import actor_of
from pecia.library.public import Document, visible_documents
from pecia.web.frame.entries import entries_of
from pecia.web.frame.language_names import html_language
from pecia.web.frame.page import Entry, Offer

MOST = 30  # numbers that a browser may send
_LONGEST = 16  # digits of a number


def offers_of(guesses: Iterable[Guess], shown: Document | None = None) -> tuple[Offer, ...]:
    """Each with its reason; `shown` is the document beside which they stand."""
    found = list(guesses)
    entries = entries_of(guess.document for guess in found)
    return tuple(_offer(guess, entry, shown) for guess, entry in zip(found, entries, strict=True))


def read_so_far(request: HttpRequest) -> list[int]:
    """Keys of what this reader has read, newest first: what their account remembers, if they want
    that, or the numbers that a stranger's browser has sent. Those are not kept."""
    user = actor_of(request).user
    if user is not None:
        return list(read_by(user))
    numbers = [int(word) for word in _words(request) if len(word) < _LONGEST]
    rows = visible_documents().filter(number__in=numbers[:MOST])
    keys = dict(rows.values_list("number", "pk"))
    return [keys[number] for number in numbers[:MOST] if number in keys]


def _words(request: HttpRequest) -> list[str]:
    words = request.POST.get("read", "").split(",")
    return [word for word in words if word.isascii() and word.isdecimal()]


def _offer(guess: Guess, entry: Entry, shown: Document | None) -> Offer:
    other = guess.because
    if guess.why is Why.READ_HERE:
        return Offer(entry, _("Much read of late."))
    if guess.why is Why.NEW:
        return Offer(entry, _("New here."))
    if other is None or (shown is not None and other.pk == shown.pk):
        return Offer(entry, _("Read by people who have read this one."))
    reason = _("Read by people who, like you, have read:")
    return Offer(entry, reason, other.title, html_language(other.language))
