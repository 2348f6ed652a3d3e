"""Refunds: decided in the books first, then sent, then done; each part in a step of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from pecia.accounts.public import User
from pecia.kernel import clock, events
from pecia.kernel.ids import new_token
from pecia.trade.errors import NothingToRefund, ProviderRefused, ProviderUnreachable
from pecia.trade.events import OrderRefunded
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import Move, credit, debit, is_posted, post
from pecia.trade.orders.fulfilling import buyer_account
from pecia.trade.orders.models import OrderLine
from pecia.trade.orders.taking_back import take_line_back
from pecia.trade.payments import desk
from pecia.trade.payments.differences import note_difference
from pecia.trade.payments.models import Payment, Refund, RefundStage
from pecia.trade.providers.protocol import RefundFacts, RefundRequest, RefundState
from pecia.trade.sellers.crediting import lock_earnings

MOST_TRIES = 8
_OPEN = (RefundStage.DECIDED, RefundStage.SUBMITTED, RefundStage.UNKNOWN)


@transaction.atomic
def decide_line_refund(
    line: OrderLine, amount: int, reason: str, *, note: str = "", by: User | None = None
) -> Refund:
    """Give so much of a bought document back; from here on it is the buyer's again.

    Raises `NothingToRefund` when it is more than is left of the line or of the payment.
    """
    payment = _payment_of(line)
    moves = take_line_back(line, amount)
    return _decide(payment, amount, moves, reason, line=line, note=note, by=by)


@transaction.atomic
def decide_spare_refund(payment: Payment, amount: int, reason: str) -> Refund:
    """Give back what has bought nothing: paid twice, too late, too much, or too little."""
    moves = [debit(buyer_account(payment.order), amount)]
    return _decide(payment, amount, moves, reason)


def compare(payment: Payment, refunds: Sequence[RefundFacts]) -> None:
    """Take note of refunds as the provider knows them, in the transaction of the payment."""
    for facts in refunds:
        ours = payment.refunds.filter(key=facts.key).first() if facts.key else None
        ours = ours or payment.refunds.filter(reference=facts.reference).first()
        if ours is not None:
            _note(ours, facts)
        elif facts.state is RefundState.DONE:
            _take_external(payment, facts)


def send_refunds(limit: int = 50) -> int:
    """Send what is decided and ask about what is unknown; returns how many were looked at."""
    now = clock.now()
    due = Refund.objects.filter(next_try_at__lte=now, state__in=_OPEN).order_by("next_try_at")
    return sum(_send(refund) for refund in due.select_related("payment__order")[:limit])


def _send(refund: Refund) -> bool:
    claimed = Refund.objects.filter(
        pk=refund.pk, next_try_at=refund.next_try_at, state=refund.state
    ).update(next_try_at=clock.now() + _pause(refund.tries), tries=F("tries") + 1)
    if not claimed:
        return False
    request = RefundRequest(
        key=refund.key,
        payment_key=refund.payment.key,
        payment_reference=refund.payment.reference,
        amount=type(refund.payment.money)(refund.amount, refund.payment.currency),
        captured=type(refund.payment.money)(refund.payment.captured, refund.payment.currency),
        reason=refund.reason,
    )
    provider = desk.provider_named(refund.payment.provider)
    call = provider.refund if refund.state == RefundStage.DECIDED else provider.ask_refund
    try:
        facts = call(request)
    except ProviderUnreachable:
        _take_answer(refund, lambda: _move(refund, RefundStage.UNKNOWN))
    except ProviderRefused:
        _take_answer(refund, lambda: _try_anew(refund))
    else:
        done = facts.state is RefundState.DONE
        _take_answer(refund, lambda: _note(refund, facts), always=done)
    return True


def _take_answer(refund: Refund, act: Callable[[], None], *, always: bool = False) -> None:
    """Let an answer count, unless it comes so late that another key has been tried meanwhile: what
    it says is then of the old one. That the money has gone counts `always`."""
    asked = refund.key
    with transaction.atomic():
        Payment.objects.select_for_update(no_key=True).get(pk=refund.payment_id)
        refund.refresh_from_db()
        if always or refund.key == asked:
            act()


def _note(refund: Refund, facts: RefundFacts) -> None:
    refund.refresh_from_db()
    if refund.state == RefundStage.DONE:
        return
    if facts.state is RefundState.DONE:
        _finish(refund, facts.reference)
    elif facts.state is RefundState.FAILED and facts.key in ("", refund.key):
        _try_anew(refund)
    elif facts.state is RefundState.UNKNOWN and refund.state == RefundStage.UNKNOWN:
        _move(refund, RefundStage.DECIDED)  # it never arrived: sent again, under the same key
    elif facts.state is RefundState.SUBMITTED:
        _move(refund, RefundStage.SUBMITTED, reference=facts.reference)


def _finish(refund: Refund, reference: str) -> None:
    rows = Refund.objects.filter(pk=refund.pk).exclude(state=RefundStage.DONE)
    if not rows.update(
        state=RefundStage.DONE, reference=reference, done_at=clock.now(), next_try_at=None
    ):
        return
    payment = refund.payment
    moves = [
        debit(_due(payment), refund.amount),
        credit(AccountName(Kind.CLEARING, payment.currency, payment.provider), refund.amount),
    ]
    post(f"refund:{refund.pk}:done", "refund-done", moves, facts={"payment": payment.key})
    Payment.objects.filter(pk=payment.pk).update(refunded=F("refunded") + refund.amount)


def _try_anew(refund: Refund) -> None:
    """It has certainly not gone: another key, since the provider keeps the answer to the old one.
    After many tries a person looks."""
    refund.refresh_from_db()
    if refund.tries >= MOST_TRIES:
        _move(refund, RefundStage.STUCK, next_try_at=None)
        about, payment = refund.key, refund.payment
        note_difference(payment.provider, "refund_stuck", about, refund.amount, payment.currency)
        return
    _move(refund, RefundStage.DECIDED, key=new_token(), reference="")


def _move(refund: Refund, state: RefundStage, **fields: object) -> None:
    rows = Refund.objects.filter(pk=refund.pk, state__in=_OPEN)
    rows.update(state=state, **fields)


def _decide(
    payment: Payment,
    amount: int,
    moves: list[Move],
    reason: str,
    *,
    line: OrderLine | None = None,
    note: str = "",
    by: User | None = None,
    external: str = "",
) -> Refund:
    rows = Payment.objects.filter(
        pk=payment.pk, captured__gte=F("refund_decided") + F("disputed") + amount
    )
    if amount <= 0 or not rows.update(refund_decided=F("refund_decided") + amount):
        raise NothingToRefund
    payment.refund_decided += amount
    now = clock.now()
    refund = Refund.objects.create(
        payment=payment,
        line=line,
        amount=amount,
        reason=reason,
        note=note,
        reference=external,
        is_external=bool(external),
        decided_by=by,
        decided_at=now,
        next_try_at=None if external else now,
    )
    facts = {"order": payment.order.number, "payment": payment.key, "reason": reason}
    post(
        f"refund:{refund.pk}",
        "refund",
        [*moves, credit(_due(payment), amount)],
        facts=facts,
        made_by=by,
    )
    events.tell(OrderRefunded(refund_id=refund.pk))
    return refund


def _take_external(payment: Payment, facts: RefundFacts) -> None:
    """Somebody has refunded at the provider: the sale is undone as far as it goes, the rest is a
    difference that a person explains."""
    key = facts.reference
    names = Q(reference=key) | Q(reference__startswith=f"{key}/")
    if payment.refunds.filter(names, is_external=True).exists() or is_posted(
        _overdrawn(payment, key)
    ):
        return
    left = facts.amount.minor
    lock_earnings(payment.order_id)
    for place, line in enumerate(payment.order.lines.order_by("pk")):
        part = min(left, line.amount - line.refunded, _refundable(payment))
        if part <= 0 or payment.order.paid_with_id != payment.pk:
            continue
        moves = take_line_back(line, part)
        name = key if not place else f"{key}/{place}"
        refund = _decide(payment, part, moves, "refunded-outside", line=line, external=name)
        _finish(refund, name)
        left -= part
    if left:
        _book_overdrawn(payment, key, left)


def _book_overdrawn(payment: Payment, reference: str, amount: int) -> None:
    """More went back than the payment has: the money is gone, so it is booked, as suspense."""
    moves = [
        debit(AccountName(Kind.SUSPENSE, payment.currency), amount),
        credit(AccountName(Kind.CLEARING, payment.currency, payment.provider), amount),
    ]
    post(
        _overdrawn(payment, reference),
        "overdrawn",
        moves,
        facts={"payment": payment.key, "refund": reference},
    )
    note_difference(payment.provider, "refund_overdrawn", reference, amount, payment.currency)


def _overdrawn(payment: Payment, reference: str) -> str:
    return f"overdrawn:{payment.pk}:{reference}"


def _refundable(payment: Payment) -> int:
    payment.refresh_from_db(fields=["captured", "refund_decided", "disputed"])
    return payment.captured - payment.refund_decided - payment.disputed


def _payment_of(line: OrderLine) -> Payment:
    key = line.order.paid_with_id
    if key is None:
        raise NothingToRefund
    return (
        Payment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("order")
        .get(pk=key)
    )


def _due(payment: Payment) -> AccountName:
    return AccountName(Kind.REFUND_DUE, payment.currency)


def _pause(tries: int) -> timedelta:
    return timedelta(seconds=min(86_400, 20 * 4**tries))
