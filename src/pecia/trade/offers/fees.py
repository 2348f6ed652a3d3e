"""What the operator keeps of a sale: nothing, unless a schedule was announced in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from pecia.accounts.public import User
from pecia.kernel import clock, events
from pecia.trade.errors import AnnouncedTooLate
from pecia.trade.events import FeeAnnounced
from pecia.trade.offers.models import FeeSchedule

NOTICE = timedelta(days=7)


def fee_schedule_at(moment: datetime) -> FeeSchedule | None:
    """The schedule that holds then; None: nothing is kept."""
    rows = FeeSchedule.objects.filter(effective_at__lte=moment)
    return rows.order_by("-effective_at", "-version").first()


@transaction.atomic
def announce_fee(
    basis_points: int, effective_at: datetime, *, reason: str, made_by: User
) -> FeeSchedule:
    """Publish what will be kept, from then on. Raises `AnnouncedTooLate`.

    A lower fee needs the same notice: books that people can foresee are the point.
    """
    now = clock.now()
    if effective_at < now + NOTICE:
        raise AnnouncedTooLate(days=NOTICE.days)
    last = FeeSchedule.objects.aggregate(last=Max("version"))["last"] or 0
    schedule = FeeSchedule.objects.create(
        version=last + 1,
        basis_points=basis_points,
        reason=reason,
        announced_at=now,
        effective_at=effective_at,
        made_by=made_by,
    )
    events.tell(FeeAnnounced(schedule_id=schedule.pk))
    return schedule


def announced_fees() -> list[FeeSchedule]:
    """All schedules that ever were, newest first: they are public."""
    return list(FeeSchedule.objects.order_by("-version"))


def fee_of(amount: int, basis_points: int) -> int:
    """The operator's part of an amount in smallest units, rounded down: a fraction of a cent is the
    seller's."""
    return amount * basis_points // 10_000


def fee_back(fee: int, amount: int, refunded_before: int, refunded_now: int) -> int:
    """How much of the fee goes back with a refund, so that many small refunds give back exactly
    what one large would (the sum is `fee` when all of `amount` is refunded)."""
    if amount == 0:
        return 0
    return fee * (refunded_before + refunded_now) // amount - fee * refunded_before // amount
