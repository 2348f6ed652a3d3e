"""The last net: each day's account of a provider against the books.

Lines are put to payments by key or reference; for each payment that a line or an entry of the last
days is about, what all statements say together must be what the books say of it. What does not fit
is listed with a day by which somebody explains it, and leaves the list by itself when a later
statement brings what was missing. Transfers to the site's bank are booked from the statement: there
is no other word of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from pecia.kernel import clock
from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.models import Entry, Leg
from pecia.trade.ledger.posting import Move, post
from pecia.trade.payments import desk
from pecia.trade.payments.differences import note_difference
from pecia.trade.payments.models import Difference, Dispute, Payment, Refund, StatementRow
from pecia.trade.providers.protocol import StatementKind

_NOT_OURS = (StatementKind.TRANSFER, StatementKind.PAYOUT)
LOOKED_BACK = 7  # days: a statement that was not ready is asked for again
_Sums = dict[tuple[str, str], int]  # (a payment's key, a currency) -> how much


def take_statements() -> int:
    """Take the statements of the last days that are there now; returns how many lines came."""
    today = clock.now().date()
    days = [today - timedelta(days=back) for back in range(LOOKED_BACK, 0, -1)]
    return sum(_take(name, day) for name in desk.providers() for day in days)


def reconcile() -> int:
    """Compare what was taken with the books; returns how many differences are listed newly or
    anew."""
    return sum(_reconcile(name) for name in desk.providers())


def _take(provider: str, day: date) -> int:
    if StatementRow.objects.filter(provider=provider, day=day).exists():
        return 0
    try:
        lines = list(desk.provider_named(provider).statement(day))
    except (ProviderUnreachable, ProviderRefused):
        return 0
    rows = [
        StatementRow(
            provider=provider,
            day=day,
            ordinal=ordinal,
            kind=line.kind,
            reference=line.reference[:120],
            key=line.key[:64],
            amount=line.amount.minor,
            currency=line.amount.currency,
            at=line.at,
        )
        for ordinal, line in enumerate(lines)
    ]
    try:
        with transaction.atomic():
            StatementRow.objects.bulk_create(rows)
            for row in rows:
                _book_transfer(row)
    except IntegrityError:  # another was faster
        return 0
    return len(rows)


def _book_transfer(row: StatementRow) -> None:
    """Money that the provider has sent to the site's bank, or taken from there."""
    if row.kind != StatementKind.TRANSFER:
        return
    moves = [
        Move(AccountName(Kind.CLEARING, row.currency, row.provider), row.amount),
        Move(AccountName(Kind.BANK, row.currency), -row.amount),
    ]
    key = f"transfer:{row.provider}:{row.reference}:{row.amount}"
    post(key, "transfer", moves, facts={"reference": row.reference})


@transaction.atomic
def _reconcile(provider: str) -> int:
    last = StatementRow.objects.filter(provider=provider).order_by("-day").first()
    if last is None:
        return 0
    since = last.day - timedelta(days=LOOKED_BACK)
    rows = StatementRow.objects.filter(provider=provider)
    touched = _owners(provider, rows.filter(day__gte=since))
    keys = {key for key in touched.values() if key} | _booked_keys(provider, since, last.day)
    said = _said(provider, keys)
    booked = _booked(provider, keys, last.day)
    found = 0
    for pair in sorted(said.keys() | booked.keys()):
        found += _compare(provider, pair, said.get(pair, 0), booked.get(pair, 0), last.day)
    strange = [row for row, key in touched.items() if not key and row.kind not in _NOT_OURS]
    return found + sum(_strange(row) for row in strange)


def _compare(provider: str, pair: tuple[str, str], said: int, booked: int, day: date) -> int:
    key, currency = pair
    about = f"{key} {currency}"
    code = "other_amount" if said or not booked else "missing_in_statement"
    for each in ("other_amount", "missing_in_statement"):
        if each != code or said == booked:
            _end(provider, each, about, currency, day)
    if said == booked:
        return 0
    note_difference(provider, code, about, said - booked, currency, day=day)
    return 1


def _end(provider: str, code: str, about: str, currency: str, day: date) -> None:
    if Difference.objects.filter(provider=provider, code=code, about=about).exists():
        note_difference(provider, code, about, 0, currency, day=day)


def _strange(row: StatementRow) -> int:
    note_difference(
        row.provider,
        "missing_in_books",
        f"{row.day} {row.reference}",
        row.amount,
        row.currency,
        day=row.day,
    )
    return 1


def _owners(provider: str, rows: Iterable[StatementRow]) -> dict[StatementRow, str]:
    """Each line with the key of the payment that it is about; empty for one of nobody."""
    lines = list(rows)
    names = {row.reference for row in lines} | {row.key for row in lines if row.key}
    known = _known(provider, names)
    return {row: known.get(row.key) or known.get(row.reference, "") for row in lines}


def _known(provider: str, names: set[str]) -> dict[str, str]:
    """By our keys and the provider's references, also those of refunds and disputes."""
    found: dict[str, str] = {}
    mine = Payment.objects.filter(Q(key__in=names) | Q(reference__in=names), provider=provider)
    for key, reference in mine.values_list("key", "reference"):
        found |= {key: key, reference: key}
    refunds = Refund.objects.filter(
        Q(key__in=names) | Q(reference__in=names), payment__provider=provider
    )
    for key, reference, payment in refunds.values_list("key", "reference", "payment__key"):
        found |= {key: payment, reference: payment}
    disputes = Dispute.objects.filter(reference__in=names, payment__provider=provider)
    found |= dict(disputes.values_list("reference", "payment__key"))
    found.pop("", None)
    return found


def _said(provider: str, keys: set[str]) -> _Sums:
    sums: _Sums = defaultdict(int)
    for row, key in _owners(provider, StatementRow.objects.filter(provider=provider)).items():
        if key in keys:
            sums[key, row.currency] += row.amount
    return sums


def _booked_keys(provider: str, since: date, until: date) -> set[str]:
    entries = Entry.objects.filter(
        legs__account__kind=Kind.CLEARING, legs__account__of=provider, booked_on__gte=since
    )
    facts = entries.filter(at__lt=_end_of(until)).values_list("facts", flat=True)
    return {str(each["payment"]) for each in facts if "payment" in each}


def _booked(provider: str, keys: set[str], until: date) -> _Sums:
    sums: _Sums = defaultdict(int)
    legs = Leg.objects.filter(account__kind=Kind.CLEARING, account__of=provider)
    rows = legs.filter(entry__at__lt=_end_of(until))
    for facts, currency, amount in rows.values_list(
        "entry__facts", "account__currency", "amount"
    ).iterator():
        key = str(facts.get("payment", ""))
        if key in keys:
            sums[key, currency] += amount
    return sums


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)
