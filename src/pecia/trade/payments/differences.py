"""What does not fit between a provider and the books: listed, owned, dated, explained."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.trade.payments.models import Difference

EXPLAINED_WITHIN = timedelta(days=7)


def note_difference(
    provider: str,
    code: str,
    about: str,
    amount: int,
    currency: str,
    *,
    day: date | None = None,
    changes: int = 0,
) -> Difference:
    """List it, once for the same thing; an amount of nothing ends it, another opens it again."""
    now = clock.now()
    row, made = Difference.objects.get_or_create(
        provider=provider,
        code=code,
        about=about[:120],
        defaults={
            "day": day or now.date(),
            "amount": amount,
            "currency": currency,
            "due_on": (now + EXPLAINED_WITHIN).date(),
            "changes": changes,
            "found_at": now,
        },
    )
    if not made and (row.amount, row.changes) != (amount, changes):
        row.amount, row.changes = amount, changes
        row.ended_at = None if amount else now
        row.save(update_fields=["amount", "changes", "ended_at"])
    return row


def open_differences() -> QuerySet[Difference]:
    """What nobody has explained yet, the most urgent first."""
    return Difference.objects.filter(ended_at__isnull=True).order_by("due_on", "pk")


def own_difference(row: Difference, owner: User) -> None:
    """Somebody looks into it."""
    Difference.objects.filter(pk=row.pk, ended_at__isnull=True).update(owner=owner)


def explain_difference(row: Difference, note: str, by: User) -> bool:
    """Somebody has found out what it is; False when it had ended."""
    rows = Difference.objects.filter(pk=row.pk, ended_at__isnull=True)
    return bool(rows.update(note=note[:500], owner=by, ended_at=clock.now()))
