"""What this site decides differently from allauth's defaults."""

from __future__ import annotations

from functools import partial
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from pecia.kernel import text
from pecia.kernel.errors import PeciaError
from pecia.web.context import site

_PROVIDER_SECONDS = 10


class ProviderAway(PeciaError):
    """The other provider is not there, or says nothing that can be understood."""

    code = "provider_away"
    advice = (
        "The service that you sign in with does not answer. Try again in a minute, or sign in with "
        "a password."
    )
    status = 503


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Registration can be closed; the name given at sign-up is kept."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """As the operator has set it."""
        return bool(settings.OPEN_REGISTRATION)

    def format_email_subject(self, subject: str) -> str:
        """The name of the site in front, not that of its host."""
        return f"[{site().name}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails are signed with the name and address of the site."""
        here = {"name": site().name, "domain": settings.SITE_URL}
        super().send_mail(template_prefix, email, {"current_site": here, **context})

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the display name with the account."""
        user.display_name = form.cleaned_data.get("display_name", "")
        return super().save_user(request, user, form, commit)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of other providers follow the same rule."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """As the operator has set it."""
        return bool(settings.OPEN_REGISTRATION)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Keep the name that the provider tells as the display name, which readers see masked."""
        user = super().populate_user(request, sociallogin, data)
        user.display_name = text.one_line(data.get("name") or data.get("username") or "", 60)
        return user

    def get_requests_session(self) -> requests.Session:
        """What providers are asked with: patient for a while, and clear when it was in vain."""
        session = requests.Session()
        session.request = partial(_asked, session.request)  # type: ignore[method-assign]
        return session


def _asked(request: Any, *words: Any, **facts: Any) -> Any:
    try:
        response = request(*words, **{"timeout": _PROVIDER_SECONDS, **facts})
    except requests.RequestException as error:
        raise ProviderAway from error
    if response.status_code >= 500:
        raise ProviderAway
    return response
