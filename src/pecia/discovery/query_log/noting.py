"""Remembering that a query was asked: once a day for each person, without the person."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction

from pecia.discovery.query import Query
from pecia.discovery.query_log.wording import wording
from pecia.discovery.query_models import AskedNext, AskedQuery, Found
from pecia.kernel import clock

_SOON = 600  # seconds within which a query is the next one
_HASH = 32


def note_query(query: Query, total: int, asker: str, language: str) -> bool:
    """Remember that it was asked and how much was found. `asker` names a visitor; it is not kept.

    False for what is not remembered, and for what this visitor has asked today already.
    """
    text = wording(query)
    if not text:
        return False
    day = clock.now().date()
    _note_next(day, text, asker)
    asked = AskedQuery(day=day, text=text, asker=_hash(day, text, asker))
    asked.language, asked.found = language[:12], found_of(total)
    same = AskedQuery.objects.filter(day=day, text=text, asker=asked.asker)
    return _keep_once(asked, known=same.exists())


def found_of(total: int) -> Found:
    """Which of the classes a number of documents belongs to."""
    if not total:
        return Found.NOTHING
    return Found.FEW if total < 10 else Found.SOME if total < 100 else Found.MANY


def _note_next(day: date, text: str, asker: str) -> None:
    """Only the memory of this process knows, for some minutes, what somebody asked before."""
    key = f"discovery.asked.{_hash(day, '', asker)}"
    before: str | None = cache.get(key)
    cache.set(key, text, _SOON)
    if before is not None and before != text:
        pair = AskedNext(day=day, first=before, second=text)
        pair.asker = _hash(day, f"{before}\n{text}", asker)
        same = AskedNext.objects.filter(day=day, first=before, second=text, asker=pair.asker)
        _keep_once(pair, known=same.exists())


def _keep_once(row: AskedQuery | AskedNext, *, known: bool) -> bool:
    """Write it unless it is there."""
    if known:
        return False
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same visitor, at the same moment
        return False
    return True


def _hash(day: date, text: str, asker: str) -> str:
    """A name for one visitor on one day and for one query; nothing else can be told from it."""
    said = f"query {day.isoformat()} {text}\n{asker}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:_HASH]
