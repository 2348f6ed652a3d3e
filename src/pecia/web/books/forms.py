"""Forms of the books."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pecia.kernel import clock
from pecia.trade.public import NOTICE
from pecia.web.frame.amounts import money_field


class CloseForm(forms.Form):
    """Up to which day nothing is booked any more."""

    through = forms.DateField(
        label=_("Close all days up to"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_through(self) -> Any:
        """A day that is over."""
        through = self.cleaned_data["through"]
        if through >= clock.now().date():
            raise forms.ValidationError(_("Choose a day that is over."))
        return through


class FeeForm(forms.Form):
    """What will be kept of each sale, and why."""

    percent = forms.DecimalField(
        label=_("Per cent of the price"), min_value=0, max_value=50, decimal_places=2
    )
    effective_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea({"rows": 2}))

    def clean_effective_on(self) -> datetime:
        """The beginning of that day, late enough."""
        day = self.cleaned_data["effective_on"]
        begins = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001
        if begins < clock.now() + NOTICE:
            first = (clock.now() + NOTICE + timedelta(days=1)).date()
            raise forms.ValidationError(
                _("Announce it at least %(days)d days before: %(first)s is the first day.")
                % {"days": NOTICE.days, "first": first.isoformat()}
            )
        return begins


class ActForm(forms.Form):
    """An act on one row of a list, with words where they are kept."""

    key = forms.IntegerField(min_value=1)
    words = forms.CharField(max_length=500, required=False)


class BankForm(forms.Form):
    """Why the bank has sent a payout back."""

    reason = forms.CharField(max_length=200, required=False)


class HoldForm(forms.Form):
    """Whose money waits, how much, and why."""

    handle = forms.CharField(label=_("Publisher (the name in their address)"), max_length=40)
    currency = forms.ChoiceField(label=_("Currency"))
    number = forms.IntegerField(
        label=_("Document number"),
        required=False,
        min_value=1,
        help_text=_("Holds what is pending of this document; without one, of all."),
    )
    amount = forms.CharField(
        label=_("And of what is available"), max_length=12, required=False, initial="0"
    )
    case = forms.RegexField(r"^[\w.:-]{3,60}$", label=_("Case"))
    reason = forms.CharField(
        label=_("Reason, as the publisher reads it"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        choice = self.fields["currency"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(code, code) for code in settings.TRADE_CURRENCIES]

    def clean(self) -> dict[str, Any]:
        """The amount as money, under `money`."""
        found = super().clean() or {}
        if found.get("currency") and "amount" in found:
            try:
                found["money"] = money_field(found["amount"] or "0", found["currency"])
            except forms.ValidationError as error:
                self.add_error("amount", error)
        return found
