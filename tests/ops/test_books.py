"""`pecia books` at a site with a sale in it."""

from __future__ import annotations

import re

from tests.flows.site_process import SiteProcess
from tests.ops.commands import ask, pecia

SALE = """
from datetime import timedelta
from django.db import transaction
from pecia.kernel import clock
from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import credit, debit, post
def book(key):
    with transaction.atomic():
        post(key, "sale", [debit(AccountName(Kind.CLEARING, "EUR", "fake"), 1050), credit(AccountName(Kind.SELLER_PENDING, "EUR", "7"), 1050)])
with clock.stopped_at(clock.now() - timedelta(days=3)):
    book("sale:1")
book("sale:2")
answer = (clock.now() - timedelta(days=1)).date().isoformat()
"""
SPOIL = """
from pecia.trade.ledger.models import Account
answer = Account.objects.filter(keeps_balance=True).update(balance=-1)
"""


def test_the_books_are_shown_closed_rebuilt_and_proved(site: SiteProcess) -> None:
    yesterday = ask(site, SALE)
    shown = pecia(site, "books")
    assert re.search(r"seller_pending +-21\.00 EUR", shown.stdout), shown
    assert "2 entries, 2 of them not sealed yet" in shown.stdout
    proved = pecia(site, "books", "prove")
    assert (proved.returncode, proved.stdout) == (0, "2 seals fit their entries\n")
    head = re.search(r"seal 2: ([0-9a-f]{64})", pecia(site, "books").stdout)
    assert head is not None
    kept = pecia(site, "books", "prove", "--seal", head[1])
    assert "that is the seal of entry 2" in kept.stdout
    assert pecia(site, "books", "prove", "--seal", "0" * 64).returncode == 1
    assert pecia(site, "books", "close").returncode == 2
    assert pecia(site, "books", "close", "--through", "2999-01-01").returncode == 2
    closed = pecia(site, "books", "close", "--through", yesterday)
    assert closed.stdout == f"closed up to {yesterday}\n"
    assert ask(site, SPOIL) == 1
    assert "balance_wrong" in pecia(site, "verify").stdout
    assert pecia(site, "books", "rebuild").stdout == "1 balances were wrong and are right now\n"
    assert "balance_wrong" not in pecia(site, "verify").stdout
