"""Samples of the operator's books."""

from __future__ import annotations

from dataclasses import replace

from pecia.web.books.page import (
    BalanceRow,
    Batch,
    BooksPage,
    DifferenceRow,
    DifferencesPage,
    FeeRow,
    FeesPage,
    HoldRow,
    HoldsPage,
    PayoutLine,
    PayoutsPage,
    ReturnRow,
    ReturnsPage,
    TrialBalance,
    Waiting,
)
from tests.web.preview import Sample
from tests.web.samples.money_forms import CloseForm, FeeForm, HoldForm
from tests.web.samples.reader import WHEN

DAY = WHEN.date()
SEAL = "3f1c0a94" * 8


def samples() -> list[Sample]:
    """Every page of the books, full and empty, the full ones in Chinese too."""
    full = {
        "books": _books(),
        "payouts": PayoutsPage((Waiting("EUR", 3, "€1,204.10"),), (_drafted(), _sent())),
        "returns": ReturnsPage((_asked(), replace(_asked(), key=8, is_late=True))),
        "differences": DifferencesPage((_difference(), replace(_difference(), key=5, owner=""))),
        "holds": HoldsPage((_hold(), replace(_hold(), key=3, is_late=True)), HoldForm()),
        "fees": FeesPage((_fee(2, "10 %", True), _fee(1, "8 %", False)), FeeForm(), 30),
    }
    empty = {
        "books": BooksPage((), 0, 0, "", 0, None, CloseForm({"through": "x"})),
        "payouts": PayoutsPage((), ()),
        "returns": ReturnsPage(()),
        "differences": DifferencesPage(()),
        "holds": HoldsPage((), HoldForm({"handle": ""})),
        "fees": FeesPage((), FeeForm({"percent": "x"}), 30),
    }
    return [
        *(_sample(name, page) for name, page in full.items()),
        *(_sample(name, page, "-zh", "zh-hans") for name, page in full.items()),
        *(_sample(name, page, "-empty") for name, page in empty.items()),
    ]


def _sample(name: str, page: object, ending: str = "", language: str = "en") -> Sample:
    context = {"page": page, "place": name}
    template = f"web/books/{name}.html"
    return Sample(f"books-{name}{ending}", template, context, "books", True, True, language)


def _books() -> BooksPage:
    rows = (
        BalanceRow("At the payment service (stripe)", "clearing:stripe", "€1,904.10", ""),
        BalanceRow("Suspense", "suspense", "€12.00", "", is_warning=True),
        BalanceRow("Sellers, available", "seller_available", "", "€1,520.00"),
        BalanceRow("Service fees", "fee_income", "", "€396.10"),
    )
    euros = TrialBalance("EUR", rows, "€1,916.10", "€1,916.10")
    return BooksPage((euros,), 4_427, 12, SEAL, 4_415, DAY, CloseForm())


def _payout(number: int, state: str, label: str) -> PayoutLine:
    account = "DE89370400440532013000"
    return PayoutLine(number, "qms-studio", "Q. M. Studio", account, "€744.90", state, label)


def _drafted() -> Batch:
    lines = (_payout(14, "wait", "Requested"), _payout(15, "wait", "Requested"))
    return Batch(
        7,
        "EUR",
        "€1,489.80",
        "wait",
        "Drafted",
        "Olga",
        "",
        lines,
        may_approve=True,
        may_drop=True,
    )


def _sent() -> Batch:
    line = replace(_payout(12, "wait", "Sent to the bank"), may_confirm=True, may_return=True)
    return Batch(
        6, "EUR", "€744.90", "ok", "Sent to the bank", "Olga", "Petra", (line,), has_file=True
    )


def _asked() -> ReturnRow:
    words = "Every second page of the second half is upside down."
    return ReturnRow(
        7, 1_041, 20_391, "Management review pack", "€8.00", words, WHEN, WHEN, is_late=False
    )


def _difference() -> DifferenceRow:
    label = "On the statement, not in the books"
    return DifferenceRow(4, label, "stripe", "ch_3PqL8ZKd0", "€12.00", "Olga", DAY, is_late=True)


def _hold() -> HoldRow:
    reason = "A rights holder has objected to three pages."
    return HoldRow(2, "qms-studio", 20_391, "€96.00", reason, "case:31", WHEN, WHEN, is_late=False)


def _fee(version: int, percent: str, is_current: bool) -> FeeRow:
    return FeeRow(version, percent, "Hosting became dearer.", WHEN, WHEN, is_current)
