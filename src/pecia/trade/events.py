"""What happens to orders and money, for other parts and for mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pecia.kernel.events import Event


@dataclass(frozen=True, slots=True)
class OrderFulfilled(Event):
    """Somebody has bought something and has it."""

    name: ClassVar[str] = "order-fulfilled"
    order_id: int


@dataclass(frozen=True, slots=True)
class OrderRefunded(Event):
    """Money of an order is on its way back."""

    name: ClassVar[str] = "order-refunded"
    refund_id: int


@dataclass(frozen=True, slots=True)
class ReturnAnswered(Event):
    """Somebody has decided on a request for money back."""

    name: ClassVar[str] = "return-answered"
    return_id: int


@dataclass(frozen=True, slots=True)
class HoldOpened(Event):
    """A seller's money is kept back."""

    name: ClassVar[str] = "hold-opened"
    hold_id: int


@dataclass(frozen=True, slots=True)
class HoldEnded(Event):
    """It is kept back no more."""

    name: ClassVar[str] = "hold-ended"
    hold_id: int


@dataclass(frozen=True, slots=True)
class PayoutChanged(Event):
    """A payout was sent, has arrived, or came back."""

    name: ClassVar[str] = "payout-changed"
    payout_id: int


@dataclass(frozen=True, slots=True)
class DestinationChanged(Event):
    """Somebody's money will go elsewhere: they should hear of it, in case it was not them."""

    name: ClassVar[str] = "destination-changed"
    destination_id: int


@dataclass(frozen=True, slots=True)
class FeeAnnounced(Event):
    """The operator will keep something else of a sale than now."""

    name: ClassVar[str] = "fee-announced"
    schedule_id: int
