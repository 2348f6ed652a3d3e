"""Forms of buying, selling and the books, with the fields that their templates name."""

from __future__ import annotations

from django import forms

CURRENCIES = (("EUR", "EUR"), ("CNY", "CNY"))
PROVIDERS = (("stripe", "Card, wallet or bank (Stripe)"), ("alipay", "Alipay"))


class BuyForm(forms.Form):
    """How to pay, and under what."""

    key = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    currency = forms.CharField(widget=forms.HiddenInput)
    amount = forms.CharField(label="What you pay", help_text="From the amount above on.")
    email = forms.EmailField(label="E-mail address", help_text="The link to your files.")
    provider = forms.ChoiceField(label="Pay with", widget=forms.RadioSelect, choices=PROVIDERS)
    coupon = forms.CharField(label="Coupon", required=False)
    is_gift = forms.BooleanField(label="It is a gift: give me a link", required=False)
    agreed = forms.BooleanField(label="I want the file at once and accept its licence.")


class AskBackForm(forms.Form):
    """Why somebody wants their money back."""

    words = forms.CharField(
        label="What is wrong with it?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="We answer within three days.",
    )


class PriceForm(forms.Form):
    """What a document costs."""

    currency = forms.ChoiceField(label="Currency", choices=CURRENCIES)
    amount = forms.CharField(label="Price")
    is_floor = forms.BooleanField(label="Readers may pay more: this is the least", required=False)
    free_pages = forms.IntegerField(label="Free pages", help_text="Everybody reads these.")


class BundleForm(forms.Form):
    """What a collection costs."""

    currency = forms.ChoiceField(label="Currency", choices=CURRENCIES)
    amount = forms.CharField(label="Price of all together")


class CouponForm(forms.Form):
    """Something off."""

    percent = forms.IntegerField(label="Percent off")
    uses = forms.IntegerField(label="How often", initial=10)
    days = forms.IntegerField(label="For how many days", initial=30)


class PayoutForm(forms.Form):
    """How much to pay out."""

    amount = forms.CharField(label="Amount", initial="744.90")


class DestinationForm(forms.Form):
    """Where income goes."""

    holder = forms.CharField(label="Account holder")
    account = forms.CharField(label="IBAN or account number")
    bank = forms.CharField(label="BIC or bank code", required=False, help_text="Not with an IBAN.")
    country = forms.CharField(label="Country", help_text="Two letters, such as DE or CN.")


class CloseForm(forms.Form):
    """Up to which day the books are closed."""

    through = forms.DateField(label="Close all days up to")


class FeeForm(forms.Form):
    """What will be kept of each sale."""

    percent = forms.DecimalField(label="Per cent of the price")
    effective_on = forms.DateField(label="From")
    reason = forms.CharField(label="Why", widget=forms.Textarea({"rows": 2}))


class HoldForm(forms.Form):
    """Whose money waits."""

    handle = forms.CharField(label="Publisher (the name in their address)")
    currency = forms.ChoiceField(label="Currency", choices=CURRENCIES)
    number = forms.IntegerField(label="Document number", help_text="Without one, of all.")
    amount = forms.CharField(label="And of what is available", initial="0")
    case = forms.CharField(label="Case")
    reason = forms.CharField(
        label="Reason, as the publisher reads it", widget=forms.Textarea({"rows": 2})
    )
