"""A batch as an order to a bank: ISO 20022, pain.001.001.09 (customer credit transfer initiation).

The order of elements is that of its schema.
"""

from __future__ import annotations

from datetime import UTC
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pecia.trade.money import Money
from pecia.trade.providers import mod97
from pecia.trade.providers.bank_files.batches import Account, Batch, Transfer, check

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"


def pain001(batch: Batch) -> bytes:
    """The file. `NotSendable`."""
    check(batch)
    document = Element("Document", xmlns=NAMESPACE)
    initiation = SubElement(document, "CstmrCdtTrfInitn")
    _add_head(initiation, batch)
    _add_payment(initiation, batch)
    indent(document)
    return bytes(tostring(document, encoding="UTF-8", xml_declaration=True))


def _add_head(initiation: Element, batch: Batch) -> None:
    head = SubElement(initiation, "GrpHdr")
    _text(head, "MsgId", batch.id)
    _text(head, "CreDtTm", batch.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add_sums(head, batch)
    _text(SubElement(head, "InitgPty"), "Nm", batch.from_account.holder)


def _add_sums(parent: Element, batch: Batch) -> None:
    _text(parent, "NbOfTxs", str(len(batch.transfers)))
    _text(parent, "CtrlSum", _amount(batch.total))


def _add_payment(initiation: Element, batch: Batch) -> None:
    payment = SubElement(initiation, "PmtInf")
    _text(payment, "PmtInfId", batch.id)
    _text(payment, "PmtMtd", "TRF")
    _add_sums(payment, batch)
    if batch.is_sepa:
        _text(payment, "PmtTpInf", "SvcLvl", "Cd", "SEPA")
    _text(payment, "ReqdExctnDt", "Dt", batch.send_on.isoformat())
    _text(payment, "Dbtr", "Nm", batch.from_account.holder)
    _add_account(payment, "DbtrAcct", batch.from_account)
    _add_bank(payment, "DbtrAgt", batch.from_account)
    _text(payment, "ChrgBr", "SLEV" if batch.is_sepa else "SHAR")
    for transfer in batch.transfers:
        _add_transfer(payment, transfer)


def _add_transfer(payment: Element, transfer: Transfer) -> None:
    order = SubElement(payment, "CdtTrfTxInf")
    _text(order, "PmtId", "EndToEndId", transfer.key)
    amount = SubElement(SubElement(order, "Amt"), "InstdAmt", Ccy=transfer.amount.currency)
    amount.text = _amount(transfer.amount)
    _add_bank(order, "CdtrAgt", transfer.to)
    _text(order, "Cdtr", "Nm", transfer.to.holder)
    _add_account(order, "CdtrAcct", transfer.to)
    _text(order, "RmtInf", "Ustrd", transfer.text)


def _add_account(parent: Element, name: str, account: Account) -> None:
    if account.iban:
        _text(parent, name, "Id", "IBAN", mod97.compact(account.iban))
    else:
        _text(parent, name, "Id", "Othr", "Id", account.number)


def _add_bank(parent: Element, name: str, account: Account) -> None:
    """By BIC, by its number in a clearing system, or, in SEPA, not at all: the IBAN says it."""
    bank = SubElement(SubElement(parent, name), "FinInstnId")
    if account.bic:
        _text(bank, "BICFI", account.bic)
    elif account.bank_number:
        member = SubElement(bank, "ClrSysMmbId")
        _text(member, "ClrSysId", "Cd", account.clearing_system)
        _text(member, "MmbId", account.bank_number)
    else:
        _text(bank, "Othr", "Id", "NOTPROVIDED")


def _amount(money: Money) -> str:
    return str(money.decimal)


def _text(parent: Element, *names_and_text: str) -> None:
    """Elements one in the other, and in the last the text."""
    *names, text = names_and_text
    for name in names:
        parent = SubElement(parent, name)
    parent.text = text
