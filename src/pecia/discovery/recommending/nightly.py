"""The nightly run: from who has read what to a list of near ones for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from pecia.discovery.reading_models import NearDocuments, ReadDocument, RecommendingRun
from pecia.discovery.recommending.factors import near_in_taste
from pecia.discovery.recommending.neighbours import read_by_the_same
from pecia.discovery.recommending.readings import Readings, readings
from pecia.discovery.recommending.spreading import Here, Spreader
from pecia.kernel import clock
from pecia.library.public import last_visit, visible_documents, visits_between

SIZE = 100  # of a list
_BATCH = 500
_PAUSE = timedelta(hours=20)  # between two runs
_RUN = "near-documents"
_ALL = 5_000_000  # visits; those of two days


def recommend() -> int:
    """Make every list anew, where the operator has them made; returns for how many documents."""
    with _spreader() as spreader:
        known = _known()
        return _keep(known, spreader) if known.documents else _keep_none()


def begin_nightly_run() -> bool:
    """Whether it is time, and nobody else has begun. May be asked at any time by anybody."""
    now = clock.now()
    late = RecommendingRun.objects.filter(name=_RUN, begun_at__lte=now - _PAUSE)
    if late.update(begun_at=now):
        return True
    if RecommendingRun.objects.filter(name=_RUN).exists():
        return False
    try:
        with transaction.atomic():
            RecommendingRun.objects.create(name=_RUN, begun_at=now)
    except IntegrityError:  # somebody else, at the same moment
        return False
    return True


@contextmanager
def _spreader() -> Iterator[Spreader]:
    if settings.RECOMMENDER == "spark":
        from pecia.discovery.recommending.spark import spark

        with spark(settings.SPARK_MASTER) as found:
            yield found
    else:
        yield Here()


def _known() -> Readings:
    """What those who let the site remember have read, and everybody's last days, without names."""
    visible = visible_documents()
    kept = ReadDocument.objects.filter(document__in=visible).values_list("user", "document")
    shown = set(visible.values_list("pk", flat=True))
    visits = visits_between(0, last_visit(), _ALL)
    lately = ((f"{row.day} {row.visitor}", row.document) for row in visits if row.document in shown)
    return readings([*kept.iterator(), *lately])


def _keep(known: Readings, spreader: Spreader) -> int:
    """Write the new lists over the old ones; those of documents that have none any more go."""
    now = clock.now()
    readers = read_by_the_same(known, spreader, SIZE).near
    tastes = near_in_taste(known, spreader, SIZE).near
    rows = [
        NearDocuments(document_id=key, by_readers=readers[key], by_taste=tastes[key], made_at=now)
        for key in known.documents
        if readers[key] or tastes[key]
    ]
    for first in range(0, len(rows), _BATCH):
        _write(rows[first : first + _BATCH])
    NearDocuments.objects.filter(made_at__lt=now).delete()
    return len(rows)


def _write(rows: Sequence[NearDocuments]) -> None:
    NearDocuments.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["by_readers", "by_taste", "made_at"],
    )


def _keep_none() -> int:
    NearDocuments.objects.all().delete()
    return 0
