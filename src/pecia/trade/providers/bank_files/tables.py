"""A batch as a table, for banks and people who take no XML."""

from __future__ import annotations

import csv
import io

from pecia.trade.providers.bank_files.batches import Batch, NotSendable, check

COLUMNS = (
    "key",
    "amount",
    "currency",
    "holder",
    "iban",
    "bic",
    "account",
    "clearing_system",
    "bank_number",
    "text",
    "send_on",
)
# A cell that begins so is a formula for the programs in which people open tables.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_of(batch: Batch) -> bytes:
    """The file, in UTF-8 with a mark, so that such programs read Chinese. `NotSendable`."""
    check(batch)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for each in batch.transfers:
        to = each.to
        row = [each.key, str(each.amount.decimal), each.amount.currency, to.holder, to.iban]
        row += [to.bic, to.number, to.clearing_system, to.bank_number, each.text]
        row.append(batch.send_on.isoformat())
        if any(cell.startswith(_FORMULA) for cell in row):
            raise NotSendable(f"transfer {each.key}: a cell would be a formula")
        table.writerow(row)
    return ("\ufeff" + written.getvalue()).encode()
