"""Forms of buying. Nothing is ticked beforehand, nothing is added by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pecia.trade.public import Money, parse_money
from pecia.web.frame.prices import told


class BuyForm(forms.Form):
    """How to pay, and under what."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)  # the total that the buyer was shown
    currency = forms.CharField(max_length=3, widget=forms.HiddenInput)
    amount = forms.CharField(
        label=_("What you pay"),
        max_length=12,
        required=False,
        help_text=_("Choose the price yourself, from the amount above on."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_(
            "You buy without an account. The link to your files is sent there; we use the address "
            "for nothing else."
        ),
    )
    provider = forms.ChoiceField(label=_("Pay with"), widget=forms.RadioSelect)
    coupon = forms.CharField(label=_("Coupon"), max_length=24, required=False)
    is_gift = forms.BooleanField(
        label=_("It is a gift: give me a link for somebody else"), required=False
    )
    agreed = forms.BooleanField(
        label=_("I want the file at once and accept its licence and the terms of sale."),
        error_messages={"required": _("Tick this to buy: it says what you may do with the file.")},
    )

    def __init__(
        self,
        *args: Any,
        providers: Sequence[tuple[str, str]],
        is_member: bool,
        floor: Money | None = None,
        takes_coupon: bool = True,
        **facts: Any,
    ) -> None:
        super().__init__(*args, **facts)
        self._floor = floor
        choice = self.fields["provider"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(providers)
        if len(providers) == 1:
            choice.initial = providers[0][0]
        if is_member:
            del self.fields["email"]
        else:
            self.fields["email"].required = True
        if floor is None:
            del self.fields["amount"]
        if not takes_coupon:
            del self.fields["coupon"]

    def clean_amount(self) -> int | None:
        """In smallest units; None for the price as it stands."""
        words, floor = self.cleaned_data.get("amount", ""), self._floor
        if not words or floor is None:
            return None
        try:
            wanted = parse_money(words, floor.currency)
        except ValueError:
            raise forms.ValidationError(_("Write an amount, such as 2.50.")) from None
        if wanted < floor:
            raise forms.ValidationError(_("It costs at least %(price)s.") % {"price": told(floor)})
        return wanted.minor


class AskBackForm(forms.Form):
    """Why somebody wants their money back."""

    words = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("We answer within three days. You need not give up the file meanwhile."),
    )
