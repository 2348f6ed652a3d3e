"""What the lists beside a document are given."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.web.frame.page import HIDDEN, Chip, Crumb, Entry, Meta, Offer


@dataclass(frozen=True)
class MorePage:
    """`web/reader/more.html`, and `_more.html` within the document's page.

    `related_by` says how the related ones were found; `sends_read`: the offers follow from what
    this browser remembers, and it can be told to forget that.
    """

    number: int
    title: str
    extension: str
    language: str
    related: tuple[Entry, ...] = ()
    related_by: str = ""
    offers: tuple[Offer, ...] = ()
    searches: tuple[Chip, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    sends_read: bool = False
    meta: Meta = HIDDEN
