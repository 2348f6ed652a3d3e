"""Files for and from a bank: orders that its schema takes, tables, and what it says came."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, fromstring
from zoneinfo import ZoneInfo

import pytest

from pecia.trade.money import Money
from pecia.trade.providers.bank_files import statements
from pecia.trade.providers.bank_files.batches import Account, Batch, NotSendable, Transfer
from pecia.trade.providers.bank_files.pain001 import NAMESPACE, pain001
from pecia.trade.providers.bank_files.statements import Layout, NotAStatement, read_statement
from pecia.trade.providers.bank_files.tables import COLUMNS, table_of
from pecia.trade.providers.creditor_reference import reference_for
from pecia.trade.providers.protocol import StatementKind

OURS = Account("Pecia Ltd", iban="DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX")
ALICE = Account("Alice Example", iban="FR14 2004 1010 0505 0001 3M02 606")
BO = Account(
    "薄荷", number="6222020200112233445", clearing_system="CNAPS", bank_number="102100099996"
)
EUROS = Batch(
    id="batch1",
    made_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    send_on=date(2026, 3, 3),
    from_account=OURS,
    transfers=(
        Transfer("key1", Money(1050, "EUR"), ALICE, "Income of March"),
        Transfer("key2", Money(5, "EUR"), ALICE, "Income, rest"),
    ),
)
YUAN = replace(
    EUROS, from_account=BO, transfers=(Transfer("key3", Money(123456, "CNY"), BO, "三月收入"),)
)

# Children of each element in the order of pain.001.001.09; those with + must be there, and * more
# than once. Only what is used here.
SCHEMA = {
    "Document": "CstmrCdtTrfInitn+",
    "CstmrCdtTrfInitn": "GrpHdr+ PmtInf+*",
    "GrpHdr": "MsgId+ CreDtTm+ NbOfTxs+ CtrlSum InitgPty+",
    "InitgPty": "Nm Id",
    "PmtInf": "PmtInfId+ PmtMtd+ BtchBookg NbOfTxs CtrlSum PmtTpInf ReqdExctnDt+ PoolgAdjstmntDt"
    " Dbtr+ DbtrAcct+ DbtrAgt+ DbtrAgtAcct InstrForDbtrAgt UltmtDbtr ChrgBr CdtTrfTxInf+*",
    "PmtTpInf": "InstrPrty SvcLvl",
    "SvcLvl": "Cd+",
    "ReqdExctnDt": "Dt+",
    "Dbtr": "Nm",
    "Cdtr": "Nm",
    "DbtrAcct": "Id+",
    "CdtrAcct": "Id+",
    "DbtrAgt": "FinInstnId+",
    "CdtrAgt": "FinInstnId+",
    "FinInstnId": "BICFI ClrSysMmbId LEI Nm PstlAdr Othr",
    "ClrSysMmbId": "ClrSysId MmbId+",
    "ClrSysId": "Cd+",
    "CdtTrfTxInf": "PmtId+ PmtTpInf Amt+ XchgRateInf ChrgBr ChqInstr UltmtDbtr IntrmyAgt1 CdtrAgt"
    " CdtrAgtAcct Cdtr CdtrAcct UltmtCdtr InstrForCdtrAgt Purp RgltryRptg Tax RltdRmtInf RmtInf",
    "PmtId": "InstrId EndToEndId+ UETR",
    "Amt": "InstdAmt+",
    "RmtInf": "Ustrd",
}


def name_of(element: Element) -> str:
    """Without its namespace, which must be the right one."""
    namespace, _, name = element.tag.removeprefix("{").partition("}")
    assert namespace == NAMESPACE
    return name


def check(element: Element) -> None:
    """The children are those of the schema, in its order; what has no children has a text."""
    name, children = name_of(element), [name_of(child) for child in element]
    if not children:
        assert element.text
        assert element.text.strip() == element.text
        return
    if name in ("Id", "Othr"):
        assert children in (["IBAN"], ["Othr"], ["Id"])
    else:
        allowed = [rule.rstrip("+*") for rule in SCHEMA[name].split()]
        order = [allowed.index(child) for child in children]
        assert order == sorted(order), name
        for rule in SCHEMA[name].split():
            count = children.count(rule.rstrip("+*"))
            assert count >= ("+" in rule), (name, rule)
            assert count <= 1 or "*" in rule, (name, rule)
    for child in element:
        check(child)


def texts(document: Element, name: str) -> list[str]:
    """Of all elements of that name."""
    return [each.text or "" for each in document.iter(f"{{{NAMESPACE}}}{name}")]


@pytest.mark.parametrize("batch", [EUROS, YUAN])
def test_an_order_is_as_the_schema_says(batch: Batch) -> None:
    document = fromstring(pain001(batch))
    check(document)
    assert pain001(batch).startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


def test_an_order_in_euros_names_its_sums_and_no_bank_that_it_does_not_know() -> None:
    document = fromstring(pain001(EUROS))
    assert texts(document, "NbOfTxs") == ["2", "2"]
    assert texts(document, "CtrlSum") == ["10.55", "10.55"]
    assert texts(document, "InstdAmt") == ["10.50", "0.05"]
    assert texts(document, "EndToEndId") == ["key1", "key2"]
    assert texts(document, "IBAN")[:2] == ["DE89370400440532013000", "FR1420041010050500013M02606"]
    assert texts(document, "BICFI") == ["COBADEFFXXX"]
    assert texts(document, "ChrgBr") == ["SLEV"]
    assert texts(document, "CreDtTm") == ["2026-03-02T12:00:00Z"]
    assert "NOTPROVIDED" in texts(document, "Id")


def test_an_order_in_yuan_names_banks_by_their_number() -> None:
    document = fromstring(pain001(YUAN))
    assert texts(document, "MmbId") == ["102100099996", "102100099996"]
    assert texts(document, "Cd") == ["CNAPS", "CNAPS"]
    assert texts(document, "InstdAmt") == ["1234.56"]
    assert texts(document, "Ustrd") == ["三月收入"]


def test_yen_have_no_digits_after_the_point() -> None:
    yen = replace(YUAN, transfers=(replace(YUAN.transfers[0], amount=Money(500, "JPY")),))
    assert texts(fromstring(pain001(yen)), "InstdAmt") == ["500"]


FIRST = EUROS.transfers[0]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(EUROS, transfers=()),
        replace(EUROS, id="x" * 36),
        replace(EUROS, transfers=(FIRST, FIRST)),
        replace(EUROS, transfers=(FIRST, replace(FIRST, key="k", amount=Money(1, "USD")))),
        replace(EUROS, transfers=(replace(FIRST, amount=Money(0, "EUR")),)),
        replace(EUROS, transfers=(replace(FIRST, amount=Money(-1, "EUR")),)),
        replace(EUROS, transfers=(replace(FIRST, key="a b"),)),
        replace(EUROS, transfers=(replace(FIRST, text=""),)),
        replace(EUROS, transfers=(replace(FIRST, text="收入"),)),
        replace(EUROS, transfers=(replace(FIRST, text="x" * 141),)),
        replace(EUROS, transfers=(replace(FIRST, to=replace(ALICE, iban="FR15" + "2" * 20)),)),
        replace(EUROS, transfers=(replace(FIRST, to=replace(ALICE, holder="Ålice")),)),
        replace(EUROS, transfers=(replace(FIRST, to=replace(ALICE, bic="COBA")),)),
        replace(EUROS, from_account=replace(OURS, iban="DE88370400440532013000")),
        replace(YUAN, transfers=(replace(YUAN.transfers[0], text="a\nb"),)),
        replace(YUAN, transfers=(replace(YUAN.transfers[0], to=replace(BO, number="=1")),)),
        replace(YUAN, transfers=(replace(YUAN.transfers[0], to=replace(BO, bank_number="")),)),
        replace(YUAN, transfers=(replace(YUAN.transfers[0], to=replace(BO, clearing_system="")),)),
    ],
)
def test_what_a_bank_would_send_back_is_not_written(wrong: Batch) -> None:
    for write in (pain001, table_of):
        with pytest.raises(NotSendable):
            write(wrong)


def test_a_table_has_a_row_for_each_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(table_of(YUAN).decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["amount"] == "1234.56"
    assert rows[0]["account"] == "6222020200112233445"
    assert rows[0]["holder"] == "薄荷"
    for formula in ("=1+1", "+1", "-1", "@x"):
        spoilt = replace(YUAN.transfers[0], text=formula)
        with pytest.raises(NotSendable):
            table_of(replace(YUAN, transfers=(spoilt,)))


PARIS = ZoneInfo("Europe/Paris")
FRENCH = Layout(
    zone=PARIS,
    date="Date",
    amount="Montant",
    text="Libellé",
    one_currency="EUR",
    end_to_end="Réf",
    date_format="%d/%m/%Y",
    decimal=",",
    delimiter=";",
    encoding="cp1252",
)
CHINESE = Layout(
    zone=ZoneInfo("Asia/Shanghai"),
    date="交易时间",
    amount="收入金额",
    sent="支出金额",
    text="摘要",
    currency="币种",
    reference="流水号",
    date_format="%Y-%m-%d %H:%M:%S",
    encoding="gb18030",
)


def test_a_statement_with_commas_and_signs() -> None:
    reference = reference_for("a key")
    table = (
        "Date;Montant;Libellé;Réf\r\n"
        f'02/03/2026;"1 234,56";VIR {reference[:9]} {reference[9:]};NOTPROVIDED\r\n'
        "02/03/2026;-10,50;PAIEMENT;key1\r\n"
        "02/03/2026;5,00;MERCI;\r\n"
        "02/03/2026;5,00;MERCI;\r\n"
    )
    lines = list(read_statement(table.encode("cp1252"), FRENCH))
    assert [(line.kind, line.amount.minor, line.key) for line in lines] == [
        (StatementKind.PAYMENT, 123456, reference),
        (StatementKind.PAYOUT, -1050, "key1"),
        (StatementKind.PAYMENT, 500, ""),
        (StatementKind.PAYMENT, 500, ""),
    ]
    assert lines[0].at == datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert len({line.reference for line in lines}) == 4
    again = list(read_statement(table.encode("cp1252"), FRENCH))
    assert [line.reference for line in again] == [line.reference for line in lines]


def test_a_statement_with_two_columns_of_amounts() -> None:
    table = (
        "交易时间,收入金额,支出金额,摘要,币种,流水号\n"
        "2026-03-02 20:00:00,1000.00,,转账,CNY,A1\n"
        '2026-03-02 20:00:01,,"1,000.50",支付,cny,A2\n'
    )
    lines = list(read_statement(table.encode("gb18030"), CHINESE))
    assert [(line.reference, line.amount) for line in lines] == [
        ("A1", Money(100000, "CNY")),
        ("A2", Money(-100050, "CNY")),
    ]
    assert lines[0].at == datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_an_amount_in_both_columns_is_none() -> None:
    table = (
        "交易时间,收入金额,支出金额,摘要,币种,流水号\n2026-03-02 20:00:00,1.00,1.00,转账,CNY,A1\n"
    )
    with pytest.raises(NotAStatement, match="row 2"):
        list(read_statement(table.encode("gb18030"), CHINESE))


def test_two_references_are_nobody_s() -> None:
    both = f"{reference_for('one')} {reference_for('two')}"
    table = f"Date;Montant;Libellé;Réf\r\n02/03/2026;1,00;{both};\r\n"
    (line,) = read_statement(table.encode("cp1252"), FRENCH)
    assert line.key == ""


@pytest.mark.parametrize(
    "row",
    [
        "02/03/2026;1.23;x;",  # a point where the comma decides
        "02/03/2026;1.2345,00;x;",
        "02/03/2026;1,234;x;",  # more digits than euros have
        "02/03/2026;;x;",
        "02/03/2026;１,00;x;",
        "02/03/2026;--1,00;x;",
        "2026-03-02;1,00;x;",
        "02/03/2026",
        '02/03/2026;1,00;"x',
        "02/03/2026;1,00;x;y;more",
    ],
)
def test_what_is_not_as_it_was_said_stops_it(row: str) -> None:
    table = f"Date;Montant;Libellé;Réf\r\n{row}\r\n"
    with pytest.raises(NotAStatement):
        list(read_statement(table.encode("utf-8"), replace(FRENCH, encoding="utf-8")))


@pytest.mark.parametrize(("name", "limit"), [("MOST_ROWS", 4), ("LARGEST", 20)])
def test_a_statement_is_bounded(monkeypatch: pytest.MonkeyPatch, name: str, limit: int) -> None:
    table = ("Date;Montant;Libellé;Réf\r\n" + "02/03/2026;1,00;x;\r\n" * 5).encode("cp1252")
    assert len(list(read_statement(table, FRENCH))) == 5
    monkeypatch.setattr(statements, name, limit)
    with pytest.raises(NotAStatement):
        list(read_statement(table, FRENCH))


def test_an_encoding_that_is_none_is_said() -> None:
    with pytest.raises(NotAStatement):
        list(read_statement(b"Date\r\nx", replace(FRENCH, encoding="no-such")))
