"""Forms of passkeys and security keys: those of allauth, with a label that can be translated."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """A key is added."""

    name = forms.CharField(label=_("Name"), required=False)


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """A key gets another name."""

    name = forms.CharField(label=_("Name"))
