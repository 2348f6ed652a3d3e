"""What may go wrong with money, as people are told of it."""

from __future__ import annotations

from pecia.kernel.errors import Conflict, NotAllowed, NotThere, PeciaError


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


__all__ = [
    "Conflict",
    "NotAllowed",
    "NotThere",
    "NoticeRefused",
    "PeciaError",
    "ProviderRefused",
    "ProviderUnreachable",
]
