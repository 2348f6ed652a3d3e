"""Who asks, taken from the request once."""

from __future__ import annotations

from django.http import HttpRequest

from pecia.accounts.public import Actor, User, actor_for


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request; a stranger when nobody is signed in."""
    known: Actor | None = getattr(request, "pecia_actor", None)
    if known is None:
        user = getattr(request, "user", None)
        known = actor_for(user if isinstance(user, User) or _is_person(user) else None)
        request.pecia_actor = known  # type: ignore[attr-defined]
    return known


def person_of(request: HttpRequest) -> User:
    """The person who has signed in, where a decorator made sure of it."""
    user = actor_of(request).user
    if user is None:
        raise RuntimeError("nobody has signed in")
    return user


def _is_person(user: object) -> bool:
    return bool(getattr(user, "is_authenticated", False))
