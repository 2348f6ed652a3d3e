"""The page of the provider that moves no money: there on sites that are not in production."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pecia.kernel.errors import NotThere
from pecia.trade.public import (
    FakeProvider,
    Payment,
    ProviderRefused,
    find_payment,
    providers,
)
from pecia.web.buying import page
from pecia.web.frame.prices import told


@require_http_methods(["GET", "HEAD", "POST"])
def demo_pay(request: HttpRequest, key: str) -> HttpResponse:
    """Pay, or don't: as a buyer at the provider's own page would."""
    fake = providers().get("fake")
    payment = find_payment(key)
    if not isinstance(fake, FakeProvider) or payment is None:
        raise NotThere
    back = reverse("order", args=[payment.order.token])
    is_over = False
    if request.method == "POST":
        try:
            _act(fake, payment, request.POST.get("act", ""))
            return redirect(back)
        except ProviderRefused:
            is_over = True
    shown = page.DemoPayPage(key, told(payment.money), payment.order.number, back, is_over)
    return render(request, "web/buying/demo_pay.html", {"page": shown})


def _act(fake: FakeProvider, payment: Payment, act: str) -> None:
    if act == "pay":
        fake.pay(payment.key)
    elif act == "refuse":
        fake.refuse(payment.key)
