"""A batch of payouts as a file for the operator's bank."""

from __future__ import annotations

from django.conf import settings

from pecia.kernel import clock
from pecia.kernel.errors import Conflict
from pecia.trade.errors import NoBankAccount
from pecia.trade.providers.bank_files.batches import Account, Batch, NotSendable, Transfer
from pecia.trade.providers.bank_files.pain001 import pain001
from pecia.trade.providers.bank_files.tables import table_of
from pecia.trade.providers.iban import is_iban
from pecia.trade.sellers.models import BatchState, PayoutBatch, PayoutDestination

_FILES = {"xml": pain001, "csv": table_of}
_CLEARING = {"CN": "CNCIP", "US": "USABA"}  # ISO 20022, external clearing system codes


def bank_file(batch: PayoutBatch, kind: str) -> tuple[str, bytes]:
    """Its name and content, as `xml` (pain.001) or `csv`; the same every time.

    Raises `Conflict` before the batch is closed for the bank: from then on it can't be taken apart
    any more, and nothing of it goes into another file. `NoBankAccount` when the operator has not
    said from which account it goes, or something in it can't be sent.
    """
    if batch.state != BatchState.SENT or kind not in _FILES:
        raise Conflict
    return f"payouts-{batch.number}.{kind}", _content(batch, kind)


def require_bank_file(batch: PayoutBatch) -> None:
    """Raise `NoBankAccount` when there could be no file of it: before it is closed for the bank."""
    for kind in _FILES:
        _content(batch, kind)


def _content(batch: PayoutBatch, kind: str) -> bytes:
    if not settings.TRADE_BANK_IBAN:
        raise NoBankAccount(why="PECIA_BANK_IBAN")
    try:
        return _FILES[kind](_batch(batch))
    except NotSendable as error:
        raise NoBankAccount(why=str(error)) from error


def _batch(batch: PayoutBatch) -> Batch:
    made = batch.approved_at or clock.now()
    ours = Account(
        settings.TRADE_BANK_HOLDER, iban=settings.TRADE_BANK_IBAN, bic=settings.TRADE_BANK_BIC
    )
    transfers = [
        Transfer(
            payout.key,
            payout.money,
            _account(payout.destination),
            f"{settings.TRADE_BANK_HOLDER} payout {payout.number}",
        )
        for payout in batch.payouts.select_related("destination").order_by("number")
    ]
    return Batch(f"payouts-{batch.number}", made, made.date(), ours, transfers)


def _account(where: PayoutDestination) -> Account:
    if is_iban(where.account):
        return Account(where.holder, iban=where.account, bic=where.bank)
    system = _CLEARING.get(where.country, "")
    return Account(
        where.holder, number=where.account, clearing_system=system, bank_number=where.bank
    )
