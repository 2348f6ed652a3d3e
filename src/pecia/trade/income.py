"""What a seller sees of their money: sums, a chart, and every entry that touches them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.trade.ledger.chart import Kind
from pecia.trade.ledger.models import Account, Leg
from pecia.trade.money import Money
from pecia.trade.orders.models import OrderLine
from pecia.trade.sellers.holds import frozen_by
from pecia.trade.sellers.models import Credit, CreditState, Hold, HoldState, Payout

_THEIRS = (
    Kind.SELLER_PENDING,
    Kind.SELLER_AVAILABLE,
    Kind.SELLER_HELD,
    Kind.SELLER_DEBT,
    Kind.POINTS_WALLET,
)


@dataclass(frozen=True, slots=True)
class Balances:
    """Where a seller's money of one currency is."""

    currency: str
    pending: Money
    available: Money
    held: Money
    debt: Money


@dataclass(frozen=True, slots=True)
class IncomeEntry:
    """One entry as the seller sees it: what came or went, and what they have after it."""

    at: datetime
    number: int
    kind: str
    facts: dict[str, object]
    price: int
    fee: int
    theirs: int
    balance: int


@dataclass(frozen=True, slots=True)
class DayIncome:
    """What one day brought."""

    day: date
    amount: int
    sales: int


def balances_of(seller: User) -> list[Balances]:
    """All currencies in which they have or had something."""
    accounts = Account.objects.filter(of=str(seller.pk), kind__in=_THEIRS)
    rows: dict[str, dict[str, int]] = {}
    for account in accounts.order_by("currency"):
        rows.setdefault(account.currency, {})[account.kind] = account.balance
    return [_balances(currency, kinds) for currency, kinds in rows.items()]


def balance_in(seller: User, currency: str) -> Balances:
    """Where their money of one currency is; all nothing where there is none."""
    known = {row.currency: row for row in balances_of(seller)}
    return known.get(currency) or _balances(currency, {})


def income_entries(seller: User, currency: str, since: date, until: date) -> list[IncomeEntry]:
    """What changed what they have, oldest first, with the balance carried forward. An entry that
    only moves money between their own accounts changes nothing and is left out."""
    legs = _legs(seller, currency)
    before = legs.filter(entry__booked_on__lt=since).aggregate(total=Sum("amount"))["total"] or 0
    within = legs.filter(entry__booked_on__gte=since, entry__booked_on__lte=until)
    sums: dict[UUID, list[Leg]] = {}
    for leg in within.select_related("entry").order_by("entry__at", "pk"):
        sums.setdefault(leg.entry_id, []).append(leg)
    return _carried(-before, list(sums.values()))


def opening_balance(seller: User, currency: str, since: date) -> int:
    """What they had when that day began."""
    legs = _legs(seller, currency).filter(entry__booked_on__lt=since)
    return -(legs.aggregate(total=Sum("amount"))["total"] or 0)


def daily_income(seller: User, currency: str, days: int = 30) -> list[DayIncome]:
    """What each of the last days brought, after fees, refunds of their sales not counted."""
    today = clock.now().date()
    first = today - timedelta(days=days - 1)
    lines = OrderLine.objects.filter(seller=seller, order__currency=currency)
    rows = (
        lines.filter(sold_at__date__gte=first)
        .annotate(day=TruncDate("sold_at"))
        .values("day")
        .annotate(gross=Sum("amount"), fees=Sum("fee"), sales=Count("pk"))
        .order_by()
    )
    known = {row["day"]: (row["gross"] - row["fees"], row["sales"]) for row in rows}
    every = (first + timedelta(days=place) for place in range(days))
    return [DayIncome(day, *known.get(day, (0, 0))) for day in every]


def income_by_document(seller: User, currency: str, documents: Sequence[int]) -> dict[int, int]:
    """What each of these documents brought in the last thirty days, by its key."""
    since = clock.now() - timedelta(days=30)
    lines = OrderLine.objects.filter(
        seller=seller, order__currency=currency, document__in=documents, sold_at__gte=since
    )
    rows = lines.values("document").annotate(gross=Sum("amount"), fees=Sum("fee")).order_by()
    return {row["document"]: row["gross"] - row["fees"] for row in rows}


def holds_on(seller: User) -> list[tuple[Hold, Money]]:
    """Every open hold, with what waits under it."""
    rows = Hold.objects.filter(seller=seller, state=HoldState.OPEN).order_by("-opened_at")
    return [(row, Money(frozen_by(row), row.currency)) for row in rows.select_related("document")]


def next_maturing(seller: User, currency: str) -> Credit | None:
    """The earning that becomes available next."""
    rows = Credit.objects.filter(seller=seller, currency=currency, state=CreditState.PENDING)
    return rows.filter(hold__isnull=True).order_by("due_at").first()


def payouts_of(seller: User) -> QuerySet[Payout]:
    """Their payouts, newest first."""
    rows = Payout.objects.filter(seller=seller).select_related("destination")
    return rows.order_by("-requested_at", "-pk")


def sales_between(seller: User, currency: str, since: datetime, until: datetime) -> tuple[int, int]:
    """How many sales, and what they brought after fees."""
    lines = OrderLine.objects.filter(
        Q(sold_at__gte=since, sold_at__lt=until), seller=seller, order__currency=currency
    )
    found = lines.aggregate(gross=Sum("amount"), fees=Sum("fee"), sales=Count("pk"))
    return found["sales"], (found["gross"] or 0) - (found["fees"] or 0)


def _legs(seller: User, currency: str) -> QuerySet[Leg]:
    return Leg.objects.filter(
        account__of=str(seller.pk), account__kind__in=_THEIRS, account__currency=currency
    )


def _carried(balance: int, groups: Sequence[Sequence[Leg]]) -> list[IncomeEntry]:
    found = []
    for number, legs in enumerate(groups, 1):
        theirs = -sum(leg.amount for leg in legs)
        if not theirs:
            continue
        balance += theirs
        entry = legs[0].entry
        fee = _fee(entry.pk)
        found.append(
            IncomeEntry(
                entry.at,
                number,
                entry.kind,
                entry.facts,
                theirs + fee,
                fee,
                theirs,
                balance,
            )
        )
    return found


def _fee(entry: UUID) -> int:
    legs = Leg.objects.filter(entry_id=entry, account__kind=Kind.FEE_INCOME)
    return -(legs.aggregate(total=Sum("amount"))["total"] or 0)


def _balances(currency: str, kinds: dict[str, int]) -> Balances:
    def money(*wanted: Kind) -> Money:
        return Money(-sum(kinds.get(kind, 0) for kind in wanted), currency)

    return Balances(
        currency,
        money(Kind.SELLER_PENDING),
        money(Kind.SELLER_AVAILABLE, Kind.POINTS_WALLET),
        money(Kind.SELLER_HELD),
        -money(Kind.SELLER_DEBT),
    )
