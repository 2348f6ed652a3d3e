"""Counts of the library, none of them guessed."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db.models import Count, Q

from pecia.kernel import clock
from pecia.library import gate
from pecia.library.models import Document, Edition
from pecia.library.types import DocumentState, EditionState


def publisher_count() -> int:
    """How many people have something that can be seen."""
    return gate.visible_documents().order_by().values("owner").distinct().count()


def document_counts() -> dict[str, int]:
    """How many documents are in each state; `held` are those with a file that waits."""
    counts = dict(Document.objects.order_by().values_list("state").annotate(Count("pk")))
    held = Edition.objects.filter(state=EditionState.HELD).count()
    return {state: counts.get(state, 0) for state in DocumentState.values} | {"held": held}


def owned_counts(owners: list[int]) -> dict[int, int]:
    """How many documents each of them has, whatever the state."""
    rows = Document.objects.filter(owner__in=owners).order_by()
    return dict(rows.values_list("owner").annotate(Count("pk")))


def day_figures() -> dict[str, int]:
    """What became of today's files, by the clock in UTC. One query."""
    begin = datetime.combine(clock.now().date(), time.min, UTC)
    since = Q(received_at__gte=begin) | Q(ended_at__gte=begin) | Q(published_at__gte=begin)
    ended = Q(ended_at__gte=begin)
    return Edition.objects.filter(since).aggregate(
        received=Count("pk", filter=Q(received_at__gte=begin)),
        inspected=Count("pk", filter=Q(inspected_at__gte=begin)),
        published=Count("pk", filter=Q(published_at__gte=begin)),
        held=Count("pk", filter=ended & Q(state=EditionState.HELD)),
        refused=Count("pk", filter=ended & Q(state=EditionState.REFUSED)),
    )
