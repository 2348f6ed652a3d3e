"""The root of every error that is told to a person."""

from __future__ import annotations

from collections.abc import Mapping


class PeciaError(Exception):
    """Something a person can act on.

    `code` is stable and for programs; `advice` says what to do, as a text that is translated where
    it is shown; `facts` fill its placeholders. `status` is the nearest HTTP status.
    """

    code = "error"
    advice = "Something went wrong. Try again; if it happens again, write to us."
    status = 400

    def __init__(self, advice: str | None = None, **facts: object) -> None:
        self.facts: Mapping[str, object] = facts
        if advice is not None:
            self.advice = advice
        super().__init__(f"{self.code}: {self.advice % self.facts if facts else self.advice}")


class NotThere(PeciaError):
    """There is no such thing, or the caller may not know of it: the same answer for both."""

    code = "not_found"
    advice = "There is nothing here. Check the number or the address."
    status = 404


class NotAllowed(PeciaError):
    """The caller may know of it, and may not do this."""

    code = "not_allowed"
    advice = "You may not do this. Sign in with an account that may."
    status = 403


class Conflict(PeciaError):
    """The thing has changed in the meantime."""

    code = "conflict"
    advice = "This was changed in the meantime. Look at it again and repeat what you wanted."
    status = 409


class NoSpace(PeciaError):
    """The disk is full or failing; nothing was taken."""

    code = "no_space"
    advice = "The site has no room left just now. Nothing was taken; please try again later."
    status = 507
