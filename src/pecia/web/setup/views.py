"""The first operator, by the link that the console has told. It works once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from pecia.accounts.public import create_operator, there_is_an_operator
from pecia.edge.addresses import address_of
from pecia.edge.first_operator import forget_setup_token, is_setup_token
from pecia.edge.limits import require_fair_use
from pecia.kernel.errors import NotThere
from pecia.web.setup import page

TRIES_PER_HOUR = 30


class OperatorForm(forms.Form):
    """Address and password of the first operator."""

    email = forms.EmailField(label=_("E-mail"))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. A passkey can be added afterwards."),
    )

    def clean_password(self) -> str:
        """As strong as everybody else's."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


@require_http_methods(["GET", "HEAD", "POST"])
def first_operator(request: HttpRequest, token: str) -> HttpResponse:
    """Make the first operator; not there when there is one, or for a wrong token."""
    require_fair_use("setup", address_of(request), TRIES_PER_HOUR)
    if there_is_an_operator() or not is_setup_token(settings.DATA, token):
        raise NotThere
    form = OperatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        user = create_operator(data["email"], data["password"])
        forget_setup_token(settings.DATA)
        login(request, user, "allauth.account.auth_backends.AuthenticationBackend")
        return redirect("operator-home")
    return render(request, "web/setup/operator.html", {"page": page.SetupPage(form)})
