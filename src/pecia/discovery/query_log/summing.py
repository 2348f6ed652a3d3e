"""Past days are summed: what enough people asked stays as a count, everything else goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet

from pecia.discovery.query_models import AskedNext, AskedQuery, NextDay, QueryDay
from pecia.kernel import clock


def sum_queries() -> int:
    """Sum the days before today, forget who asked, and forget sums that are too old.

    Returns how many days were summed. May run at any time, and twice.
    """
    today = clock.now().date()
    past = (AskedQuery.objects.filter(day__lt=today), AskedNext.objects.filter(day__lt=today))
    days = {
        day for rows in past for day in rows.order_by().values_list("day", flat=True).distinct()
    }
    for day in days:
        _sum(day)
    oldest = today - timedelta(days=settings.QUERY_DAYS)
    QueryDay.objects.filter(day__lt=oldest).delete()
    NextDay.objects.filter(day__lt=oldest).delete()
    return len(days)


@transaction.atomic
def _sum(day: date) -> None:
    queries, pairs = AskedQuery.objects.filter(day=day), AskedNext.objects.filter(day=day)
    QueryDay.objects.bulk_create(
        (QueryDay(**row) for row in counted(queries)), ignore_conflicts=True
    )
    NextDay.objects.bulk_create(
        (NextDay(**row) for row in counted_next(pairs)), ignore_conflicts=True
    )
    queries.delete()
    pairs.delete()


def counted(rows: QuerySet[AskedQuery]) -> list[dict[str, Any]]:
    """What enough different people asked on a day, with how many they were; newest first."""
    grouped = rows.order_by().values("day", "text")
    sums = grouped.annotate(people=Count("pk"), found=Max("found"), language=Min("language"))
    return [{**row} for row in sums.filter(people__gte=settings.FEWEST_ASKERS).order_by("-day")]


def counted_next(rows: QuerySet[AskedNext]) -> list[dict[str, Any]]:
    """The same of pairs."""
    sums = rows.order_by().values("day", "first", "second").annotate(people=Count("pk"))
    return [{**row} for row in sums.filter(people__gte=settings.FEWEST_ASKERS)]
