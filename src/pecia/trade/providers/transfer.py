"""Bank transfer by hand: the buyer gets an account and a reference; people say when money came.

There is nobody to ask. What came, went back or went out is said by the operator, from the bank's
own papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pecia.trade.errors import NoticeRefused, ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers import mod97
from pecia.trade.providers.creditor_reference import reference_for
from pecia.trade.providers.iban import is_iban
from pecia.trade.providers.protocol import (
    Begun,
    NextStep,
    Notice,
    PaymentFacts,
    PaymentRequest,
    PaymentState,
    RefundFacts,
    RefundRequest,
    RefundState,
    StatementLine,
)

EURO = "EUR"
MOST_EURO = 99_999_999_999  # cents, in a code
LONGEST_NAME = 70


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where buyers send money: an IBAN, or the number that the bank uses."""

    holder: str
    currencies: tuple[str, ...]
    iban: str = ""
    bic: str = ""
    number: str = ""
    bank: str = ""

    def __post_init__(self) -> None:
        if not self.holder or not (self.iban or self.number) or not self.currencies:
            raise ValueError("an account has a holder, a number and currencies")
        if self.iban and not is_iban(self.iban):
            raise ValueError("the IBAN is mistyped")


class TransferProvider:
    """A `Provider` that knows nothing by itself."""

    name = "transfer"
    lists_refunds = False

    def __init__(self, account: BankAccount) -> None:
        self.account = account

    def takes(self, currency: str) -> bool:
        """The currencies of the account."""
        return currency in self.account.currencies

    def begin(self, request: PaymentRequest) -> Begun:
        """The reference to write on the form; for euros also the text of a code to scan."""
        if not self.takes(request.amount.currency) or request.amount.minor <= 0:
            raise ProviderRefused(reason="this amount can't be paid here")
        reference = reference_for(request.key)
        code = epc_code(self.account, request.amount, reference)
        return Begun(reference, NextStep.INSTRUCTIONS, code)

    def ask(self, key: str, reference: str) -> PaymentFacts:
        """Nobody knows."""
        return PaymentFacts(key, reference, PaymentState.PENDING, Money(0, "XXX"))

    def cancel(self, key: str, reference: str) -> None:
        """A transfer can't be kept from coming."""

    def refund(self, request: RefundRequest) -> RefundFacts:
        """To be sent by hand."""
        return RefundFacts("", RefundState.SUBMITTED, request.amount, request.key)

    def ask_refund(self, request: RefundRequest) -> RefundFacts:
        """As long as nobody says otherwise."""
        return self.refund(request)

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Banks send none."""
        raise NoticeRefused(reason="form")

    def statement(self, day: date) -> Iterator[StatementLine]:
        """Statements are brought by the operator; `bank_files` reads them."""
        raise ProviderUnreachable


def epc_code(account: BankAccount, amount: Money, reference: str) -> str:
    """The text of a code that banking programs of SEPA scan (EPC069-12, version 2), or nothing
    where such a transfer is none."""
    if not account.iban or amount.currency != EURO or amount.minor > MOST_EURO:
        return ""
    return "\n".join(
        (
            "BCD",
            "002",
            "1",  # in UTF-8
            "SCT",
            account.bic,
            account.holder[:LONGEST_NAME],
            mod97.compact(account.iban),
            f"EUR{amount.decimal:.2f}",
            "",  # no purpose
            reference,
        )
    )
