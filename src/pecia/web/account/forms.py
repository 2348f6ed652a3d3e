"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pecia.kernel import text


class SignupNameForm(forms.Form):
    """What sign-up asks beside address and password."""

    display_name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("Readers see it masked, like lao****ou, unless you decide otherwise."),
    )

    def clean_display_name(self) -> str:
        """One clean line."""
        return text.one_line(self.cleaned_data["display_name"], 60)

    def signup(self, request: HttpRequest, user: Any) -> None:
        """allauth calls this when the account is there; the adapter has kept the name."""


class NameForm(forms.Form):
    """How somebody is called, and the address of their public page."""

    display_name = forms.CharField(label=_("Name"), max_length=60, required=False)
    handle = forms.SlugField(
        label=_("Name in the address of your page"),
        min_length=3,
        max_length=40,
        help_text=_("Letters, digits, hyphens. Everybody can see it."),
    )

    def clean_display_name(self) -> str:
        """One clean line."""
        return text.one_line(self.cleaned_data["display_name"], 60)


class CloseForm(forms.Form):
    """What becomes of the documents when their publisher leaves."""

    documents = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("withdraw", "withdraw"), ("keep", "keep")],
        initial="withdraw",
        required=False,
    )
    sure = forms.BooleanField(
        label=_("I know that this can't be taken back."),
        error_messages={"required": _("Tick the box if you are sure.")},
    )
