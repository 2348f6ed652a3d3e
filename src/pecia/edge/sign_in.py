"""Views that need somebody signed in, or somebody with a permission."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from pecia.accounts.public import Permission
from pecia.edge.actors import actor_of
from pecia.edge.errors import wants_json
from pecia.kernel.errors import NotAllowed, NotThere

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Send strangers to the sign-in page and back; tell programs 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **facts: Any) -> HttpResponseBase:
        if not actor_of(request).is_stranger:
            return view(request, *args, **facts)
        if wants_json(request):
            raise NotAllowed
        return redirect_to_login(request.get_full_path())

    return guarded


def needs(permission: Permission) -> Callable[[View], View]:
    """For those with a permission; for all others the page is not there."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **facts: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor.is_stranger:
                return redirect_to_login(request.get_full_path())
            if not actor.may(permission):
                raise NotThere
            return view(request, *args, **facts)

        return guarded

    return guard
