"""Payouts: asked for by the seller, put into a batch by one person, approved by another, sent once,
and over only when the bank says so."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as N_

from pecia.accounts.public import User
from pecia.kernel import clock, events
from pecia.kernel.errors import Conflict, NotAllowed, NotThere
from pecia.kernel.ids import next_number
from pecia.trade.errors import NoDestination, NotEnough, PayoutTooSmall
from pecia.trade.events import DestinationChanged, PayoutChanged
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import credit, debit, post
from pecia.trade.money import POINTS, Money, digits_of
from pecia.trade.sellers.crediting import available, locked_balance
from pecia.trade.sellers.debts import pay_debt
from pecia.trade.sellers.models import (
    BatchState,
    Payout,
    PayoutBatch,
    PayoutDestination,
    PayoutStage,
)

COOLING = timedelta(days=3)  # before a changed destination is used
_GONE = (PayoutStage.SUBMITTED, PayoutStage.UNKNOWN)


def transit(seller_id: int, currency: str) -> AccountName:
    """Where money is between the seller's balance and the seller's bank."""
    return AccountName(Kind.PAYOUT_TRANSIT, currency, str(seller_id))


@transaction.atomic
def set_destination(
    seller: User, currency: str, *, holder: str, account: str, bank: str, country: str
) -> PayoutDestination:
    """Say where the money goes. The first one is used at once, a changed one some days later; the
    seller is told by mail either way."""
    now, old = clock.now(), destination_of(seller, currency)
    PayoutDestination.objects.filter(
        seller=seller, currency=currency, ended_at__isnull=True
    ).update(ended_at=now)
    made = PayoutDestination.objects.create(
        seller=seller,
        currency=currency,
        holder=holder,
        account=re.sub(r"\s", "", account).upper(),
        bank=re.sub(r"\s", "", bank).upper(),
        country=country.upper(),
        made_at=now,
        usable_from=now + COOLING if old else now,
    )
    events.tell(DestinationChanged(destination_id=made.pk))
    return made


def destination_of(seller: User, currency: str) -> PayoutDestination | None:
    """Where the money goes now."""
    rows = PayoutDestination.objects.filter(seller=seller, currency=currency)
    return rows.filter(ended_at__isnull=True).first()


@transaction.atomic
def request_payout(seller: User, money: Money) -> Payout:
    """Take so much from what is available, on its way to the bank.

    Raises `NoDestination`, `PayoutTooSmall`, `NotEnough` (M7: nobody is paid more than is there
    while the account is locked).
    """
    where = destination_of(seller, money.currency)
    if where is None or money.currency == POINTS:
        raise NoDestination(currency=money.currency)
    if money.minor < least_payout(money.currency).minor:
        raise PayoutTooSmall
    here = available(seller.pk, money.currency)
    if locked_balance(here) < money.minor:
        raise NotEnough
    now = clock.now()
    payout = Payout.objects.create(
        number=next_number("payout"),
        seller=seller,
        currency=money.currency,
        amount=money.minor,
        destination=where,
        requested_at=now,
        changed_at=now,
    )
    moves = [debit(here, money.minor), credit(transit(seller.pk, money.currency), money.minor)]
    post(f"payout:{payout.pk}", "payout", moves, facts=_facts(payout))
    return payout


def least_payout(currency: str) -> Money:
    """From how much on a payout is made; a transfer costs the operator something."""
    return Money(settings.TRADE_LEAST_PAYOUT * 10 ** digits_of(currency), currency)


@transaction.atomic
def cancel_payout(payout: Payout, reason: str = "") -> bool:
    """Give it back to the seller's balance, while it has not been approved."""
    rows = Payout.objects.filter(pk=payout.pk, state=PayoutStage.REQUESTED)
    if not rows.update(state=PayoutStage.CANCELLED, batch=None, reason=reason, **_now()):
        return False
    _give_back(payout, "cancelled")
    return True


@transaction.atomic
def draft_batch(currency: str, drafted_by: User) -> PayoutBatch | None:
    """Put what waits in one currency, and may go now, into a batch; None when nothing waits."""
    ready = waiting_payouts(currency).exclude(seller=drafted_by)
    keys = list(
        ready.select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not keys:
        return None
    batch = PayoutBatch.objects.create(
        number=next_number("payout-batch"),
        currency=currency,
        drafted_by=drafted_by,
        drafted_at=clock.now(),
    )
    Payout.objects.filter(pk__in=keys, batch__isnull=True).update(batch=batch)
    return batch


def waiting_payouts(currency: str) -> QuerySet[Payout]:
    """What was asked for, is in no batch, and whose destination may be used by now."""
    rows = Payout.objects.filter(currency=currency, state=PayoutStage.REQUESTED)
    return rows.filter(batch__isnull=True, destination__usable_from__lte=clock.now())


def batches() -> QuerySet[PayoutBatch]:
    """All batches, newest first."""
    rows = PayoutBatch.objects.select_related("drafted_by", "approved_by")
    return rows.order_by("-number").prefetch_related("payouts__seller", "payouts__destination")


def get_batch(number: int) -> PayoutBatch:
    """The batch of that number. Raises `NotThere`."""
    batch = batches().filter(number=number).first()
    if batch is None:
        raise NotThere
    return batch


def get_payout(number: int) -> Payout:
    """The payout of that number. Raises `NotThere`."""
    payout = Payout.objects.filter(number=number).select_related("seller", "destination").first()
    if payout is None:
        raise NotThere
    return payout


@transaction.atomic
def approve_batch(batch: PayoutBatch, approved_by: User) -> None:
    """The second pair of eyes. `NotAllowed` for who drafted it or is paid by it; `Conflict`."""
    if approved_by.pk == batch.drafted_by_id:
        raise NotAllowed(N_("You have drafted this batch; somebody else must approve it."))
    if batch.payouts.filter(seller=approved_by).exists():
        raise NotAllowed(N_("This batch pays you; somebody else must approve it."))
    rows = PayoutBatch.objects.filter(pk=batch.pk, state=BatchState.DRAFTED)
    if not rows.update(state=BatchState.APPROVED, approved_by=approved_by, approved_at=clock.now()):
        raise Conflict
    batch.payouts.filter(state=PayoutStage.REQUESTED).update(state=PayoutStage.APPROVED, **_now())


@transaction.atomic
def drop_batch(batch: PayoutBatch) -> bool:
    """Take a batch apart that is not sent; its payouts wait again."""
    rows = PayoutBatch.objects.filter(
        pk=batch.pk, state__in=(BatchState.DRAFTED, BatchState.APPROVED)
    )
    if not rows.update(state=BatchState.DROPPED):
        return False
    waiting = Q(state=PayoutStage.REQUESTED) | Q(state=PayoutStage.APPROVED)
    batch.payouts.filter(waiting).update(state=PayoutStage.REQUESTED, batch=None, **_now())
    return True


@transaction.atomic
def send_batch(batch: PayoutBatch) -> bool:
    """Note that its file is given to the bank. From here on nothing of it is sent again."""
    rows = PayoutBatch.objects.filter(pk=batch.pk, state=BatchState.APPROVED)
    if not rows.update(state=BatchState.SENT, sent_at=clock.now()):
        return False
    batch.payouts.filter(state=PayoutStage.APPROVED).update(state=PayoutStage.SUBMITTED, **_now())
    for payout in batch.payouts.filter(state=PayoutStage.SUBMITTED):
        events.tell(PayoutChanged(payout_id=payout.pk))
    return True


@transaction.atomic
def confirm_payout(payout: Payout, reference: str = "") -> bool:
    """The bank has paid it. False when that was known, or it never went."""
    rows = Payout.objects.filter(pk=payout.pk, state__in=_GONE)
    if not rows.update(state=PayoutStage.PAID, reference=reference[:80], **_now()):
        return False
    bank = AccountName(Kind.BANK, payout.currency)
    here = transit(payout.seller_id, payout.currency)
    moves = [debit(here, payout.amount), credit(bank, payout.amount)]
    post(f"payout:{payout.pk}:paid", "payout-paid", moves, facts=_facts(payout))
    events.tell(PayoutChanged(payout_id=payout.pk))
    return True


@transaction.atomic
def return_payout(payout: Payout, reason: str) -> bool:
    """It came back, before or after the bank had called it paid; the seller has it again."""
    payout.refresh_from_db()
    was_paid = payout.state == PayoutStage.PAID
    # Only from the state that was seen: it says where the money is.
    rows = Payout.objects.filter(pk=payout.pk, state=payout.state)
    if payout.state not in (*_GONE, PayoutStage.PAID) or not rows.update(
        state=PayoutStage.RETURNED, reason=reason[:200], **_now()
    ):
        return False
    _give_back(payout, "returned", from_bank=was_paid)
    events.tell(PayoutChanged(payout_id=payout.pk))
    return True


@transaction.atomic
def doubt_payout(payout: Payout, reason: str) -> bool:
    """Nobody knows whether it went: it is asked about, and never sent again."""
    rows = Payout.objects.filter(pk=payout.pk, state=PayoutStage.SUBMITTED)
    return bool(rows.update(state=PayoutStage.UNKNOWN, reason=reason[:200], **_now()))


def _give_back(payout: Payout, how: str, *, from_bank: bool = False) -> None:
    there = available(payout.seller_id, payout.currency)
    bank = AccountName(Kind.BANK, payout.currency)
    here = bank if from_bank else transit(payout.seller_id, payout.currency)
    moves = [debit(here, payout.amount), credit(there, payout.amount)]
    post(f"payout:{payout.pk}:{how}", f"payout-{how}", moves, facts=_facts(payout))
    pay_debt(payout.seller_id, payout.currency, f"payout:{payout.pk}")


def _facts(payout: Payout) -> dict[str, object]:
    return {"payout": payout.number}


def _now() -> dict[str, object]:
    return {"changed_at": clock.now()}
