"""What Pecia asks of whoever moves the money.

A provider is an adapter without a database: what it says is turned into facts, and facts are only
believed from `ask`, or from a notice that was verified and then asked about. Every call may be made
twice with the same key, and must then have its effect once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from pecia.trade.money import Money


class PaymentState(StrEnum):
    """How far a payment has come at the provider."""

    PENDING = "pending"  # the buyer has not finished
    CAPTURED = "captured"  # the money is the site's; refunds and disputes do not change this
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"  # the provider can't say just now: ask again


class RefundState(StrEnum):
    """How far money has gone back."""

    SUBMITTED = "submitted"
    DONE = "done"
    FAILED = "failed"  # certainly not sent; may be tried again with another key
    UNKNOWN = "unknown"


class DisputeState(StrEnum):
    """A chargeback: the buyer's bank has taken the money back, for now or for good."""

    OPEN = "open"
    WON = "won"  # it came back to the site
    LOST = "lost"


class PayoutState(StrEnum):
    """How far money has gone to a seller."""

    SUBMITTED = "submitted"
    PAID = "paid"
    RETURNED = "returned"  # it came back: wrong account, closed account
    REFUSED = "refused"  # certainly not sent
    UNKNOWN = "unknown"  # query by the same key, never send again


class NextStep(StrEnum):
    """What the buyer does now."""

    REDIRECT = "redirect"  # go to `value`, an address
    QR = "qr"  # scan `value`, a text
    INSTRUCTIONS = "instructions"  # read the site's own page: bank transfer
    NOTHING = "nothing"  # it is paid already: points


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What is to be paid. `key` is ours, at most 32 letters and digits, used once for ever."""

    key: str
    amount: Money
    subject: str
    return_url: str
    notice_url: str
    expires_at: datetime
    language: str = "en"
    buyer_email: str = ""
    buyer: str = ""  # a member's key, where points are paid from a wallet


@dataclass(frozen=True, slots=True)
class Begun:
    """The payment is known to the provider by `reference` (may be empty until it is paid)."""

    reference: str
    step: NextStep
    value: str = ""


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """One refund of a payment; `key` is empty when it was not made by us."""

    reference: str
    state: RefundState
    amount: Money
    key: str = ""


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """One chargeback of a payment."""

    reference: str
    state: DisputeState
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """All that the provider says of one payment, as sums since its beginning.

    `captured` may be more than what was asked for: people pay twice. It may be in another currency
    than was asked for; all of one payment is in one. It is nothing of `XXX`, no currency, where the
    provider does not know the payment. `fee` is what the provider keeps, in its own currency, None
    while it has not said.
    """

    key: str
    reference: str
    state: PaymentState
    captured: Money
    fee: Money | None = None
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A verified notice: about which payment to ask, and nothing that is believed as it stands.

    `event_id` is unique within the provider, and the same when the notice comes again. `key` is
    ours where the notice names it. The status 200 and the word `success` are an answer that all
    providers take; whoever gets a refusal brings the notice again.
    """

    event_id: str
    kind: str
    key: str = ""
    reference: str = ""
    happened_at: datetime | None = None


class StatementKind(StrEnum):
    """What a line of a statement is about."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    FEE = "fee"
    PAYOUT = "payout"
    TRANSFER = "transfer"  # to or from the site's own bank account
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of the provider's account of a day; `amount` is signed, in is positive."""

    reference: str
    kind: StatementKind
    amount: Money
    at: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Give back so much of a payment. `key` is ours, used once for ever."""

    key: str
    payment_key: str
    payment_reference: str
    amount: Money
    captured: Money
    reason: str = ""


class Provider(Protocol):
    """Whoever takes money from buyers."""

    name: str  # stable, short, in addresses and books
    # Whether `ask` names all refunds, also those that somebody made outside. Where it does not,
    # each of ours is asked about by `ask_refund`, and others are found in the statement.
    lists_refunds: bool

    def takes(self, currency: str) -> bool:
        """Whether one can pay in this currency."""

    def begin(self, request: PaymentRequest) -> Begun:
        """Tell the provider of a payment. `ProviderRefused`, `ProviderUnreachable`."""

    def ask(self, key: str, reference: str) -> PaymentFacts:
        """What the provider knows of the payment. `ProviderUnreachable`.

        A payment that it does not know is `FAILED` only where it certainly never was, else
        `PENDING`.
        """

    def cancel(self, key: str, reference: str) -> None:
        """Do not let it be paid any more, if that is possible; what was paid meanwhile stays."""

    def refund(self, request: RefundRequest) -> RefundFacts:
        """Give money back. `ProviderRefused`; `ProviderUnreachable` leaves it unknown."""

    def ask_refund(self, request: RefundRequest) -> RefundFacts:
        """How far that refund has come; `FAILED` when it certainly never arrived.

        `UNKNOWN` for one that the provider does not know and that may be on its way: `refund`
        again, with the same key.
        """

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify a notice: signature, age, nonce, for which app and seller. `NoticeRefused`."""

    def statement(self, day: date) -> Iterator[StatementLine]:
        """The provider's account of that day (UTC). `ProviderUnreachable` while there is none."""


@dataclass(frozen=True, slots=True)
class PayoutRequest:
    """Send so much to a seller. `key` is ours, used once for ever."""

    key: str
    amount: Money
    destination: Mapping[str, str]
    subject: str


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    """What is known of a payout."""

    key: str
    reference: str
    state: PayoutState
    reason: str = ""


class PayoutProvider(Protocol):
    """Whoever sends money to sellers by machine."""

    name: str

    def send(self, request: PayoutRequest) -> PayoutFacts:
        """Send it. `ProviderUnreachable` leaves it unknown."""

    def ask_payout(self, key: str) -> PayoutFacts:
        """How far it has come."""


# Whether this nonce of that provider is seen for the first time; remembers it if so.
FreshNonce = Callable[[str, str], bool]
