"""What somebody has bought, and what of it may be asked back by themselves."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.library.public import EditionState
from pecia.reading.public import texts_of
from pecia.trade.offers.cards import offer_card
from pecia.trade.orders.models import Order, OrderLine
from pecia.trade.payments.models import Refund
from pecia.trade.payments.refunding import decide_line_refund

RETURNABLE = timedelta(days=14)  # within which a refund may be asked for


def purchases_of(user: User) -> QuerySet[OrderLine]:
    """Every line that they bought, newest first."""
    rows = OrderLine.objects.filter(order__buyer=user, sold_at__isnull=False)
    return rows.select_related("order", "document", "edition", "seller").order_by("-sold_at", "-pk")


def mismatches(line: OrderLine) -> list[str]:
    """In what the file that the buyer has contradicts the card of the offer; codes.

    It is counted again in the file that is there now. Empty: it is as it was said. Pages that are
    being made again prove nothing: the seller does not pay for what we have lost.
    """
    line.edition.refresh_from_db()
    edition = line.edition
    if edition.state != EditionState.APPROVED or edition.blob_id is None:
        return ["unreadable"]
    now, said = offer_card(line.document, edition), line.card
    found = []
    if edition.blob_id != said["sha256"]:
        found.append("other_file")
    if now.pages < said["pages"]:
        found.append("fewer_pages")
    is_counted = len(texts_of(edition, edition.page_count)) == edition.page_count
    if is_counted and now.words * 10 < said["words"] * 9:
        found.append("fewer_words")
    if now.blank_pages > said["blank_pages"] + 1:
        found.append("blank_pages")
    return found


@transaction.atomic
def refund_mismatch(line: OrderLine) -> Refund | None:
    """Give all of it back on proof that the file contradicts its card, without asking anybody;
    None when nothing contradicts it. Raises `NothingToRefund` when nothing is left."""
    found = mismatches(line)
    if not found:
        return None
    return decide_line_refund(line, line.amount - line.refunded, "mismatch", note=", ".join(found))


@transaction.atomic
def refund_line(line: OrderLine, by: User, note: str, amount: int | None = None) -> Refund:
    """Give so much of it back, or all that is left, because somebody who may has decided so.

    Raises `NothingToRefund`, also for a line that cost nothing: its right stays.
    """
    left = line.amount - line.refunded
    return decide_line_refund(line, left if amount is None else amount, "decided", note=note, by=by)


def may_ask_back(line: OrderLine) -> bool:
    """Whether its buyer may still ask for their money."""
    sold = line.sold_at
    return sold is not None and line.refunded < line.amount and clock.now() < sold + RETURNABLE


def order_of_gift(code: str) -> Order | None:
    """The order whose gift that is."""
    return Order.objects.filter(gift_code=code).first() if code else None
