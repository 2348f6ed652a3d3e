"""How the books stand, in figures: for the operator's page and for `pecia books`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pecia.trade.ledger.balances import trial_balance
from pecia.trade.ledger.chart import Kind
from pecia.trade.ledger.models import Account, Closing, Entry, Seal, UnsealedEntry


@dataclass(frozen=True, slots=True)
class BooksState:
    """Balances by kind and currency, debit above zero, and how far the books are sealed and
    closed. `head` is the newest seal: whoever writes it down can prove everything before it."""

    balances: dict[tuple[str, str], int]  # (kind and whose, where it is the site's; currency)
    entries: int
    unsealed: int
    head: str
    head_position: int
    closed_through: date | None


def books_state() -> BooksState:
    """As they stand now. People's accounts are put together by kind: nobody is named."""
    names = {row.key: row for row in Account.objects.all()}
    sums: dict[tuple[str, str], int] = {}
    for key, amount in trial_balance().items():
        row = names[key]
        kind = f"{row.kind}:{row.of}" if row.kind == Kind.CLEARING else row.kind
        sums[kind, row.currency] = sums.get((kind, row.currency), 0) + amount
    seal = Seal.objects.order_by("-position").first()
    closing = Closing.objects.order_by("-through").first()
    return BooksState(
        balances=dict(sorted(sums.items())),
        entries=Entry.objects.count(),
        unsealed=UnsealedEntry.objects.count(),
        head=seal.digest if seal else "",
        head_position=seal.position if seal else 0,
        closed_through=closing.through if closing else None,
    )
