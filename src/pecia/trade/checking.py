"""What must be true of trade at every moment: the books, and that orders, payments and rights say
the same as the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from pecia.kernel import clock
from pecia.kernel.checks import Problem
from pecia.library.public import granted_sources
from pecia.trade.ledger import checking as books
from pecia.trade.ledger.chart import Kind
from pecia.trade.ledger.models import Account
from pecia.trade.orders.models import Invoice, Order, OrderLine, OrderState
from pecia.trade.payments.models import Difference, Payment, ProviderEvent, Refund, RefundStage
from pecia.trade.sellers.models import Credit, CreditState, Hold, HoldState, Payout, PayoutStage

_MOST_TOLD = 20
_LOOK = "Tell the developers; nothing is lost, the books have every step"
_STUCK = timedelta(hours=1)


def check() -> Iterator[Problem]:
    """Every broken invariant of trade, and what is stuck: see `docs/money.md`."""
    yield from books.check()
    yield from _rights_differ()
    yield from _fees_differ()
    yield from _sums_differ()
    yield from _invoices_gap()
    yield from _stuck()


def _rights_differ() -> Iterator[Problem]:
    """M6: a right stands if and only if something was paid for it and is not back, or it was free;
    a gift's stands when somebody has taken it."""
    sold = OrderLine.objects.filter(sold_at__isnull=False).select_related("order")
    for batch in _batches(list(sold.order_by("pk"))):
        granted = granted_sources([line.source for line in batch])
        for line in batch:
            is_due = line.refunded < line.amount or line.amount == 0
            if (line.source in granted) > is_due:
                yield Problem("right_without_payment", f"{line} of {line.order}", _LOOK)
            if is_due > (line.source in granted) and not line.order.is_gift:
                yield Problem("payment_without_right", f"{line} of {line.order}", _LOOK)
    early = OrderLine.objects.filter(sold_at__isnull=True)
    for batch in _batches(list(early.order_by("pk"))):
        for source in granted_sources([line.source for line in batch]):
            yield Problem("right_without_payment", source, _LOOK)


def _fees_differ() -> Iterator[Problem]:
    """M10: each line's fee is that of the schedule that its order names."""
    wrong = OrderLine.objects.exclude(
        fee=F("amount") * F("order__fee_basis_points") / 10_000
    ).select_related("order")
    for line in wrong[:_MOST_TOLD]:
        if line.fee != line.amount * line.order.fee_basis_points // 10_000:
            yield Problem("fee_differs", f"{line} of {line.order}", _LOOK)


def _sums_differ() -> Iterator[Problem]:
    """That each state of trade has the money that it says: M5, M7, M8."""
    for (what, kind), said in _said().items():
        for (currency, of), amount in said.items():
            booked = _booked(kind, currency, of)
            if booked != amount:
                told = f"{kind} {of} {currency}: {what} say {amount}, the books {booked}"
                yield Problem("books_differ", told, _LOOK)


def _said() -> dict[tuple[str, Kind], dict[tuple[str, str], int]]:
    pending = Credit.objects.filter(state=CreditState.PENDING)
    transit = Payout.objects.filter(
        state__in=(
            PayoutStage.REQUESTED,
            PayoutStage.APPROVED,
            PayoutStage.SUBMITTED,
            PayoutStage.UNKNOWN,
        )
    )
    held = Hold.objects.filter(state=HoldState.OPEN)
    due = Refund.objects.exclude(state=RefundStage.DONE)
    return {
        ("credits", Kind.SELLER_PENDING): _by(pending, F("amount") - F("taken_back")),
        ("payouts", Kind.PAYOUT_TRANSIT): _by(transit, F("amount")),
        ("holds", Kind.SELLER_HELD): _by(held, F("taken")),
        ("refunds", Kind.REFUND_DUE): {
            (row["payment__currency"], ""): row["total"]
            for row in due.values("payment__currency").annotate(total=Sum("amount")).order_by()
        },
    }


def _by(rows: QuerySet[Any], amount: Any) -> dict[tuple[str, str], int]:
    sums = rows.values("currency", "seller").annotate(total=Sum(amount)).order_by()
    return {(row["currency"], str(row["seller"])): row["total"] for row in sums}


def _booked(kind: Kind, currency: str, of: str) -> int:
    account = Account.objects.filter(kind=kind, currency=currency, of=of).first()
    if account is None:
        return 0
    if account.keeps_balance:
        return -account.balance
    return -(account.legs.aggregate(total=Sum("amount"))["total"] or 0)


def _invoices_gap() -> Iterator[Problem]:
    """Invoices are numbered from one on, without a gap."""
    count = Invoice.objects.count()
    last = Invoice.objects.order_by("-number").first()
    if last is not None and last.number != count:
        yield Problem("invoices_gap", f"{count} invoices, the last is {last.number}", _LOOK)


def _stuck() -> Iterator[Problem]:
    """What should have happened by itself, and differences that nobody has explained (M11)."""
    before = clock.now() - _STUCK
    if waiting := ProviderEvent.objects.filter(due_at__lt=before).count():
        yield Problem("notices_stuck", f"{waiting} notices wait", "Look whether a worker runs")
    if waiting := Payment.objects.filter(ask_at__lt=before).count():
        yield Problem("payments_stuck", f"{waiting} payments wait", "Look whether a worker runs")
    if waiting := Refund.objects.filter(state=RefundStage.STUCK).count():
        yield Problem("refunds_stuck", f"{waiting} refunds", "Look at them in the operator's books")
    over = Q(ended_at__isnull=True, due_on__lt=clock.now().date())
    if late := Difference.objects.filter(over).count():
        yield Problem("differences_late", f"{late} differences", "Explain them in the books")
    expired = Order.objects.filter(state=OrderState.PLACED, expires_at__lt=before).count()
    if expired:
        yield Problem("orders_stuck", f"{expired} orders", "Look whether a worker runs")


def _batches(lines: list[OrderLine], size: int = 500) -> Iterator[list[OrderLine]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
