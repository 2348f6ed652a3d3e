"""Errors that are for people become pages, or JSON for programs. One table, no `try` in views."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pecia.kernel.errors import NotAllowed, NotThere, PeciaError

_log = logging.getLogger(__name__)
RETRY_SECONDS = 1
# Errors that have a page of their own, by code.
PAGES = {
    "not_found": "404.html",
    "document_not_found": "404.html",
    "not_allowed": "403.html",
    "csrf": "403_csrf.html",
    "too_often": "429.html",
    "too_large": "413.html",
    "bad_request": "400.html",
    "error": "500.html",
}


class ErrorMiddleware:
    """Turns `PeciaError` into an answer with its status, code and advice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request. NUL is in no address of ours, and no database takes it."""
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for what a view has raised."""
        return answer(request, error) if isinstance(error, PeciaError) else None


def advice_of(error: PeciaError) -> str:
    """What to do, in the language of the request."""
    return _(error.advice) % error.facts if error.facts else _(error.advice)


def answer(request: HttpRequest, error: PeciaError) -> HttpResponse:
    """The page, or for programs the JSON, of an error."""
    if error.status >= 500:
        _log.error("%s %s: %s", request.method, request.path, error)
    message = advice_of(error)
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse({"code": error.code, "message": message}, status=error.status)
    else:
        page = {"status": error.status, "code": error.code, "message": message}
        name = PAGES.get(error.code, "web/errors/told.html")
        response = render(request, name, {"page": page}, status=error.status)
    if error.status == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: tus, or somebody who accepts JSON and not HTML."""
    accept = request.headers.get("Accept", "")
    return "Tus-Resumable" in request.headers or (
        "application/json" in accept and "text/html" not in accept
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit: mostly a page that lay open too long."""
    return answer(request, _OldForm())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return answer(request, _BadRequest())


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return answer(request, NotAllowed())


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return answer(request, NotThere())


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Says nothing of what went wrong; the log does."""
    return answer(request, _Failed())


class _BadRequest(PeciaError):
    code = "bad_request"
    advice = "That request can't be understood. Go back and try again."


class _OldForm(PeciaError):
    code = "csrf"
    advice = "This form is too old to be sent. Load the page again and repeat it."
    status = 403


class _Failed(PeciaError):
    status = 500
