"""What a sale brings its seller, and taking it back. These only say what is to be booked: who sells
or refunds posts it together with the rest, in one entry."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.models import Account
from pecia.trade.ledger.posting import Move, credit, debit
from pecia.trade.money import POINTS
from pecia.trade.sellers.models import Credit, CreditState, Hold, HoldState


def pending(seller_id: int, currency: str) -> AccountName:
    """Where earnings wait out their hold period."""
    return AccountName(Kind.SELLER_PENDING, currency, str(seller_id))


def available(seller_id: int, currency: str) -> AccountName:
    """From where they are paid out; points go where they can be spent."""
    kind = Kind.POINTS_WALLET if currency == POINTS else Kind.SELLER_AVAILABLE
    return AccountName(kind, currency, str(seller_id))


def held(seller_id: int, currency: str) -> AccountName:
    """Where money is that was available and is under a hold."""
    return AccountName(Kind.SELLER_HELD, currency, str(seller_id))


def debt(seller_id: int, currency: str) -> AccountName:
    """What a seller owes after a refund of what was paid out."""
    return AccountName(Kind.SELLER_DEBT, currency, str(seller_id))


def hold_period(seller: User, currency: str) -> timedelta:
    """How long earnings wait, by what is known of the publisher: longer for new ones, whose
    complaints are still to come; nothing for points."""
    if currency == POINTS:
        return timedelta()
    is_new = clock.now() - seller.date_joined < timedelta(days=settings.TRADE_NEW_SELLER_DAYS)
    days = settings.TRADE_HOLD_DAYS_NEW if is_new else settings.TRADE_HOLD_DAYS
    return timedelta(days=days)


def give(line_id: int, seller: User, amount: int, currency: str) -> list[Move]:
    """Write down what a line of an order brings; returns the seller's side of its entry."""
    Credit.objects.create(
        line_id=line_id,
        seller=seller,
        currency=currency,
        amount=amount,
        due_at=clock.now() + hold_period(seller, currency),
    )
    return [credit(pending(seller.pk, currency), amount)]


def is_pending(line_id: int) -> bool:
    """Whether what a line brought still waits."""
    return Credit.objects.filter(line_id=line_id, state=CreditState.PENDING).exists()


def note_taken(line_id: int, amount: int) -> None:
    """Remember that so much of what a line brought is gone; from where, the caller books."""
    Credit.objects.filter(line_id=line_id).update(taken_back=F("taken_back") + amount)


def take_back(line_id: int, amount: int) -> list[Move]:
    """Take so much back from what a line brought: from where it is, and what was paid out already
    becomes a debt. Returns the seller's side of the entry."""
    row = Credit.objects.select_for_update(no_key=True).get(line_id=line_id)
    note_taken(line_id, amount)
    if row.state == CreditState.PENDING:
        if row.taken_back + amount == row.amount:
            Credit.objects.filter(pk=row.pk, state=CreditState.PENDING).update(
                state=CreditState.VOIDED, ended_at=clock.now()
            )
        return [debit(pending(row.seller_id, row.currency), amount)]
    return from_available(row.seller_id, row.currency, amount)


def from_available(seller_id: int, currency: str, amount: int) -> list[Move]:
    """So much from what may be paid out, the rest as a debt."""
    name = available(seller_id, currency)
    there = min(amount, locked_balance(name))
    return [debit(name, there), debit(debt(seller_id, currency), amount - there)]


def locked_credits(rows: QuerySet[Credit]) -> list[int]:
    """The keys of these credits, locked in the one order in which everybody locks them."""
    ordered = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(ordered.values_list("pk", flat=True))


def lock_earnings(order_id: int) -> None:
    """Lock what an order of several lines brought, before one line after the other is taken back:
    first its holds, then its credits, then its sellers' accounts, as everybody does."""
    rows = Credit.objects.filter(line__order=order_id)
    holds = Hold.objects.select_for_update(of=("self",), no_key=True).filter(
        seller__in=rows.values("seller"), state=HoldState.OPEN
    )
    list(holds.order_by("pk").values_list("pk", flat=True))
    locked_credits(rows)
    whose = set(rows.values_list("seller", "currency"))
    names = [kind(*each).key for each in whose for kind in (pending, available)]
    accounts = Account.objects.select_for_update(no_key=True).filter(key__in=names)
    list(accounts.order_by("pk").values_list("pk", flat=True))


def locked_balance(name: AccountName) -> int:
    """What is owed on that account, above zero; nobody changes it before this transaction ends."""
    account = Account.objects.select_for_update(no_key=True).filter(key=name.key).first()
    return -account.balance if account else 0


def credits_of_documents(seller_id: int, document_id: int | None) -> Q:
    """The pending credits of one document, or of all of a seller's."""
    wanted = Q(seller=seller_id, state=CreditState.PENDING)
    return wanted if document_id is None else wanted & Q(line__document=document_id)
