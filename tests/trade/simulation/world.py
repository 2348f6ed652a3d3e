"""What all processes of a simulated market share: the time, the provider, the people."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pecia.kernel import clock

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
SPEED = 3_000  # simulated seconds in a real one: an order expires within a real second
SELLERS, BUYERS, OPERATORS, DOCUMENTS = 5, 12, 3, 14
CURRENCIES = ("EUR", "JPY")


def setup_site(seed: int) -> None:
    """Django, and the provider of this seed at the desk."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pecia.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from pecia.trade.payments import desk
    from pecia.trade.providers.fake.mischief import adversary
    from pecia.trade.providers.fake.provider import FakeProvider

    folder: Path = settings.DATA
    provider = FakeProvider(
        folder / "fake.sqlite3", desk.fresh_nonce, mischief=adversary(seed), currencies=CURRENCIES
    )
    desk.providers = lambda: {"fake": provider}  # type: ignore[assignment]


@contextmanager
def simulated_time(started: float) -> Iterator[None]:
    """Time as all processes have it: it runs fast from the moment `started` (`time.time`)."""

    def now() -> datetime:
        return BEGIN + timedelta(seconds=(time.time() - started) * SPEED)

    with clock.running_by(now):
        yield


def populate() -> None:
    """People and priced documents; no engine is needed for them."""
    from django.conf import settings

    from pecia.accounts.public import Role, actor_for, create_user, grant_role
    from pecia.trade.money import Money
    from pecia.trade.offers.pricing import set_price
    from pecia.trade.sellers.payouts import set_destination
    from tests.factories.documents import make_document

    sellers = [create_user(f"seller{n}@example.org") for n in range(SELLERS)]
    for n in range(BUYERS):
        create_user(f"buyer{n}@example.org")
    for n in range(OPERATORS):
        grant_role(create_user(f"operator{n}@example.org"), Role.OPERATOR)
    for seller in sellers:
        for currency in CURRENCIES:
            set_destination(
                seller,
                currency,
                holder="S",
                account="DE89370400440532013000",
                bank="",
                country="DE",
            )
    for n in range(DOCUMENTS):
        seller = sellers[n % SELLERS]
        document = make_document(
            settings.DATA, seller, texts=[f"Page {page}" for page in range(6)], rights_basis="own"
        )
        document.refresh_from_db()
        for currency in CURRENCIES:
            set_price(document, actor_for(seller), Money(100 + 37 * n, currency), preview_pages=2)
