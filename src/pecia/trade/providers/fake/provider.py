"""The fake provider, entered here: what the site asks of it, what buyers do, what it sends.

fake = FakeProvider(file, fresh_nonce, mischief=adversary(7))
fake.begin(request); fake.pay(request.key)
for delivery in fake.due_notices(): ...          # POST, then fake.acknowledge(delivery.id)
fake.ask(request.key, ""); fake.truth()["CNY"].balance
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from pecia.kernel import clock
from pecia.trade.errors import ProviderRefused, ProviderUnreachable
from pecia.trade.money import Money
from pecia.trade.providers.fake import (
    movements,
    notices,
    payments,
    payouts,
    plans,
    reversals,
    signing,
    statements,
)
from pecia.trade.providers.fake.happenings import catch_up
from pecia.trade.providers.fake.mischief import Mischief, honest
from pecia.trade.providers.fake.movements import Sums
from pecia.trade.providers.fake.notices import Delivery
from pecia.trade.providers.fake.requests import kept
from pecia.trade.providers.fake.world import World, tally
from pecia.trade.providers.protocol import (
    Begun,
    FreshNonce,
    NextStep,
    Notice,
    PaymentFacts,
    PaymentRequest,
    PayoutFacts,
    PayoutRequest,
    RefundFacts,
    RefundRequest,
    StatementLine,
)

CURRENCIES = ("CNY", "EUR", "USD", "JPY", "BHD")
ON_ITS_WAY = timedelta(seconds=30)

_Answer = TypeVar("_Answer")
_Act = Callable[[sqlite3.Connection, datetime], _Answer]


class FakeProvider:
    """A `Provider` and a `PayoutProvider`, whose truth is in `file`.

    `page` is where a buyer is sent, with `{key}` in it; `payout_url` is where notices of payouts
    are brought. Everything is as of `clock.now()`.
    """

    lists_refunds = True

    def __init__(
        self,
        file: Path,
        fresh: FreshNonce,
        *,
        mischief: Mischief | None = None,
        name: str = "fake",
        page: str = "/pay/fake/{key}",
        payout_url: str = "",
        app_id: str = "pecia",
        seller: str = "seller",
        currencies: Collection[str] = CURRENCIES,
    ) -> None:
        self.name = name
        self._world = World(file, mischief or honest(), name, app_id, seller, payout_url)
        self._fresh = fresh
        self._page = page
        self._currencies = frozenset(currencies)

    # What the site asks.

    def takes(self, currency: str) -> bool:
        """Whether one can pay in this currency."""
        return currency in self._currencies

    def begin(self, request: PaymentRequest) -> Begun:
        """The payment is known, unless the line broke; see `Mischief`."""
        if not self.takes(request.amount.currency) or request.amount.minor <= 0:
            raise ProviderRefused(reason="this amount can't be paid here")
        reference = self._called(
            "begin",
            request.key,
            kept(request),
            lambda database, now: payments.begin(self._world, database, request),
        )
        return Begun(reference, NextStep.REDIRECT, self._page.format(key=request.key))

    def ask(self, key: str, reference: str) -> PaymentFacts:
        """All that is known of the payment."""
        return self._asked(key, lambda database, now: payments.facts_of(database, key, now))

    def cancel(self, key: str, reference: str) -> None:
        """It can't be begun to be paid any more."""
        with self._changing() as (database, _now):
            payments.cancel(database, key)

    def refund(self, request: RefundRequest) -> RefundFacts:
        """Give money back."""
        return self._called(
            "refund",
            request.key,
            kept(request),
            lambda database, now: reversals.refund(self._world, database, request, now),
        )

    def ask_refund(self, request: RefundRequest) -> RefundFacts:
        """How far that refund has come."""
        return self._asked(request.key, lambda database, now: reversals.ask(database, request))

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Verify a notice."""
        return signing.read(self._world, self._fresh, headers, body)

    def statement(self, day: date) -> Iterator[StatementLine]:
        """The account of a day that is over."""
        if clock.now() < datetime.combine(day + timedelta(days=1), time(), UTC):
            raise ProviderUnreachable
        with self._changing() as (database, _now):
            return iter(list(statements.lines(self._world.mischief, database, day)))

    def send(self, request: PayoutRequest) -> PayoutFacts:
        """Send money to a seller."""
        return self._called(
            "send",
            request.key,
            kept(request),
            lambda database, now: payouts.send(self._world, database, request, now),
        )

    def ask_payout(self, key: str) -> PayoutFacts:
        """How far that payout has come."""
        return self._asked(key, lambda database, now: payouts.ask(database, key))

    # What buyers, their banks and the people at the provider do.

    def pay(self, key: str, amount: Money | None = None) -> None:
        """The buyer pays what was asked, or `amount`. `ProviderRefused` when it is too late."""
        with self._changing() as (database, now):
            payments.pay(self._world, database, key, amount, now)

    def refuse(self, key: str) -> None:
        """The buyer, or the buyer's bank, says no."""
        with self._changing() as (database, now):
            payments.refuse(self._world, database, key, now)

    def chargeback(self, key: str, *, won: bool | None = None) -> str:
        """The buyer's bank takes the money back; ten days later that is won, lost, or as the seed
        says. Gives the dispute's reference, empty when there was nothing left to take."""
        with self._changing() as (database, now):
            return reversals.charge_back(self._world, database, key, now, won=won)

    def refund_outside(self, key: str, amount: Money | None = None) -> None:
        """Somebody refunds at the provider's own page: what is left, or `amount`."""
        with self._changing() as (database, now):
            reversals.refund_outside(self._world, database, key, amount, now)

    # What it does by itself, for the engine that lets it.

    def due_notices(self, at_most: int = 100) -> list[Delivery]:
        """Notices to bring now, each given to one caller; again later unless acknowledged."""
        with self._changing() as (database, now):
            return notices.take_due(self._world, database, now, at_most)

    def acknowledge(self, identity: str) -> None:
        """The site took that delivery."""
        with self._changing() as (database, now):
            notices.acknowledge(self._world, database, identity, now)

    def next_event_at(self) -> datetime | None:
        """When something happens, or a notice is due; None when nothing ever will by itself."""
        with self._world.look() as database:
            moments = (plans.next_at(database), notices.next_at(database))
        return min((at for at in moments if at is not None), default=None)

    def truth(self) -> dict[str, Sums]:
        """What really happened, by currency."""
        with self._changing() as (database, _now):
            return movements.sums(database)

    def close(self) -> None:
        """Let go of the file."""
        self._world.close()

    @contextmanager
    def _changing(self) -> Iterator[tuple[sqlite3.Connection, datetime]]:
        now = clock.now()
        with self._world.change() as database:
            catch_up(self._world, database, now)
            yield database, now
            catch_up(self._world, database, now)

    def _called(self, what: str, key: str, request: str, act: _Act[_Answer]) -> _Answer:
        """Do it, unless the line breaks: before, so that it is done later, or after."""
        character, name = self._world.mischief, f"{what} {key}"
        answer: _Answer | None = None
        with self._changing() as (database, now):
            count = tally(database, name)
            if character.fires("timeout", name, count):
                plans.plan(database, now + ON_ITS_WAY, what, key, {"request": request})
            else:
                answer = act(database, now)
        if answer is None or character.fires("error_after_success", name, count):
            raise ProviderUnreachable
        return answer

    def _asked(self, key: str, answer: _Act[_Answer]) -> _Answer:
        """The answer as of now. It only writes when something has happened meanwhile."""
        self._perhaps_silent(key)
        with self._world.look() as database:
            now = clock.now()
            if not plans.anything_due(database, now):
                return answer(database, now)
        with self._changing() as (database, now):
            return answer(database, now)

    def _perhaps_silent(self, key: str) -> None:
        character = self._world.mischief
        if not character.silent:
            return
        with self._world.change() as database:
            count = tally(database, f"ask {key}")
        if character.fires("silent", key, count):
            raise ProviderUnreachable
