"""Forms of sellers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from pecia.trade.public import Money, is_iban
from pecia.web.frame.amounts import money_field, with_money


class PriceForm(forms.Form):
    """What a document costs, and how much of it is free."""

    currency = forms.ChoiceField(label=_("Currency"))
    amount = forms.CharField(label=_("Price"), max_length=12)
    is_floor = forms.BooleanField(
        label=_("Readers may pay more: this is the least"), required=False
    )
    free_pages = forms.IntegerField(
        label=_("Free pages"),
        min_value=1,
        help_text=_(
            "Everybody reads these. The site shows one more page, from the middle, that it chooses "
            "itself, so that buyers know what they get."
        ),
    )

    def __init__(self, *args: Any, page_count: int, **facts: Any) -> None:
        super().__init__(*args, **facts)
        choice, pages = self.fields["currency"], self.fields["free_pages"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(pages, forms.IntegerField)
        choice.choices = [(code, code) for code in settings.TRADE_CURRENCIES]
        pages.max_value = max(1, page_count)
        pages.validators.append(MaxValueValidator(pages.max_value))
        pages.widget.attrs["max"] = pages.max_value

    def clean(self) -> dict[str, Any]:
        """The amount as money, under `money`."""
        return with_money(self, super().clean() or {})


class CouponForm(forms.Form):
    """Something off, for whoever knows the code."""

    percent = forms.IntegerField(label=_("Percent off"), min_value=1, max_value=100)
    uses = forms.IntegerField(label=_("How often"), min_value=1, max_value=10_000, initial=10)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=366, initial=30)


class PayoutForm(forms.Form):
    """How much to pay out now."""

    amount = forms.CharField(label=_("Amount"), max_length=12)

    def __init__(self, *args: Any, currency: str, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self._currency = currency

    def clean_amount(self) -> Money:
        """As money."""
        return money_field(self.cleaned_data["amount"], self._currency)


class DestinationForm(forms.Form):
    """Where income goes."""

    holder = forms.CharField(label=_("Account holder"), max_length=70)
    account = forms.CharField(label=_("IBAN or account number"), max_length=40)
    bank = forms.CharField(
        label=_("BIC or bank code"),
        max_length=20,
        required=False,
        help_text=_("Not needed with an IBAN."),
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        help_text=_("Two letters, such as DE or CN."),
    )

    def clean_account(self) -> str:
        """An IBAN whose check digits fit (ISO 13616, ISO 7064 MOD 97-10), or a plain number."""
        clean = re.sub(r"[\s-]", "", self.cleaned_data["account"]).upper()
        if clean[:2].isalpha() and not is_iban(clean):
            raise forms.ValidationError(_("This IBAN is mistyped: its check digits do not fit."))
        if not re.fullmatch(r"[A-Z0-9]{4,34}", clean):
            raise forms.ValidationError(_("Write the account with letters and digits only."))
        return clean

    def clean(self) -> dict[str, Any]:
        """A number without an IBAN needs the bank."""
        found = super().clean() or {}
        account = found.get("account", "")
        if account and not account[:2].isalpha() and not found.get("bank"):
            self.add_error("bank", _("A number that is no IBAN needs its bank's code."))
        return found
