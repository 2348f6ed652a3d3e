"""Forms of sellers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from pecia.trade.public import Money, digits_of, is_iban, parse_money


def money_field(words: str, currency: str) -> Money:
    """What was typed, as an amount. Raises `ValidationError`."""
    try:
        return parse_money(words, currency)
    except ValueError:
        example = "2.50" if digits_of(currency) else "250"
        raise forms.ValidationError(
            _("Write an amount of %(currency)s, such as %(example)s.")
            % {"currency": currency, "example": example}
        ) from None


def _with_money(form: forms.Form, found: dict[str, Any]) -> dict[str, Any]:
    if found.get("amount") and found.get("currency"):
        try:
            found["money"] = money_field(found["amount"], found["currency"])
        except forms.ValidationError as error:
            form.add_error("amount", error)
    return found


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
        return _with_money(self, super().clean() or {})


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
        return _with_money(self, super().clean() or {})


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
