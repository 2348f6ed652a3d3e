"""When all is quiet: does everything fit, and is the provider's truth what the books say?"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import F

from pecia.kernel import clock
from pecia.trade.checking import check
from pecia.trade.chores import QUICK, SLOW
from pecia.trade.errors import ProviderUnreachable
from pecia.trade.ledger.balances import trial_balance
from pecia.trade.ledger.models import Entry
from pecia.trade.ledger.seals import BATCH, seal_entries
from pecia.trade.orders.models import Order
from pecia.trade.payments.asking import ask_about_payments, look_at, next_look
from pecia.trade.payments.bringing import bring_fake_notices
from pecia.trade.payments.models import Payment, ProviderEvent, Refund, RefundStage
from pecia.trade.sellers.models import Payout
from tests.trade.market import bring_notices
from tests.trade.simulation.acts import fake

ROUNDS = 400
# What the checker rightly says of a market full of mischief: a person has something to look at.
FOR_PEOPLE = {"differences_late", "refunds_stuck", "payments_stuck"}


def reckon() -> str:
    """Let everything come to rest, then compare. The facts as JSON."""
    rounds = _settle()
    while seal_entries() == BATCH:
        pass
    found = [problem for problem in check() if problem.code not in FOR_PEOPLE]
    return json.dumps(
        {
            "problems": [f"{problem.code}: {problem.what}" for problem in found][:20],
            "differs": _differs(),
            "entries": Entry.objects.count(),
            "orders": dict(Counter(Order.objects.values_list("state", flat=True))),
            "payments": dict(Counter(Payment.objects.values_list("state", flat=True))),
            "refunds": dict(Counter(Refund.objects.values_list("state", flat=True))),
            "payouts": dict(Counter(Payout.objects.values_list("state", flat=True))),
            "notices": ProviderEvent.objects.count(),
            "rounds": rounds,
        }
    )


def _settle() -> int:
    """Move the time from event to event until nothing more comes by itself."""
    moment = [clock.now()]
    with clock.running_by(lambda: moment[0]):
        for place in range(ROUNDS):
            _work()
            after = _next(moment[0])
            if after is None and not _ask_about_all():
                return place
            moment[0] = after or moment[0] + timedelta(hours=6)
    return ROUNDS


def _work() -> None:
    while bring_notices(fake())[0]:
        pass
    for chore in (*QUICK, *SLOW):
        while chore not in (bring_fake_notices, ask_about_payments) and chore():
            pass
    for payment in Payment.objects.filter(captured=0, ask_at__lte=clock.now()):
        Payment.objects.filter(pk=payment.pk).update(
            ask_at=next_look(payment), asked=F("asked") + 1
        )
        with suppress(ProviderUnreachable):
            look_at(payment)


def _ask_about_all() -> int:
    """Ask about every payment, as the daily questions do; returns how many entries that made."""
    before = Entry.objects.count()
    for payment in Payment.objects.all():
        for _ in range(20):  # a silent provider is asked again
            with suppress(ProviderUnreachable):
                look_at(payment)
                break
    return Entry.objects.count() - before


def _next(now: datetime) -> datetime | None:
    """When something happens next; None when only daily questions are left, which bring nothing."""
    moments = [fake().next_event_at()]
    due = Refund.objects.exclude(state__in=(RefundStage.DONE, RefundStage.STUCK))
    moments += due.order_by("next_try_at").values_list("next_try_at", flat=True)[:1]
    moments += (
        Payment.objects.filter(ask_at__isnull=False)
        .exclude(state="captured")
        .order_by("ask_at")
        .values_list("ask_at", flat=True)[:1]
    )
    waiting = ProviderEvent.objects.filter(due_at__isnull=False)
    moments += waiting.order_by("due_at").values_list("due_at", flat=True)[:1]
    known = [moment for moment in moments if moment is not None]
    if not known:
        return None
    return max(min(known), now) + timedelta(hours=6)


def _differs() -> dict[str, list[int]]:
    """Currencies in which the provider's truth is not what the books say is at the provider."""
    books = trial_balance()
    truth = fake().truth()
    names = {key.split(":")[2] for key in books if key.startswith("clearing:fake:")} | set(truth)
    pairs = {
        name: [books.get(f"clearing:fake:{name}", 0), truth[name].balance if name in truth else 0]
        for name in sorted(names)
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
