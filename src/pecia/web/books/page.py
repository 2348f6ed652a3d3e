"""What the pages of the books are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pecia.web.frame.page import HIDDEN, Meta


@dataclass(frozen=True)
class BalanceRow:
    """A kind of account, with its balance on one of two sides."""

    label: str
    code: str
    debit: str
    credit: str
    is_warning: bool = False


@dataclass(frozen=True)
class TrialBalance:
    """All kinds of one currency; both sums are the same, or the books are broken."""

    currency: str
    rows: tuple[BalanceRow, ...]
    debit: str
    credit: str


@dataclass(frozen=True)
class BooksPage:
    """`web/books/books.html`; `form` closes the books up to a day."""

    balances: tuple[TrialBalance, ...]
    entries: int
    unsealed: int
    head: str
    head_position: int
    closed_through: date | None
    form: object
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class PayoutLine:
    """A payout in a batch."""

    number: int
    seller: str
    holder: str
    account: str
    amount: str
    state: str
    state_label: str
    may_confirm: bool = False
    may_return: bool = False


@dataclass(frozen=True)
class Batch:
    """A batch, what is in it, and what may be done with it now."""

    number: int
    currency: str
    total: str
    state: str
    state_label: str
    drafted_by: str
    approved_by: str
    lines: tuple[PayoutLine, ...]
    may_approve: bool = False
    may_send: bool = False
    may_drop: bool = False
    has_file: bool = False


@dataclass(frozen=True)
class Waiting:
    """What waits in one currency."""

    currency: str
    count: int
    total: str


@dataclass(frozen=True)
class PayoutsPage:
    """`web/books/payouts.html`."""

    waiting: tuple[Waiting, ...]
    batches: tuple[Batch, ...]
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class ReturnRow:
    """A request for money back."""

    key: int
    order: int
    document: int
    title: str
    amount: str
    words: str
    filed_at: datetime
    due_at: datetime
    is_late: bool


@dataclass(frozen=True)
class ReturnsPage:
    """`web/books/returns.html`."""

    rows: tuple[ReturnRow, ...]
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class DifferenceRow:
    """Something that does not fit, who looks into it, until when."""

    key: int
    label: str
    provider: str
    about: str
    amount: str
    owner: str
    due_on: date
    is_late: bool


@dataclass(frozen=True)
class DifferencesPage:
    """`web/books/differences.html`."""

    rows: tuple[DifferenceRow, ...]
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class HoldRow:
    """Money of a seller that waits, and why."""

    key: int
    seller: str
    document: int
    amount: str
    reason: str
    source: str
    since: datetime
    review_at: datetime
    is_late: bool


@dataclass(frozen=True)
class HoldsPage:
    """`web/books/holds.html`; `form` opens one."""

    rows: tuple[HoldRow, ...]
    form: object
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class FeeRow:
    """A published schedule."""

    version: int
    percent: str
    reason: str
    announced_at: datetime
    effective_at: datetime
    is_current: bool


@dataclass(frozen=True)
class FeesPage:
    """`web/books/fees.html`; `form` announces another."""

    rows: tuple[FeeRow, ...]
    form: object
    notice_days: int
    meta: Meta = HIDDEN
