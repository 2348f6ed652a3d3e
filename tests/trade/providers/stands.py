"""Each provider with its buyers, so that all pass the same tests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from pecia.trade.providers.protocol import Begun, PaymentRequest, Provider


@dataclass(frozen=True)
class Stand:
    """A provider; how a buyer pays; how it tells of that; how an answer gets lost.

    `told` waits for the notice. Within `breaks` an order is carried out and its
    answer is lost. `signed` are the headers that a notice needs as they are. `fee` is what it says
    that it keeps of 19.99. `visit` is to come to the page of the provider; `asks_to_begin` is
    false where the provider hears of a payment only then.
    """

    provider: Provider
    currency: str
    pay: Callable[[PaymentRequest, Begun], None]
    told: Callable[[PaymentRequest], tuple[dict[str, str], bytes]]
    breaks: Callable[[], AbstractContextManager[None]]
    signed: tuple[str, ...]
    fee: int | None = None
    visit: Callable[[Begun], object] = lambda begun: None
    asks_to_begin: bool = True
