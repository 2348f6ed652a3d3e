"""The chart of accounts: which kinds there are, whose, and what their balances may be.

Amounts are signed, debit positive. What the site has (clearing, bank) stands above zero, what it
owes (sellers, buyers) below. An account with a bound keeps its balance as a column under a CHECK:
the database refuses the entry that would break it. Accounts of the site have no bound and no
column, so that sales do not wait for each other; their balance is the last closing and what came
after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an account is for."""

    CLEARING = "clearing"  # at a provider, on its way to the bank
    BANK = "bank"
    DISPUTED = "disputed"  # taken back by a buyer's bank, undecided
    BUYER = "buyer"  # paid by a buyer and bought nothing with it yet
    REFUND_DUE = "refund_due"  # decided to go back, not gone yet
    SELLER_PENDING = "seller_pending"  # earned, within the hold period
    SELLER_AVAILABLE = "seller_available"  # may be paid out
    SELLER_HELD = "seller_held"  # under a named hold
    SELLER_DEBT = "seller_debt"  # refunded after it was paid out: the seller owes it
    PAYOUT_TRANSIT = "payout_transit"  # sent, the bank has not confirmed it yet
    POINTS_WALLET = "points_wallet"  # points that a person may spend
    POINTS_ISSUED = "points_issued"  # all points that there are
    POINTS_SOLD = "points_sold"  # money taken for points
    FEE_INCOME = "fee_income"
    TAX_WITHHELD = "tax_withheld"
    PROVIDER_FEES = "provider_fees"
    DISPUTE_LOSSES = "dispute_losses"
    SUSPENSE = "suspense"  # nobody knows yet what it is; each amount has an owner


@dataclass(frozen=True, slots=True)
class Bound:
    """Between what a balance must lie; None: anything."""

    least: int | None = None
    most: int | None = None


_OWED = Bound(most=0)
_HAD = Bound(least=0)

BOUNDS: dict[Kind, Bound] = {
    Kind.BUYER: _OWED,
    Kind.SELLER_PENDING: _OWED,
    Kind.SELLER_AVAILABLE: _OWED,
    Kind.SELLER_HELD: _OWED,
    Kind.SELLER_DEBT: _HAD,
    Kind.PAYOUT_TRANSIT: _OWED,
    Kind.POINTS_WALLET: _OWED,
}

# Kinds whose accounts belong to somebody or something; the others are one a currency.
OF_SOMEBODY = frozenset({*BOUNDS, Kind.CLEARING})


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account before it is a row. `of` is whose: a person's key, a provider's name."""

    kind: Kind
    currency: str
    of: str = ""

    def __post_init__(self) -> None:
        if bool(self.of) != (self.kind in OF_SOMEBODY):
            raise ValueError(f"{self.kind} with {self.of!r}")

    @property
    def key(self) -> str:
        """As the books write it: `seller_pending:42:EUR`."""
        return ":".join(part for part in (self.kind, self.of, self.currency) if part)
