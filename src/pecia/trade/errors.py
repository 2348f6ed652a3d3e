"""What may go wrong with money, as people are told of it."""

from __future__ import annotations

from pecia.kernel.errors import PeciaError


class ProviderUnreachable(PeciaError):
    """The provider did not answer, or answered nonsense. Nobody knows whether it did what was
    asked: the caller keeps `unknown` and asks again; it never repeats under another key."""

    code = "provider_unreachable"
    advice = "The payment service does not answer just now. Nothing is lost; we keep asking it."
    status = 503


class ProviderRefused(PeciaError):
    """The provider said no, and certainly did nothing."""

    code = "provider_refused"
    advice = "The payment service refused: %(reason)s"


class NoticeRefused(PeciaError):
    """A notice that is not from the provider, not for us, too old, or seen before.

    `reason` is one of `signature`, `age`, `nonce`, `app`, `seller`, `form`, `key`.
    """

    code = "notice_refused"
    advice = "This notice was refused: %(reason)s"

    @property
    def reason(self) -> str:
        """Why, in one word."""
        return str(self.facts.get("reason", ""))


class BooksRefuse(PeciaError):
    """An entry that the books do not take: a mistake of the program, never of a person."""

    code = "books_refuse"
    advice = "The books refused an entry (%(reason)s). Nothing was booked; please tell us."
    status = 500


class KeyReused(PeciaError):
    """A key that stands for something else already."""

    code = "key_reused"
    advice = "This was asked for before with other data (%(key)s). Start anew."
    status = 409


class NotEnough(PeciaError):
    """An account would leave its bounds."""

    code = "not_enough"
    advice = "There is not that much on the account."
    status = 409


class PeriodClosed(PeciaError):
    """A day on which nothing is booked any more."""

    code = "period_closed"
    advice = "That day is closed in the books. Book it on a day that is open."
    status = 409


class NotForSale(PeciaError):
    """There is no price for it, or it can't be had just now."""

    code = "not_for_sale"
    advice = "This can't be bought just now. Nothing was paid."
    status = 409


class PriceChanged(PeciaError):
    """What the buyer saw is not what it costs now."""

    code = "price_changed"
    advice = "The price or the file has changed since you saw it. Look at the offer again."
    status = 409


class BadPrice(PeciaError):
    """An amount that can't be a price."""

    code = "bad_price"
    advice = "Write the price as a number, such as 2.50, and not more than %(most)s."


class BadCoupon(PeciaError):
    """A code that is not valid, not for this, or used up."""

    code = "bad_coupon"
    advice = "This code can't be used here: it is mistyped, over, or for something else."


class NoSuchOrder(PeciaError):
    """No order, or none of theirs."""

    code = "no_such_order"
    advice = "There is no such order. Open it from the link in your e-mail, or sign in."
    status = 404


class OrderOver(PeciaError):
    """An order that can't be paid any more."""

    code = "order_over"
    advice = "This order is over. Nothing was paid with it; start a new one."
    status = 409


class NoProvider(PeciaError):
    """Nobody here takes this currency."""

    code = "no_provider"
    advice = "This site can't take payments in this currency just now."
    status = 409


class NothingToRefund(PeciaError):
    """More than is left of what was paid."""

    code = "nothing_to_refund"
    advice = "There is not that much left of this payment to give back."
    status = 409


class NoDestination(PeciaError):
    """It is not known where the money should go."""

    code = "no_payout_destination"
    advice = "Say first where your income in %(currency)s should be sent."
    status = 409


class PayoutTooSmall(PeciaError):
    """Less than is paid out."""

    code = "payout_too_small"
    advice = "That is less than the smallest payout."
    status = 409


class AnnouncedTooLate(PeciaError):
    """A fee that would hold before people can have heard of it."""

    code = "fee_announced_too_late"
    advice = "A new fee must be announced at least %(days)s days before it holds."
    status = 409


class NoBankAccount(PeciaError):
    """The operator's bank would not take this file."""

    code = "no_bank_file"
    advice = "There can be no file for the bank: %(why)s"
    status = 409
