"""Bringing the notices of the provider that is not there, as a real one would bring its own: over
HTTP, again and again until the site takes them."""

from __future__ import annotations

import requests

from pecia.trade.payments import desk
from pecia.trade.providers.fake.notices import Delivery
from pecia.trade.providers.fake.provider import FakeProvider

_PATIENCE = 5  # seconds


def bring_fake_notices() -> int:
    """Bring what is due; returns how many were taken. Nothing where there is no such provider."""
    fake = desk.providers().get("fake")
    if not isinstance(fake, FakeProvider):
        return 0
    return sum(_bring(fake, delivery) for delivery in fake.due_notices(20))


def _bring(fake: FakeProvider, delivery: Delivery) -> bool:
    if not delivery.url:
        return False
    try:
        answer = requests.post(
            delivery.url, data=delivery.body, headers=dict(delivery.headers), timeout=_PATIENCE
        )
    except requests.RequestException:
        return False
    if answer.ok:
        fake.acknowledge(delivery.id)
    return answer.ok
