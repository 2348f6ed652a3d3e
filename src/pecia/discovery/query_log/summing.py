"""Past weeks are summed: what enough people asked stays as a count, everything else goes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet

from pecia.discovery.query_log.weeks import this_week, week_of
from pecia.discovery.query_models import AskedNext, AskedQuery, NextWeek, QueryWeek
from pecia.kernel import clock


def sum_queries() -> int:
    """Sum the weeks before this one, forget who asked, and forget sums that are too old.

    Returns how many weeks were summed. May run at any time, and twice.
    """
    now = this_week()
    past = (AskedQuery.objects.filter(week__lt=now), AskedNext.objects.filter(week__lt=now))
    weeks = {
        week for rows in past for week in rows.order_by().values_list("week", flat=True).distinct()
    }
    for week in weeks:
        _sum(week)
    oldest = week_of(clock.now().date() - timedelta(days=settings.QUERY_DAYS))
    QueryWeek.objects.filter(week__lt=oldest).delete()
    NextWeek.objects.filter(week__lt=oldest).delete()
    return len(weeks)


@transaction.atomic
def _sum(week: date) -> None:
    queries, pairs = AskedQuery.objects.filter(week=week), AskedNext.objects.filter(week=week)
    QueryWeek.objects.bulk_create(
        (QueryWeek(**row) for row in counted(queries)), ignore_conflicts=True
    )
    NextWeek.objects.bulk_create(
        (NextWeek(**row) for row in counted_next(pairs)), ignore_conflicts=True
    )
    queries.delete()
    pairs.delete()


def counted(rows: QuerySet[AskedQuery]) -> list[dict[str, Any]]:
    """What enough different people asked in a week, with how many they were; newest first."""
    grouped = rows.order_by().values("week", "text")
    sums = grouped.annotate(people=Count("pk"), found=Max("found"), language=Min("language"))
    return [{**row} for row in sums.filter(people__gte=settings.FEWEST_ASKERS).order_by("-week")]


def counted_next(rows: QuerySet[AskedNext]) -> list[dict[str, Any]]:
    """The same of pairs."""
    sums = rows.order_by().values("week", "first", "second").annotate(people=Count("pk"))
    return [{**row} for row in sums.filter(people__gte=settings.FEWEST_ASKERS)]
