"""A person's own page, their data in an archive, and the way out."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pecia.accounts.public import HandleTaken, User, change_language, change_name, erase_account
from pecia.discovery.public import read_by, remembers
from pecia.edge.actors import actor_of, person_of
from pecia.edge.sign_in import signed_in
from pecia.kernel import clock
from pecia.library.public import changeable_documents, withdraw
from pecia.web.account import page
from pecia.web.account.browsers import browser_name
from pecia.web.account.export import write_archive
from pecia.web.account.forms import CloseForm, NameForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who somebody is here, and how they sign in."""
    user = person_of(request)
    form = NameForm(
        request.POST or None, initial={"display_name": user.display_name, "handle": user.handle}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_name(user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("account")
        except HandleTaken as taken:
            form.add_error("handle", _(taken.advice))
    shown = _page(request, user, form)
    return render(request, "web/account/account.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything that is theirs, in one archive, made while they wait."""
    if request.method != "POST":
        return render(request, "web/account/export.html", {"page": page.ExportPage()})
    archive = write_archive(person_of(request))
    name = f"pecia-{clock.now():%Y-%m-%d}.zip"
    return FileResponse(archive, as_attachment=True, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: HttpRequest) -> HttpResponse:
    """The way out: what becomes of the documents, and then the account is erased."""
    user = person_of(request)
    published = changeable_documents(actor_of(request)).filter(owner=user, state="published")
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["documents"] == "withdraw":
            for document in published:
                withdraw(document, actor_of(request), _("Its publisher has left."))
        erase_account(user)
        logout(request)
        messages.success(request, _("Your account is closed."))
        return redirect("home")
    shown = page.ClosePage(form=form, document_count=published.count())
    return render(request, "web/account/close.html", {"page": shown})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The site's language: in a cookie, and in the account of somebody signed in."""
    code, target = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = redirect(target)
    if code in {known for known, _name in settings.LANGUAGES}:
        user = actor_of(request).user
        if user is not None:
            change_language(user, code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=31_536_000,
            samesite="Lax",
            secure=settings.PRODUCTION,
            httponly=True,
        )
    return response


def _page(request: HttpRequest, user: User, form: NameForm) -> page.AccountPage:
    authenticators = list(Authenticator.objects.filter(user=user))
    kinds = {each.type for each in authenticators}
    address: Any = user.emailaddress_set.filter(primary=True).first()  # type: ignore[attr-defined]
    return page.AccountPage(
        display_name=user.name,
        masked_name=user.masked_name,
        form=form,
        email=user.email,
        is_email_confirmed=bool(address and address.verified),
        has_password=user.has_usable_password(),
        has_totp=Authenticator.Type.TOTP in kinds,
        recovery_codes_left=_codes_left(authenticators),
        passkeys=tuple(
            page.Passkey(each.wrap().name, each.created_at)
            for each in authenticators
            if each.type == Authenticator.Type.WEBAUTHN
        ),
        sessions=_sessions(request, user),
        remembers_reading=remembers(user),
        read_count=len(read_by(user)),
    )


def _codes_left(authenticators: list[Any]) -> int:
    codes = [each for each in authenticators if each.type == Authenticator.Type.RECOVERY_CODES]
    return len(codes[0].wrap().get_unused_codes()) if codes else 0


def _sessions(request: HttpRequest, user: User) -> tuple[page.SessionRow, ...]:
    rows = UserSession.objects.purge_and_list(user)
    return tuple(
        page.SessionRow(
            browser=browser_name(row.user_agent),
            address=str(row.ip),
            seen_at=row.last_seen_at,
            is_this=row.session_key == request.session.session_key,
        )
        for row in rows
    )
