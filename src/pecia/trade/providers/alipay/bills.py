"""Alipay's bill of a day: a ZIP archive with tables in GBK; one has a row for each sale."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from pecia.trade.errors import ProviderUnreachable
from pecia.trade.money import Money, parse_money
from pecia.trade.providers import beijing
from pecia.trade.providers.alipay.facts import YUAN
from pecia.trade.providers.protocol import StatementKind, StatementLine

LARGEST = 64 * 2**20
MOST_FILES = 16
ENCODING = "gb18030"  # GBK and what came after it

TRADE, ORDER, KIND = "支付宝交易号", "商户订单号", "业务类型"
FINISHED, RECEIVED, REFUND, FEE = "完成时间", "商家实收（元）", "退款批次号/请求号", "服务费（元）"
SALE = "交易"


def lines(archive: bytes) -> Iterator[StatementLine]:
    """Each sale and refund, and what Alipay took for it."""
    try:
        for table in _tables(archive):
            yield from _lines_of(table)
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, csv.Error) as error:
        raise ProviderUnreachable from error


def _tables(archive: bytes) -> Iterator[str]:
    """The tables with rows; those that sum them up have names that say so."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        entries = packed.infolist()
        if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
            raise ValueError("larger than any bill")
        for entry in entries:
            table = packed.read(entry).decode(ENCODING)
            if f"{TRADE}," in table:
                yield table


def _lines_of(table: str) -> Iterator[StatementLine]:
    rows = [row for row in table.splitlines() if row.strip() and not row.startswith("#")]
    for row in csv.DictReader(rows):
        cells = {name.strip(): (cell or "").strip() for name, cell in row.items() if name}
        yield from _lines_of_row(cells)


def _lines_of_row(cells: Mapping[str, str]) -> Iterator[StatementLine]:
    sale = cells[KIND] == SALE
    received = signed(cells[RECEIVED])
    amount = Money(abs(received.minor) if sale else -abs(received.minor), YUAN)
    kind = StatementKind.PAYMENT if sale else StatementKind.REFUND
    for part, money in ((kind, amount), (StatementKind.FEE, signed(cells[FEE]))):
        if money:
            yield StatementLine(
                reference=cells[TRADE] if sale else cells[REFUND],
                kind=part,
                amount=money,
                at=beijing.read(cells[FINISHED]),
                key=cells[ORDER] if sale else cells[REFUND],
            )


def signed(words: str) -> Money:
    """An amount with its sign; what Alipay took has a minus."""
    money = parse_money(words.lstrip("+-"), YUAN)
    return -money if words.startswith("-") else money
