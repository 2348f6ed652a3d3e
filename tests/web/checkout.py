"""Buying through the pages: fill in the form of an offer, pay at the fake provider, come back."""

from __future__ import annotations

from typing import Any

from django.test import Client

from pecia.kernel import clock, events
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.public import Credit, Order, Payment
from tests.trade.market import work
from tests.web.site import body_of


def filled_in(browser: Client, offer: str, **chosen: object) -> dict[str, object]:
    """What the form of this offer sends when somebody agrees to it."""
    form = browser.get(offer).context["page"].form
    sent = {**form.initial, "provider": "fake", "agreed": "on", **chosen}
    if "email" in form.fields:
        sent.setdefault("email", "guest@example.org")
    return sent


def order(browser: Client, offer: str, **chosen: object) -> Order:
    """Order it there; the order that the browser is sent to."""
    response = browser.post(offer, filled_in(browser, offer, **chosen))
    assert response.status_code == 302, body_of(response).decode()
    return Order.objects.get(token=response.headers["Location"].split("/")[2])


def bought(browser: Client, fake: FakeProvider, offer: str, **chosen: object) -> Order:
    """Order it, pay, and look at the order, which asks the provider."""
    placed = order(browser, offer, **chosen)
    fake.pay(Payment.objects.get(order=placed).key)
    assert browser.get(f"/orders/{placed.token}/").status_code == 200
    placed.refresh_from_db()
    return placed


def mature() -> None:
    """Let time pass until everything sold may be paid out."""
    Credit.objects.update(due_at=clock.now())
    work()


def deliver() -> None:
    """Let workers bring what has happened to whoever is told of it."""
    while events.deliver_due():
        pass


def status_of(response: Any) -> int:
    """Its status, with the body read to its end."""
    body_of(response)
    return int(response.status_code)
