"""One process of the bench of trade: it books, or sells, for some seconds and tells how often.

python -m bench.trade_work populate|entries|orders SECONDS SEED
"""

from __future__ import annotations

import os
import random
import secrets
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pecia.trade.ledger.chart import AccountName

ACCOUNTS = 50


def main() -> None:
    """In the site that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pecia.config.settings")
    import django

    django.setup()
    what, seconds, seed = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    if what == "populate":
        _populate()
    else:
        print({"entries": _entries, "orders": _orders}[what](seconds, random.Random(seed)))


def _populate() -> None:
    """Accounts with money on them, and something to sell."""
    from django.conf import settings
    from django.db import transaction
    from tests.factories.documents import make_document

    from pecia.accounts.public import actor_for, create_user
    from pecia.trade.ledger.chart import AccountName, Kind
    from pecia.trade.ledger.posting import credit, debit, post
    from pecia.trade.money import Money
    from pecia.trade.offers.pricing import set_price

    bank = AccountName(Kind.BANK, "EUR")
    with transaction.atomic():
        for number in range(ACCOUNTS):
            moves = [debit(bank, 10**12), credit(_account(number), 10**12)]
            post(f"begin:{number}", "begin", moves)
    for number in range(10):
        create_user(f"buyer{number}@example.org")
        seller = create_user(f"seller{number}@example.org")
        document = make_document(settings.DATA, seller, texts=["One", "Two"], rights_basis="own")
        document.refresh_from_db()
        set_price(document, actor_for(seller), Money(500, "EUR"), preview_pages=1)


def _account(number: int) -> AccountName:
    from pecia.trade.ledger.chart import AccountName, Kind

    return AccountName(Kind.SELLER_AVAILABLE, "EUR", f"bench{number}")


def _entries(seconds: float, chance: random.Random) -> int:
    """Transfers between two accounts that may not fall below nothing, an entry each."""
    from django.db import transaction

    from pecia.trade.ledger.posting import credit, debit, post

    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        here, there = chance.sample(range(ACCOUNTS), 2)
        amount = chance.randint(1, 900)
        with transaction.atomic():
            moves = [debit(_account(here), amount), credit(_account(there), amount)]
            post(f"transfer:{secrets.token_hex(8)}", "transfer", moves)
        done += 1
    return done


def _orders(seconds: float, chance: random.Random) -> int:
    """Whole sales: quoted, placed, begun, paid, noticed by asking, fulfilled, the right granted."""
    from pecia.accounts.public import User, actor_for
    from pecia.library.public import Document
    from pecia.trade.orders.placing import Buyer, place_order
    from pecia.trade.orders.quoting import quote_document
    from pecia.trade.payments import desk
    from pecia.trade.payments.asking import look_at
    from pecia.trade.payments.starting import start_payment
    from pecia.trade.providers.fake.provider import FakeProvider

    fake = desk.providers()["fake"]
    assert isinstance(fake, FakeProvider)
    rows = Document.objects.select_related("owner", "organisation", "current_edition")
    documents = list(rows)
    buyers = list(User.objects.filter(email__startswith="buyer"))
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        buyer = chance.choice(buyers)
        quote = quote_document(chance.choice(documents), actor_for(buyer), "EUR")
        order = place_order(quote, Buyer(buyer), secrets.token_hex(16))
        payment = start_payment(order, "fake", return_url="", notice_url="")
        fake.pay(payment.key)
        look_at(payment)
        done += 1
    return done


main()
