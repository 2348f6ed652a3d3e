"""Money in a currency that nobody asked for: it is booked, and waits for a person to send it
back."""

from __future__ import annotations

from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.posting import Move, post
from pecia.trade.payments.differences import note_difference
from pecia.trade.payments.models import Difference, Payment
from pecia.trade.providers.protocol import DisputeState, PaymentFacts, RefundState


def mirror(payment: Payment, facts: PaymentFacts) -> None:
    """Make `suspense` what the provider has of it in that currency, less what went back."""
    currency, net = facts.captured.currency, _net(facts)
    known = Difference.objects.filter(
        provider=payment.provider, code="wrong_currency", about=payment.key
    ).first()
    moved = net - (known.amount if known else 0)
    if not moved:
        return
    here = AccountName(Kind.CLEARING, currency, payment.provider)
    moves = [Move(here, moved), Move(AccountName(Kind.SUSPENSE, currency), -moved)]
    steps = (known.changes if known else 0) + 1
    post(f"foreign:{payment.pk}:{steps}", "foreign", moves, facts={"payment": payment.key})
    note_difference(payment.provider, "wrong_currency", payment.key, net, currency, changes=steps)


def _net(facts: PaymentFacts) -> int:
    back = sum(row.amount.minor for row in facts.refunds if row.state is RefundState.DONE)
    gone = sum(row.amount.minor for row in facts.disputes if row.state is not DisputeState.WON)
    return facts.captured.minor - back - gone
