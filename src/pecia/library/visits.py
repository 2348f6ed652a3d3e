"""Counting readers, once a day each, and no robots; nobody's reading can be traced back."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from pecia.kernel import clock
from pecia.library.models import Document, Visit
from pecia.library.types import VisitKind

VISIT_DAYS = 2  # after which a row says nothing that the count does not
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|archiver|preview|fetch|monitor|scan|curl|wget|python|java/|httpclient"
    r"|headless|lighthouse|facebookexternalhit|whatsapp|go-http|okhttp|axios|node|libwww|scrapy"
    r"|^$",
    re.IGNORECASE,
)
_COUNTERS = {VisitKind.VIEW: "view_count", VisitKind.DOWNLOAD: "download_count"}


def is_robot(user_agent: str) -> bool:
    """Whether a program calls itself one, or does not say what it is."""
    return _ROBOT.search(user_agent.strip()) is not None


def visitor_key(address: str, user_agent: str, account: int | None) -> str:
    """A name for a visitor that is good for today only."""
    who = visitor_name(address, user_agent, account)
    day = clock.now().date().isoformat()
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"visit {day} {who}".encode(), hashlib.sha256).hexdigest()[:32]


def visitor_name(address: str, user_agent: str, account: int | None) -> str:
    """Who is taken to be one person; never to be kept, only to be hashed.

    Somebody signed in is the same person on every device; a stranger is an address and a browser.
    """
    return f"account {account}" if account else f"{address} {user_agent}"


def count_visit(document: Document, kind: VisitKind, visitor: str) -> bool:
    """Count it, if this visitor was not counted today. The owner is the caller's business."""
    row = Visit(document=document, kind=kind, day=clock.now().date(), visitor=visitor)
    known = Visit.objects.filter(document=document, kind=kind, day=row.day, visitor=visitor)
    if known.exists():  # nearly always: without a transaction
        return False
    counter = _COUNTERS[kind]
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            Document.objects.filter(pk=document.pk).update(**{counter: F(counter) + 1})
    except IntegrityError:  # the same visitor, at the same moment
        return False
    return True


def visited_since(day: date) -> list[int]:
    """Keys of the documents that were read or downloaded on that day or later."""
    rows = Visit.objects.filter(day__gte=day).order_by().values_list("document", flat=True)
    return list(rows.distinct())


def forget_old_visits() -> int:
    """Remove the rows of past days; the counts stay. Returns how many went."""
    before = clock.now().date() - timedelta(days=VISIT_DAYS)
    return Visit.objects.filter(day__lt=before).delete()[0]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit that was counted. Keys grow; `visitor` is a name for one day."""

    key: int
    document: int
    day: date
    visitor: str


def last_visit() -> int:
    """The key of the newest visit; 0 where there is none."""
    return int(Visit.objects.aggregate(last=Max("pk"))["last"] or 0)


def visits_between(after: int, upto: int, limit: int) -> list[VisitRow]:
    """Visits after one key and up to another, in their order."""
    rows = Visit.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return [VisitRow(*row) for row in rows.values_list("pk", "document", "day", "visitor")[:limit]]


def earlier_visits(visit: VisitRow) -> list[VisitRow]:
    """What the same visitor has read or downloaded on that day before it, in order."""
    rows = Visit.objects.filter(day=visit.day, visitor=visit.visitor, pk__lt=visit.key)
    listed = rows.order_by("pk").values_list("pk", "document", "day", "visitor")
    return [VisitRow(*row) for row in listed]
