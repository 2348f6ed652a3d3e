"""Named holds: the only way to freeze anybody's money, and it always says why and how much."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum

from pecia.accounts.public import User
from pecia.kernel import clock, events
from pecia.library.public import Document
from pecia.trade.events import HoldEnded, HoldOpened
from pecia.trade.ledger.posting import Move, credit, debit, post
from pecia.trade.sellers.crediting import (
    available,
    credits_of_documents,
    from_available,
    held,
    locked_balance,
    locked_credits,
)
from pecia.trade.sellers.debts import pay_debt
from pecia.trade.sellers.models import Credit, CreditState, Hold, HoldState

REVIEW = timedelta(days=30)  # within which somebody looks at a hold again


@transaction.atomic
def open_hold(
    seller: User,
    currency: str,
    *,
    source: str,
    reason: str,
    document: Document | None = None,
    line_id: int | None = None,
    amount: int = 0,
    opened_by: User | None = None,
) -> Hold:
    """Keep money back: what is pending of a document, of one line of an order, or of all that they
    sell; and of what is available as much as `amount` says, where there is so much.

    The same source again gives the same hold.
    """
    if amount < 0:
        raise ValueError("a hold can not keep less than nothing")
    hold, made = Hold.objects.get_or_create(
        seller=seller,
        currency=currency,
        source=source,
        defaults={
            "document": document,
            "reason": reason,
            "opened_by": opened_by,
            "opened_at": clock.now(),
            "review_at": clock.now() + REVIEW,
        },
    )
    if made:
        _keep_pending(hold, line_id)
        _keep_available(hold, amount)
        events.tell(HoldOpened(hold_id=hold.pk))
    return hold


@transaction.atomic
def release_hold(hold: Hold, ended_by: User | None = None) -> bool:
    """Give it free again; False when it had ended."""
    if not _end(hold, HoldState.RELEASED, ended_by):
        return False
    here, there = held(hold.seller_id, hold.currency), available(hold.seller_id, hold.currency)
    _free_credits(hold)
    if hold.taken:
        moves = [debit(here, hold.taken), credit(there, hold.taken)]
        post(f"hold:{hold.pk}:released", "hold-released", moves, facts={"hold": hold.pk})
        pay_debt(hold.seller_id, hold.currency, f"hold:{hold.pk}")
    return True


def capture_hold(hold: Hold, amount: int, ended_by: User | None = None) -> list[Move]:
    """End it by taking `amount` from the seller; what it kept beyond that goes back to them.

    What it kept counts first, then what is available, then a debt. Returns the seller's side of the
    entry; raises `ValueError` when the hold has ended.
    """
    if not _end(hold, HoldState.CAPTURED, ended_by):
        raise ValueError(f"{hold} has ended")
    _free_credits(hold)
    kept = min(amount, hold.taken)
    here, there = held(hold.seller_id, hold.currency), available(hold.seller_id, hold.currency)
    moves = [debit(here, hold.taken), credit(there, hold.taken - kept)]
    if amount > kept:
        moves += from_available(hold.seller_id, hold.currency, amount - kept)
    return moves


def frozen_by(hold: Hold) -> int:
    """How much waits under it just now: what was taken, and the pending credits that it keeps."""
    kept = hold.credits.filter(state=CreditState.PENDING)
    sums = kept.aggregate(total=Sum(F("amount") - F("taken_back")))
    return hold.taken + (sums["total"] or 0)


def open_holds() -> QuerySet[Hold]:
    """All that are open, those first that should have been looked at."""
    rows = Hold.objects.filter(state=HoldState.OPEN).select_related("seller", "document")
    return rows.order_by("review_at", "pk")


def _keep_pending(hold: Hold, line_id: int | None) -> None:
    wanted = credits_of_documents(hold.seller_id, hold.document_id)
    if line_id is not None:
        wanted &= Q(line=line_id)
    rows = Credit.objects.filter(wanted, currency=hold.currency, hold__isnull=True)
    rows.filter(pk__in=locked_credits(rows)).update(hold=hold)


def _free_credits(hold: Hold) -> None:
    """Before any account is touched: rows are locked in the order hold, credit, account."""
    rows = Credit.objects.filter(hold=hold)
    rows.filter(pk__in=locked_credits(rows)).update(hold=None)


def _keep_available(hold: Hold, amount: int) -> None:
    here, there = available(hold.seller_id, hold.currency), held(hold.seller_id, hold.currency)
    taken = min(amount, locked_balance(here)) if amount else 0
    if taken:
        moves = [debit(here, taken), credit(there, taken)]
        post(f"hold:{hold.pk}:opened", "hold-opened", moves, facts={"hold": hold.pk})
        Hold.objects.filter(pk=hold.pk).update(taken=taken)
        hold.taken = taken


def _end(hold: Hold, state: HoldState, ended_by: User | None) -> bool:
    ended = Hold.objects.filter(pk=hold.pk, state=HoldState.OPEN).update(
        state=state, ended_by=ended_by, ended_at=clock.now()
    )
    if ended:
        events.tell(HoldEnded(hold_id=hold.pk))
    return bool(ended)
