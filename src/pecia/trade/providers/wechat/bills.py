"""WeChat Pay's bill of a day: a table in which each value begins with a backtick.

Names of goods may hold commas and are not quoted: values are told by comma and backtick together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pecia.trade.errors import ProviderUnreachable
from pecia.trade.money import Money, parse_money
from pecia.trade.providers import beijing
from pecia.trade.providers.protocol import StatementKind, StatementLine

AT, STATE, CURRENCY = "交易时间", "交易状态", "货币种类"
TRANSACTION, ORDER, SETTLED = "微信订单号", "商户订单号", "应结订单金额"
REFUND, OUR_REFUND, BACK, HOW = "微信退款单号", "商户退款单号", "退款金额", "退款状态"
FEE = "手续费"
SUMS = "总交易单数"


def lines(table: bytes) -> Iterator[StatementLine]:
    """Each payment and refund, and what WeChat Pay took for it. Refunds that failed are not."""
    try:
        rows = table.decode("utf-8-sig").splitlines()
        names = rows[0].split(",")
        for row in rows[1:]:
            if row.startswith(SUMS):
                return
            if row.strip():
                yield from _lines_of(_cells(names, row))
        raise ValueError("the bill ends before its sums")
    except (ValueError, KeyError, IndexError) as error:
        raise ProviderUnreachable from error


def _cells(names: list[str], row: str) -> dict[str, str]:
    return dict(zip(names, row.removeprefix("`").split(",`"), strict=True))


def _lines_of(cells: Mapping[str, str]) -> Iterator[StatementLine]:
    refund = cells[STATE] == "REFUND"
    if refund and cells[HOW] not in ("SUCCESS", "PROCESSING"):
        return
    currency = cells[CURRENCY]
    amount = -_money(cells[BACK], currency) if refund else _money(cells[SETTLED], currency)
    kind = StatementKind.REFUND if refund else StatementKind.PAYMENT
    for part, money in ((kind, amount), (StatementKind.FEE, -_money(cells[FEE], currency))):
        if money:
            yield StatementLine(
                reference=cells[REFUND] if refund else cells[TRANSACTION],
                kind=part,
                amount=money,
                at=beijing.read(cells[AT]),
                key=cells[OUR_REFUND] if refund else cells[ORDER],
            )


def _money(words: str, currency: str) -> Money:
    money = parse_money(words.removeprefix("-"), currency)
    return -money if words.startswith("-") else money
