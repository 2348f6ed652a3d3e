"""Forms of the operator's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pecia.accounts.public import CredentialKind
from pecia.web.context import credential_label
from pecia.web.upload.forms import category_choices, required_line


class CategoryForm(forms.Form):
    """A category: where it stands and what it is called."""

    parent = forms.ChoiceField(label=_("Under"), required=False)
    title_en = forms.CharField(label=_("Name in English"), max_length=80)
    title_zh = forms.CharField(label=_("Name in Chinese"), max_length=80, required=False)
    slug = forms.SlugField(label=_("Name in the address"), max_length=60, required=False)

    def clean_title_en(self) -> str:
        """One clean line, in which something is left."""
        return required_line(self.cleaned_data["title_en"], 80)

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)  # type: ignore[arg-type]
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ChoiceField)
        parent.choices = [("", _("The first level")), *category_choices()]


class ProfileForm(forms.Form):
    """Who runs the site."""

    site_name = forms.CharField(label=_("Name of the site"), max_length=60)
    legal_name = forms.CharField(label=_("Legal name"), max_length=160, required=False)
    since_year = forms.IntegerField(
        label=_("Since"), min_value=1900, max_value=2200, required=False
    )
    contact_email = forms.EmailField(label=_("E-mail for everybody"), required=False)
    service_hours = forms.CharField(label=_("Hours of service"), max_length=120, required=False)
    source_url = forms.URLField(
        label=_("Address of the source code"), required=False, assume_scheme="https"
    )
    tagline = forms.CharField(
        label=_("What the site is, in a line"), max_length=160, required=False
    )
    statement = forms.CharField(
        label=_("How this exchange works"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A paragraph a line. Empty: the standard text."),
    )
    rights_statement = forms.CharField(
        label=_("If a document infringes rights"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A paragraph a line. Empty: the standard text."),
    )
    crawler_policy = forms.ChoiceField(
        label=_("Crawlers that train models"),
        choices=[("deny", _("Ask them to stay away")), ("allow", _("Let them come"))],
    )


class CredentialForm(forms.Form):
    """A number from an authority. Its kind decides what it is called."""

    kind = forms.ChoiceField(label=_("Kind"))
    number = forms.CharField(label=_("Number"), max_length=120)
    issuer = forms.CharField(label=_("Issued by"), max_length=160)
    url = forms.URLField(label=_("Where it can be checked"), required=False, assume_scheme="https")

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)  # type: ignore[arg-type]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(value, credential_label(value)) for value in CredentialKind.values]


class ReasonForm(forms.Form):
    """Why something is done to somebody's document."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
