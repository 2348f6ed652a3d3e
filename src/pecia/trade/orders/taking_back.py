"""What goes back of a sale: from the seller, from the fee, and, when nothing is left, the right."""

from __future__ import annotations

from django.db.models import F

from pecia.kernel import clock
from pecia.library.public import revoke_entitlement
from pecia.trade.errors import NothingToRefund
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import Move, debit
from pecia.trade.offers.fees import fee_back
from pecia.trade.orders.models import OPEN_TO_REFUND, Order, OrderLine, OrderState
from pecia.trade.sellers.crediting import is_pending, note_taken, take_back
from pecia.trade.sellers.holds import capture_hold, release_hold
from pecia.trade.sellers.models import Hold, HoldState


def take_line_back(line: OrderLine, amount: int, hold: Hold | None = None) -> list[Move]:
    """Undo so much of the sale of a line; returns the moves that fill what goes to the buyer.

    The seller and the operator give back in the proportion in which they had it; of the seller's
    part first what `hold` keeps, and the hold ends. The right ends when all is taken back. Raises
    `NothingToRefund`.
    """
    line.refresh_from_db()
    fee = fee_back(line.fee, line.amount, line.refunded, amount)
    _note(line, amount, fee)
    if line.refunded + amount == line.amount:
        revoke_entitlement(line.source)
    moves = [debit(AccountName(Kind.FEE_INCOME, line.order.currency), fee)]
    return [*moves, *_from_seller(line, amount - fee, hold)]


def _from_seller(line: OrderLine, amount: int, hold: Hold | None) -> list[Move]:
    if hold is None or hold.state != HoldState.OPEN:
        return take_back(line.pk, amount)
    if is_pending(line.pk):
        release_hold(hold)
        return take_back(line.pk, amount)
    note_taken(line.pk, amount)
    return capture_hold(hold, amount)


def _note(line: OrderLine, amount: int, fee: int) -> None:
    taken = OrderLine.objects.filter(
        pk=line.pk, refunded=line.refunded, amount__gte=F("refunded") + amount
    )
    if amount <= 0 or not taken.update(
        refunded=F("refunded") + amount, fee_refunded=F("fee_refunded") + fee
    ):
        raise NothingToRefund
    orders = Order.objects.filter(pk=line.order_id, state__in=OPEN_TO_REFUND)
    orders.update(refunded=F("refunded") + amount)
    orders.filter(refunded=F("total")).update(state=OrderState.REFUNDED, ended_at=clock.now())
    part = Order.objects.filter(pk=line.order_id, refunded__gt=0, refunded__lt=F("total"))
    part.filter(state=OrderState.FULFILLED).update(state=OrderState.REFUNDED_PART)
