"""Chargebacks: the money is gone for now, the sellers' part is held, and it ends won or lost."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext_noop

from pecia.kernel import clock
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import Move, credit, debit, post
from pecia.trade.money import shares
from pecia.trade.orders.models import Order, OrderLine, OrderState
from pecia.trade.orders.taking_back import take_line_back
from pecia.trade.payments.models import Dispute, Payment
from pecia.trade.providers.protocol import DisputeFacts, DisputeState
from pecia.trade.sellers.crediting import is_pending, lock_earnings
from pecia.trade.sellers.holds import open_hold, release_hold
from pecia.trade.sellers.models import Hold, HoldState

REASON = gettext_noop("The buyer's bank has taken the payment back, and has not decided yet.")


def compare(payment: Payment, disputes: Sequence[DisputeFacts]) -> None:
    """Take note of disputes as the provider knows them, in the transaction of the payment."""
    for facts in disputes:
        dispute = payment.disputes.filter(reference=facts.reference).first()
        dispute = dispute or _open(payment, facts)
        if dispute.state == DisputeState.OPEN and facts.state is DisputeState.WON:
            _win(payment, dispute)
        elif dispute.state == DisputeState.OPEN and facts.state is DisputeState.LOST:
            _lose(payment, dispute)


def _open(payment: Payment, facts: DisputeFacts) -> Dispute:
    payment.refresh_from_db()
    amount = facts.amount.minor
    covered = min(amount, payment.captured - payment.refund_decided - payment.disputed)
    dispute = Dispute.objects.create(
        payment=payment,
        reference=facts.reference,
        amount=amount,
        covered=covered,
        state=DisputeState.OPEN,
        opened_at=clock.now(),
    )
    Payment.objects.filter(pk=payment.pk).update(disputed=F("disputed") + covered)
    moves = [debit(_disputed(payment), amount), credit(_clearing(payment), amount)]
    post(f"dispute:{dispute.pk}:open", "dispute", moves, facts={"payment": payment.key})
    for line, share in _shares(payment, covered):
        _hold(dispute, line, share)
    Order.objects.filter(
        pk=payment.order_id, state__in=(OrderState.FULFILLED, OrderState.REFUNDED_PART)
    ).update(state=OrderState.DISPUTED)
    return dispute


def _win(payment: Payment, dispute: Dispute) -> None:
    _end(dispute, DisputeState.WON)
    Payment.objects.filter(pk=payment.pk).update(disputed=F("disputed") - dispute.covered)
    moves = [debit(_clearing(payment), dispute.amount), credit(_disputed(payment), dispute.amount)]
    post(f"dispute:{dispute.pk}:won", "dispute-won", moves, facts={"payment": payment.key})
    for hold in _holds(dispute).values():
        release_hold(hold)
    _leave_disputed(payment)


def _lose(payment: Payment, dispute: Dispute) -> None:
    """The sellers lose what the buyer got back; what they never had is the operator's loss."""
    lock_earnings(payment.order_id)
    _end(dispute, DisputeState.LOST)
    holds, moves, taken = _holds(dispute), list[Move](), 0
    for line, share in _shares(payment, dispute.covered):
        moves += take_line_back(line, share, holds.get(line.pk))
        taken += share
    for hold in holds.values():
        release_hold(hold)
    moves.append(debit(AccountName(Kind.DISPUTE_LOSSES, payment.currency), dispute.amount - taken))
    moves.append(credit(_disputed(payment), dispute.amount))
    post(f"dispute:{dispute.pk}:lost", "dispute-lost", moves, facts={"payment": payment.key})
    _leave_disputed(payment)


def _shares(payment: Payment, amount: int) -> list[tuple[OrderLine, int]]:
    """So much among the lines that this payment bought, as what is left of each is."""
    order = Order.objects.get(pk=payment.order_id)
    if order.paid_with_id != payment.pk:
        return []
    lines = [line for line in order.lines.order_by("pk") if line.amount > line.refunded]
    left = [line.amount - line.refunded for line in lines]
    if not lines:
        return []
    parts = shares(min(amount, sum(left)), left)
    return [(line, part) for line, part in zip(lines, parts, strict=True) if part]


def _hold(dispute: Dispute, line: OrderLine, share: int) -> None:
    fee = share * line.fee // line.amount
    open_hold(
        line.seller,
        line.order.currency,
        source=_source(dispute, line.pk),
        reason=REASON,
        document=line.document,
        line_id=line.pk,
        amount=0 if is_pending(line.pk) else share - fee,
    )


def _holds(dispute: Dispute) -> dict[int, Hold]:
    prefix = _source(dispute, "")
    rows = Hold.objects.filter(source__startswith=prefix, state=HoldState.OPEN)
    return {int(row.source.removeprefix(prefix)): row for row in rows}


def _source(dispute: Dispute, line: int | str) -> str:
    return f"dispute:{dispute.pk}:{line}"


def _end(dispute: Dispute, state: DisputeState) -> None:
    dispute.state, dispute.ended_at = state, clock.now()
    dispute.save(update_fields=["state", "ended_at"])


def _leave_disputed(payment: Payment) -> None:
    if payment.disputes.filter(state=DisputeState.OPEN).exists():
        return
    rows = Order.objects.filter(pk=payment.order_id, state=OrderState.DISPUTED)
    rows.filter(refunded=0).update(state=OrderState.FULFILLED)
    rows.filter(refunded__gt=0).update(state=OrderState.REFUNDED_PART)


def _clearing(payment: Payment) -> AccountName:
    return AccountName(Kind.CLEARING, payment.currency, payment.provider)


def _disputed(payment: Payment) -> AccountName:
    return AccountName(Kind.DISPUTED, payment.currency)
