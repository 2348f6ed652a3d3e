"""What a bank says has come and gone, from the table that its pages give to download.

Each bank names and writes its columns in its own way: the operator says how, once.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from pecia.trade.money import Money, parse_money
from pecia.trade.providers.creditor_reference import references_in
from pecia.trade.providers.protocol import StatementKind, StatementLine

LARGEST = 16 * 2**20
MOST_ROWS = 100_000
# Digits, in threes where something stands between them: 1,23 is no amount where the point decides.
_POINT = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[,'’ \u00a0]\d{3})+)(?:\.(\d+))?", re.ASCII)
_COMMA = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[.'’ \u00a0]\d{3})+)(?:,(\d+))?", re.ASCII)


class NotAStatement(ValueError):
    """A table that is not as it was said to be; names the row."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns say what, and how. `sent` is for banks with two columns of amounts, of which
    one is empty in each row; `end_to_end` is where our own keys come back."""

    zone: tzinfo
    date: str
    amount: str
    text: str
    currency: str = ""  # the name of a column
    one_currency: str = ""  # or a currency
    sent: str = ""
    reference: str = ""
    end_to_end: str = ""
    date_format: str = "%Y-%m-%d"
    decimal: str = "."
    delimiter: str = ","
    encoding: str = "utf-8-sig"


def read_statement(table: bytes, layout: Layout) -> Iterator[StatementLine]:
    """The lines. A payment's `key` is the reference that the buyer wrote, a payout's the key that
    we sent. Where the bank gives no reference of its own, a row is known by what is in it, and
    two equal rows by their order. `NotAStatement`."""
    if len(table) > LARGEST:
        raise NotAStatement("larger than any statement")
    seen: dict[str, int] = {}
    try:
        rows = csv.DictReader(
            io.StringIO(table.decode(layout.encoding), newline=""),
            delimiter=layout.delimiter,
            strict=True,
        )
        for number, row in enumerate(rows, 2):
            if number > MOST_ROWS:
                raise NotAStatement("more rows than any statement")
            yield _line(row, layout, seen, number)
    except (UnicodeDecodeError, csv.Error, LookupError) as error:
        raise NotAStatement(str(error)) from error


def _line(
    row: Mapping[str, str | None], layout: Layout, seen: dict[str, int], number: int
) -> StatementLine:
    try:
        cells = {name: (value or "").strip() for name, value in row.items()}
        amount = _amount(cells, layout)
        at = datetime.strptime(cells[layout.date], layout.date_format).replace(tzinfo=layout.zone)
        came = Money(0, amount.currency) < amount
        return StatementLine(
            reference=(layout.reference and cells[layout.reference]) or _name(row, seen),
            kind=StatementKind.PAYMENT if came else StatementKind.PAYOUT,
            amount=amount,
            at=at,
            key=_key(cells, layout, came=came),
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise NotAStatement(f"row {number}: {error}") from error


def _amount(cells: Mapping[str, str], layout: Layout) -> Money:
    currency = layout.one_currency or cells[layout.currency].upper()
    came, sent = cells[layout.amount], cells[layout.sent] if layout.sent else ""
    if bool(came) == bool(sent):
        raise ValueError("an amount in one of the two columns is wanted")
    money = _parsed(came or sent, layout, currency)
    return Money(-abs(money.minor), currency) if sent else money


def _parsed(words: str, layout: Layout, currency: str) -> Money:
    """With the bank's own sign for decimals, and what may stand between thousands."""
    match = (_POINT if layout.decimal == "." else _COMMA).fullmatch(words)
    if match is None:
        raise ValueError(f"{words!r} is not an amount")
    whole = "".join(digit for digit in match[2] if digit.isdigit())
    money = parse_money(f"{whole}.{match[3] or '0'}", currency)
    return -money if match[1] == "-" else money


def _key(cells: Mapping[str, str], layout: Layout, *, came: bool) -> str:
    ours = cells[layout.end_to_end] if layout.end_to_end else ""
    found = references_in(f"{cells[layout.text]} {ours if came else ''}")
    if came:
        return found[0] if len(found) == 1 else ""
    return ours


def _name(row: Mapping[str, str | None], seen: dict[str, int]) -> str:
    content = "\0".join(f"{name}={value}" for name, value in row.items())
    found = hashlib.sha256(content.encode()).hexdigest()[:24]
    seen[found] = seen.get(found, 0) + 1
    return f"{found}-{seen[found]}"
