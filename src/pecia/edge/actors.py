"""Who asks, taken from the request once."""

from __future__ import annotations

from django.http import HttpRequest

from pecia.accounts.public import Actor, User, actor_for

_PASSES, _MOST_PASSES = "passes", 50


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request; a stranger when nobody is signed in."""
    known: Actor | None = getattr(request, "pecia_actor", None)
    if known is None:
        user = getattr(request, "user", None)
        person = user if isinstance(user, User) or _is_person(user) else None
        known = actor_for(person, passes_of(request))
        request.pecia_actor = known  # type: ignore[attr-defined]
    return known


def passes_of(request: HttpRequest) -> frozenset[str]:
    """Hashes of the passes that this browser has opened: what it bought as a guest."""
    session = getattr(request, "session", None)
    return frozenset() if session is None else frozenset(session.get(_PASSES, ()))


def open_pass(request: HttpRequest, pass_hash: str) -> None:
    """Let this browser use what that pass gives, as long as its session lives."""
    passes = request.session.get(_PASSES, [])
    if pass_hash not in passes:
        request.session[_PASSES] = [*passes, pass_hash][-_MOST_PASSES:]
        request.pecia_actor = None  # type: ignore[attr-defined]


def person_of(request: HttpRequest) -> User:
    """The person who has signed in, where a decorator made sure of it."""
    user = actor_of(request).user
    if user is None:
        raise RuntimeError("nobody has signed in")
    return user


def _is_person(user: object) -> bool:
    return bool(getattr(user, "is_authenticated", False))
