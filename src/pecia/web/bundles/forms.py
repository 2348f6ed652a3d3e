"""The form for the price of a collection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pecia.web.frame.amounts import with_money


class BundleForm(forms.Form):
    """What a whole collection costs."""

    currency = forms.ChoiceField(label=_("Currency"))
    amount = forms.CharField(label=_("Price of all together"), max_length=12)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        choice = self.fields["currency"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(code, code) for code in settings.TRADE_CURRENCIES]

    def clean(self) -> dict[str, Any]:
        """The amount as money, under `money`."""
        return with_money(self, super().clean() or {})
