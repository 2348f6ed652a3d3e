"""What is read together, counted as it is read: every new visit is paired with those of the same
visitor before it. Robots, refreshes and publishers never get so far (`library.visits`)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, F

from pecia.discovery.reading_models import ReadCount, ReadTogether, VisitCursor
from pecia.discovery.recommending.lists import Pairs
from pecia.library.public import VisitRow, earlier_visits, last_visit, visits_between

WINDOW = 20  # documents before a visit that it is paired with
MOST = 100  # others of a document that are kept
_BATCH = 2_000
_HALF_LIFE = 14  # days
_EPOCH = date(2025, 1, 1)
_CURSOR = "together"


def count_together() -> int:
    """Count the visits that have come since the last time; returns how many.

    A visit is counted once, whoever calls: the place up to which they are counted moves in the
    same transaction. What came after the last look waits for the next one: a visit with a smaller
    number may still be on its way.
    """
    cursor, _made = VisitCursor.objects.get_or_create(name=_CURSOR)
    rows = visits_between(cursor.done, cursor.seen, _BATCH)
    done = rows[-1].key if len(rows) == _BATCH else cursor.seen
    known = VisitCursor.objects.filter(name=_CURSOR, done=cursor.done, seen=cursor.seen)
    with transaction.atomic():
        if not known.update(done=done, seen=max(cursor.seen, last_visit())):
            return 0
        _count(rows)
    return len(rows)


def near_together(documents: Iterable[int]) -> Mapping[int, Pairs]:
    """For each of these what is read together with it, by the cosine of the counts."""
    rows = list(
        ReadTogether.objects.filter(first__in=list(documents)).values_list(
            "first", "second", "times"
        )
    )
    keys = {key for row in rows for key in row[:2]}
    visits = dict(ReadCount.objects.filter(pk__in=keys).values_list("pk", "visits"))
    near: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for first, second, times in rows:
        near[first].append((second, cosine(times, visits.get(first, 1), visits.get(second, 1))))
    return {first: tuple(pairs) for first, pairs in near.items()}


def cosine(times: int, first: int, second: int) -> float:
    """Of two documents that were read so often, and so often together."""
    return times / math.sqrt(max(first, 1) * max(second, 1))


def pairs_of(earlier: Sequence[int], document: int) -> list[tuple[int, int]]:
    """The pairs that a visit makes with what the same visitor has read before, both ways."""
    others = list(dict.fromkeys(key for key in reversed(earlier) if key != document))[:WINDOW]
    return [pair for other in others for pair in ((document, other), (other, document))]


def forget_seldom_together() -> int:
    """Of documents with very many others keep those that are read together most."""
    crowded = (
        ReadTogether.objects.order_by()
        .values("first")
        .annotate(others=Count("pk"))
        .filter(others__gt=2 * MOST)
    )
    gone = 0
    for row in crowded:
        others = ReadTogether.objects.filter(first=row["first"])
        kept = list(others.order_by("-times", "-pk").values_list("pk", flat=True)[:MOST])
        gone += others.exclude(pk__in=kept).delete()[0]
    return gone


def _count(rows: Sequence[VisitRow]) -> None:
    """Visits of a document by somebody who has it before them already that day are none."""
    pairs: Counter[tuple[int, int]] = Counter()
    documents: defaultdict[int, list[date]] = defaultdict(list)
    for row in rows:
        earlier = [each.document for each in earlier_visits(row)]
        if row.document not in earlier:
            documents[row.document].append(row.day)
            pairs.update(pairs_of(earlier, row.document))
    for (first, second), times in sorted(pairs.items()):
        _add_pair(first, second, times)
    for document, days in sorted(documents.items()):
        _add_visits(document, days)


def _add_pair(first: int, second: int, times: int) -> None:
    rows = ReadTogether.objects.filter(first=first, second=second)
    if not rows.update(times=F("times") + times):
        ReadTogether.objects.create(first_id=first, second_id=second, times=times)


def _add_visits(document: int, days: Sequence[date]) -> None:
    row, _made = ReadCount.objects.get_or_create(document_id=document)
    row.visits += len(days)
    for day in days:
        row.heat = warmer(row.heat, day)
    row.save()


def warmer(heat: float, day: date) -> float:
    """The heat of a document after one more visit on that day."""
    new = (day - _EPOCH).days / _HALF_LIFE
    high, low = max(heat, new), min(heat, new)
    return new if heat == 0 else high + math.log2(1 + 2 ** (low - high))
