"""Fulfilling: what was paid becomes the sellers', and the buyer may have the files. All or nothing,
in the caller's transaction."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Max

from pecia.kernel import clock, events
from pecia.library.public import (
    Document,
    DocumentState,
    grant_entitlement,
    hash_of,
)
from pecia.trade.events import OrderFulfilled
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import credit, debit, post
from pecia.trade.orders.models import Invoice, Order, OrderLine, OrderState
from pecia.trade.sellers.crediting import give

# A late payment finds an expired order, and may still be fulfilled, by policy.
_BEFORE = (OrderState.PLACED, OrderState.EXPIRED)


def buyer_account(order: Order) -> AccountName:
    """Where money is that was paid for this order and has bought nothing yet."""
    return AccountName(Kind.BUYER, order.currency, order.account_of)


def fulfil(order: Order, paid_with: int | None) -> bool:
    """Sell every line. False, with nothing done, when one can't be given any more or the order is
    over; the money must stand on the buyer's account. `paid_with`: the key of the payment."""
    lines = list(order.lines.select_related("seller").order_by("pk"))
    if not _can_be_given(lines):
        return False
    now = clock.now()
    rows = Order.objects.filter(pk=order.pk, state__in=_BEFORE)
    gift = secrets.token_hex(16) if order.is_gift else None
    if not rows.update(
        state=OrderState.FULFILLED,
        paid_with=paid_with,
        fulfilled_at=now,
        ended_at=None,
        reason="",
        gift_code=gift,
    ):
        return False
    order.state, order.gift_code, order.paid_with_id = OrderState.FULFILLED, gift, paid_with
    for line in lines:
        _sell(order, line)
    OrderLine.objects.filter(order=order).update(sold_at=now)
    events.tell(OrderFulfilled(order_id=order.pk))
    return True


def number_invoices(limit: int = 200) -> int:
    """Give invoices their numbers, one after the other without a gap; returns how many.

    They are given after the sale by whoever comes first, so that sales do not wait for each other;
    the key of the table lets no number be given twice.
    """
    try:
        with transaction.atomic():
            return _number_invoices(limit)
    except IntegrityError:  # another was faster
        return 0


def _number_invoices(limit: int) -> int:
    sold = Order.objects.filter(fulfilled_at__isnull=False, invoice__isnull=True, total__gt=0)
    orders = list(sold.order_by("fulfilled_at", "pk")[:limit])
    last = Invoice.objects.aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    Invoice.objects.bulk_create(
        Invoice(number=last + place, order=order, issued_at=now)
        for place, order in enumerate(orders, 1)
    )
    return len(orders)


def _sell(order: Order, line: OrderLine) -> None:
    if line.amount:
        fee = AccountName(Kind.FEE_INCOME, order.currency)
        moves = [
            debit(buyer_account(order), line.amount),
            *give(line.pk, line.seller, line.amount - line.fee, order.currency),
            credit(fee, line.fee),
        ]
        post(f"sale:{line.pk}", "sale", moves, facts=_facts(order, line))
    if not order.is_gift:
        grant_entitlement(
            order.buyer, line.document, source=line.source, pass_hash=hash_of(order.token)
        )


def _can_be_given(lines: list[OrderLine]) -> bool:
    """Locks the documents, so that one that is being withdrawn is either sold before or not."""
    keys = sorted(line.document_id for line in lines)
    rows = (
        Document.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=keys)
        .order_by("pk")
    )
    documents = {row.pk: row for row in rows}
    for line in lines:
        line.document = documents[line.document_id]
    return all(
        row.state == DocumentState.PUBLISHED and not row.is_restricted for row in documents.values()
    )


def _facts(order: Order, line: OrderLine) -> dict[str, object]:
    return {
        "order": order.number,
        "document": line.document.number,
        "fee_version": order.fee_version,
    }
