"""A document's diary in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from pecia.library.public import HistoryEntry
from pecia.web.mine.page import HistoryEvent
from pecia.web.reader.labels import hold_label, refusal_label

WORDS = {
    "received": N_("Received"),
    "edition-received": N_("A new edition was received"),
    "described": N_("Described"),
    "access-changed": N_("Price or access changed"),
    "publication-requested": N_("Sent to be published"),
    "published": N_("Published"),
    "withdrawn": N_("Withdrawn"),
    "erased": N_("Erased"),
    "restricted": N_("Restricted"),
    "restriction-lifted": N_("Restriction lifted"),
    "edition-approved": N_("Inspected: nothing in the way"),
    "edition-held": N_("Held for review"),
    "edition-refused": N_("Refused"),
    "edition-failed": N_("Could not be turned into pages"),
}


def history_events(entries: Sequence[HistoryEntry]) -> tuple[HistoryEvent, ...]:
    """Newest first, with what was said at the time."""
    return tuple(
        HistoryEvent(
            happened_at=entry.at,
            title=_(WORDS.get(entry.what, entry.what)),
            detail=_detail(entry),
            is_newest=place == 0,
        )
        for place, entry in enumerate(reversed(entries))
    )


def _detail(entry: HistoryEntry) -> str:
    """What the diary keeps as a code is shown in words; what people wrote, as it is."""
    match entry.what:
        case "published":
            return _("Edition %(ordinal)s") % {"ordinal": entry.detail.removeprefix("edition ")}
        case "edition-held":
            return hold_label(entry.detail)
        case "edition-refused":
            return refusal_label(entry.detail, entry.detail)
        case "edition-failed" | "restricted" | "restriction-lifted":
            return ""
        case _:
            return entry.detail
