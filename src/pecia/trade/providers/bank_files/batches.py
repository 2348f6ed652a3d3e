"""Transfers that are sent together, checked before a file of them is made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pecia.trade.money import Money
from pecia.trade.providers.iban import is_iban

LONGEST_ID = 35
LONGEST_NAME = 70
LONGEST_TEXT = 140
_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?")
_CLEARING = re.compile(r"[A-Z0-9]{1,5}")
# What banks of SEPA pass on (EPC217-08); others take what they take.
_LATIN = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")


class NotSendable(ValueError):
    """A batch that a bank would send back; says which transfer, and why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Of a person or a firm: by IBAN, or by number and the bank's number in a clearing system
    (`CNAPS` in China, `USABA` in the United States: the external codes of ISO 20022)."""

    holder: str
    iban: str = ""
    bic: str = ""
    number: str = ""
    clearing_system: str = ""
    bank_number: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """So much to somebody. `key` is ours, and comes back in the bank's papers."""

    key: str
    amount: Money
    to: Account
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Transfers of one currency from one account, on one day."""

    id: str
    made_at: datetime
    send_on: date
    from_account: Account
    transfers: Sequence[Transfer]

    @property
    def currency(self) -> str:
        """Of all of them."""
        return self.transfers[0].amount.currency

    @property
    def total(self) -> Money:
        """The control sum."""
        return sum((each.amount for each in self.transfers), Money(0, self.currency))

    @property
    def is_sepa(self) -> bool:
        """Euros from IBAN to IBAN."""
        accounts = [self.from_account, *(each.to for each in self.transfers)]
        return self.currency == "EUR" and all(account.iban for account in accounts)


def check(batch: Batch) -> None:
    """`NotSendable` for what no bank takes."""
    if not batch.transfers or not 0 < len(batch.id) <= LONGEST_ID or not batch.id.isascii():
        raise NotSendable(f"batch {batch.id!r}: it has a short name and at least one transfer")
    if len({each.key for each in batch.transfers}) != len(batch.transfers):
        raise NotSendable(f"batch {batch.id}: the same key twice")
    if len({each.amount.currency for each in batch.transfers}) != 1:
        raise NotSendable(f"batch {batch.id}: more than one currency")
    _check_account(f"batch {batch.id}", batch.from_account, sepa=batch.is_sepa)
    for each in batch.transfers:
        _check_transfer(each, sepa=batch.is_sepa)


def _check_transfer(transfer: Transfer, *, sepa: bool) -> None:
    name = f"transfer {transfer.key}"
    if not 0 < len(transfer.key) <= LONGEST_ID or not transfer.key.isalnum():
        raise NotSendable(f"{name}: the key is letters and digits, at most {LONGEST_ID}")
    if transfer.amount.minor <= 0:
        raise NotSendable(f"{name}: nothing to send")
    if not _is_text(transfer.text, LONGEST_TEXT, sepa=sepa):
        raise NotSendable(f"{name}: the text is empty, too long, or has letters that banks refuse")
    _check_account(name, transfer.to, sepa=sepa)


def _check_account(name: str, account: Account, *, sepa: bool) -> None:
    if not _is_text(account.holder, LONGEST_NAME, sepa=sepa):
        raise NotSendable(
            f"{name}: the holder is empty, too long, or has letters that banks refuse"
        )
    if account.iban and not is_iban(account.iban):
        raise NotSendable(f"{name}: the IBAN is mistyped")
    if account.bic and not _BIC.fullmatch(account.bic):
        raise NotSendable(f"{name}: the BIC is mistyped")
    if not account.iban:
        _check_number(name, account)


def _check_number(name: str, account: Account) -> None:
    """Without an IBAN the bank must be named too."""
    number = account.number
    if not (number.isascii() and number.isalnum() and len(number) <= 34):
        raise NotSendable(f"{name}: the account number is letters and digits")
    by_clearing = _CLEARING.fullmatch(account.clearing_system) and account.bank_number.isalnum()
    if not account.bic and not by_clearing:
        raise NotSendable(f"{name}: neither a BIC nor the number of the bank")


def _is_text(words: str, longest: int, *, sepa: bool) -> bool:
    if not words.strip() or len(words) > longest or not words.isprintable():
        return False
    return bool(_LATIN.fullmatch(words)) if sepa else True
