"""Letters about money: to buyers, sellers, and whoever changed where money goes. At least once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from pecia.accounts.public import User
from pecia.trade.events import (
    DestinationChanged,
    HoldEnded,
    HoldOpened,
    OrderFulfilled,
    OrderRefunded,
    PayoutChanged,
    ReturnAnswered,
)
from pecia.trade.money import Money, spoken
from pecia.trade.orders.models import Order, OrderLine, ReturnRequest
from pecia.trade.payments.models import Refund
from pecia.trade.sellers.models import Hold, Payout, PayoutDestination, PayoutStage


def write_receipt(event: OrderFulfilled) -> None:
    """To the buyer: where the files are."""
    order = Order.objects.select_related("buyer").get(pk=event.order_id)
    with _letter_of(order) as language:
        titles = "\n".join(f"- {line.document.title}" for line in _lines(order))
        words = _("Thank you. What you have bought is here, as often as you like:")
        facts = {"number": order.number, "total": spoken(order.money, language)}
        subject = _("Order %(number)s, %(total)s") % facts
        _send(_address(order), subject, f"{words}\n\n{_order_url(order)}\n\n{titles}")


def write_refund(event: OrderRefunded) -> None:
    """To the buyer: that money is on its way back."""
    refund = Refund.objects.select_related("payment__order__buyer").get(pk=event.refund_id)
    order = refund.payment.order
    with _letter_of(order) as language:
        amount = spoken(Money(refund.amount, refund.payment.currency), language)
        subject = _("%(amount)s goes back to you") % {"amount": amount}
        words = _("It goes the way on which you paid; banks take some days for it.")
        _send(_address(order), subject, f"{words}\n\n{_order_url(order)}")


def write_return_answer(event: ReturnAnswered) -> None:
    """To the buyer: what was decided on their request."""
    row = ReturnRequest.objects.select_related("line__order__buyer").get(pk=event.return_id)
    order = row.line.order
    with _letter_of(order):
        back, kept = _("Your money goes back."), _("Your money does not go back.")
        outcome = back if row.is_granted else kept
        subject = _("Your request about order %(number)s") % {"number": order.number}
        _send(_address(order), subject, f"{outcome}\n\n{row.answer}\n\n{_order_url(order)}")


def write_hold(event: HoldOpened | HoldEnded) -> None:
    """To the seller: that money waits, with the reason; or that it does no more."""
    hold = Hold.objects.select_related("seller").get(pk=event.hold_id)
    with _language(hold.seller):
        if event.name == HoldOpened.name:
            subject, words = _("A part of your income is held"), _(hold.reason)
        else:
            subject, words = _("Your income is held no more"), _(hold.reason)
        _send(hold.seller.email, subject, f"{words}\n\n{_income_url()}")


def write_payout(event: PayoutChanged) -> None:
    """To the seller: that a payout was sent, has arrived, or came back."""
    payout = Payout.objects.select_related("seller", "destination").get(pk=event.payout_id)
    with _language(payout.seller) as language:
        facts = {
            "amount": spoken(Money(payout.amount, payout.currency), language),
            "account": str(payout.destination),
        }
        told = {
            PayoutStage.SUBMITTED: _("%(amount)s is on its way to %(account)s."),
            PayoutStage.PAID: _("%(amount)s has arrived at %(account)s."),
            PayoutStage.RETURNED: _(
                "%(amount)s came back from %(account)s. It is in your balance again; look whether "
                "the account is right."
            ),
        }.get(PayoutStage(payout.state))
        if told:
            subject = _("Payout %(number)s") % {"number": payout.number}
            _send(payout.seller.email, subject, f"{told % facts}\n\n{_income_url()}")


def write_destination(event: DestinationChanged) -> None:
    """To the seller: that their money goes elsewhere from now on, in case it was not them."""
    where = PayoutDestination.objects.select_related("seller").get(pk=event.destination_id)
    with _language(where.seller):
        facts = {"account": str(where), "day": where.usable_from.date().isoformat()}
        words = _(
            "Your income goes to %(account)s from %(day)s on. If you have not changed this, sign "
            "in, change it back and write to us."
        )
        _send(where.seller.email, _("Your payout account was set"), words % facts)


def _send(address: str, subject: str, words: str) -> None:
    if address:
        send_mail(subject, f"{words}\n", settings.DEFAULT_FROM_EMAIL, [address])


def _address(order: Order) -> str:
    return order.buyer.email if order.buyer and order.buyer.is_active else order.email


def _lines(order: Order) -> Iterator[OrderLine]:
    yield from order.lines.select_related("document").order_by("pk")


@contextmanager
def _letter_of(order: Order) -> Iterator[str]:
    language = (order.buyer.language if order.buyer else "") or order.language
    with translation.override(language or settings.LANGUAGE_CODE):
        yield language or settings.LANGUAGE_CODE


@contextmanager
def _language(user: User) -> Iterator[str]:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        yield user.language or settings.LANGUAGE_CODE


def _order_url(order: Order) -> str:
    return f"{settings.SITE_URL}/orders/{order.token}/"


def _income_url() -> str:
    return f"{settings.SITE_URL}/mine/income/"
