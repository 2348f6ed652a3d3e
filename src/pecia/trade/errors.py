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
