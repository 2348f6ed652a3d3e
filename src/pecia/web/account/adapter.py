"""What this site decides differently from allauth's defaults."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from pecia.web.context import site


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
