"""Bank transfer by hand: references that survive forms, codes that banking programs scan."""

from __future__ import annotations

from datetime import date

import pytest

from pecia.trade.errors import NoticeRefused, ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers import mod97
from pecia.trade.providers.creditor_reference import LENGTH, reference_for, references_in
from pecia.trade.providers.iban import is_iban
from pecia.trade.providers.protocol import NextStep, PaymentState, RefundState
from pecia.trade.providers.transfer import BankAccount, TransferProvider, epc_code
from tests.trade.providers import requests

ACCOUNT = BankAccount(
    holder="Pecia Ltd",
    currencies=("EUR", "CNY"),
    iban="DE89 3704 0044 0532 0130 00",
    bic="COBADEFF",
)


def test_the_examples_of_the_standards_are_valid() -> None:
    assert mod97.is_valid("RF18539007547034")
    assert mod97.with_check_digits("RF", "539007547034") == "RF18539007547034"
    for iban in ("DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "NO9386011117947"):
        assert is_iban(iban)


def test_one_wrong_letter_or_two_that_changed_places_show() -> None:
    reference = reference_for("a key")
    for place in range(2, len(reference)):
        for letter in "07AZ":
            changed = reference[:place] + letter + reference[place + 1 :]
            assert changed == reference or not mod97.is_valid(changed)
    for place in range(4, len(reference) - 1):
        one, other = reference[place], reference[place + 1]
        swapped = reference[:place] + other + one + reference[place + 2 :]
        assert one == other or not mod97.is_valid(swapped)
    for wrong in (
        "",
        "DE",
        "DE89",
        "DE88370400440532013000",
        "DE89-3704",
        "ÄÖ89370400440532013000",
    ):
        assert not is_iban(wrong)


def test_a_reference_is_always_the_same_and_found_in_what_banks_write() -> None:
    reference = reference_for("a key")
    other = reference_for("another key")
    assert reference == reference_for("a key") != other
    assert len(reference) == LENGTH
    for text in (
        reference,
        f"Invoice {mod97.in_fours(reference)} thank you",
        f"/RFB/{reference[:7]} \n{reference[7:]}/ROC/x",
        reference.lower(),
        f"rf {reference}RF",
        f"{reference} {reference}",
    ):
        assert references_in(text) == [reference]
    assert references_in(f"{reference} {other}") == [reference, other]
    assert references_in(f"{reference[:-1]}{'A' if reference[-1] != 'A' else 'B'}") == []
    assert references_in("RF18539007547034 RF") == []  # a good one, but none of ours


def test_the_buyer_gets_a_reference_and_for_euros_a_code() -> None:
    transfer = TransferProvider(ACCOUNT)
    request = requests.payment(currency="EUR", minor=1999)
    begun = transfer.begin(request)
    assert begun.step is NextStep.INSTRUCTIONS
    assert begun.reference == reference_for(request.key)
    assert begun.value.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "COBADEFF",
        "Pecia Ltd",
        "DE89370400440532013000",
        "EUR19.99",
        "",
        begun.reference,
    ]
    assert len(begun.value.encode()) <= 331
    assert transfer.begin(requests.payment(currency="CNY")).value == ""
    assert epc_code(ACCOUNT, Money(10**12, "EUR"), begun.reference) == ""
    with pytest.raises(ProviderRefused):
        transfer.begin(requests.payment(currency="USD"))


def test_nobody_can_be_asked() -> None:
    transfer, request = TransferProvider(ACCOUNT), requests.payment(currency="EUR")
    begun = transfer.begin(request)
    transfer.cancel(request.key, begun.reference)
    facts = transfer.ask(request.key, begun.reference)
    assert (facts.state, facts.captured.minor) == (PaymentState.PENDING, 0)
    back = requests.refund(request, 5)
    assert transfer.refund(back) == transfer.ask_refund(back)
    assert transfer.refund(back).state is RefundState.SUBMITTED
    with pytest.raises(NoticeRefused):
        transfer.read_notice({}, b"")
    with pytest.raises(ProviderUnreachable):
        transfer.statement(date(2026, 3, 2))


def test_an_account_must_be_one() -> None:
    for wrong in (
        {"holder": ""},
        {"iban": "DE88370400440532013000"},
        {"iban": ""},
        {"currencies": ()},
    ):
        facts = {"holder": "P", "currencies": ("EUR",), "iban": ACCOUNT.iban} | wrong
        with pytest.raises(ValueError, match=r"account|IBAN"):
            BankAccount(**facts)  # type: ignore[arg-type]  # wrong on purpose
