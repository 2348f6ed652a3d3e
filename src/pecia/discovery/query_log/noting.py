"""Remembering that a query was asked: once a week for each person, without the person."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from pecia.discovery.query import Query
from pecia.discovery.query_log.weeks import this_week
from pecia.discovery.query_log.wording import wording
from pecia.discovery.query_models import AskedNext, AskedQuery, Found

_SOON = 600  # seconds within which a query is the next one
_HASH = 32


def note_query(query: Query, total: int, asker: str, language: str) -> None:
    """Remember that it was asked and how much was found, unless it must not be remembered or this
    visitor has asked it this week already. `asker` names a visitor; it is not kept."""
    text = wording(query)
    if not text:
        return
    week = this_week()
    asked = AskedQuery(week=week, text=text, asker=_hash(week, text, asker))
    asked.language, asked.found = language[:12], found_of(total)
    before = _asked_before(week, text, asker)
    with transaction.atomic():
        AskedQuery.objects.bulk_create([asked], ignore_conflicts=True)
        if before is not None:
            pair = AskedNext(week=week, first=before, second=text)
            pair.asker = _hash(week, f"{before}\n{text}", asker)
            AskedNext.objects.bulk_create([pair], ignore_conflicts=True)


def found_of(total: int) -> Found:
    """Which of the classes a number of documents belongs to."""
    if not total:
        return Found.NOTHING
    return Found.FEW if total < 10 else Found.SOME if total < 100 else Found.MANY


def _asked_before(week: date, text: str, asker: str) -> str | None:
    """Another query of theirs shortly before. Only the memory of this process knows it, for some
    minutes."""
    key = f"discovery.asked.{_hash(week, '', asker)}"
    before: str | None = cache.get(key)
    cache.set(key, text, _SOON)
    return None if before == text else before


def _hash(week: date, text: str, asker: str) -> str:
    """A name for one visitor in one week and for one query; nothing else can be told from it."""
    said = f"query {week.isoformat()} {text}\n{asker}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:_HASH]
