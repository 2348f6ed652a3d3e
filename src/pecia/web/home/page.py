"""What the home page is given."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.web.catalogue.page import IndexClass
from pecia.web.frame.page import NO_META, Chip, Entry, Meta, Noted


@dataclass(frozen=True)
class Tally:
    """A line of today's figures: its word and the number, counted, never guessed."""

    label: str
    number: int


@dataclass(frozen=True)
class HomePage:
    """`web/home/home.html`: proposition, search and popular ones, figures, index, newest."""

    document_count: int
    publisher_count: int
    today: tuple[Tally, ...] = ()
    index: tuple[IndexClass, ...] = ()
    newest: tuple[Entry, ...] = ()
    newest_total: int = 0
    noted: tuple[Noted, ...] = ()
    popular: tuple[Entry, ...] = ()
    tries: tuple[Chip, ...] = ()
    meta: Meta = NO_META
    hides_search: bool = True
