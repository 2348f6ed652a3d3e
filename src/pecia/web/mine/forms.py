"""Forms of a member's own pages."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from pecia.library.public import Description, Document, RightsBasis
from pecia.web.upload.forms import DescribeForm, required_line


class EditForm(DescribeForm):
    """What may be changed of a document without a new edition: everything but its rights basis."""

    def __init__(self, *args: object, **facts: object) -> None:
        super().__init__(*args, **facts)  # type: ignore[arg-type]
        for name in ("rights_basis", "no_personal_data"):
            self.fields[name].required = False

    def description_of_edit(self, document: Document) -> Description:
        """The new description, with the rights basis as it was declared."""
        self.cleaned_data["rights_basis"] = "made"  # what the parent needs to choose a licence
        changed = self.description_of()
        licence = document.licence
        if document.rights_basis in (RightsBasis.OWN, RightsBasis.PERMISSION):
            licence = changed.licence if self.cleaned_data["reader_licence"] else licence
        return replace(
            changed,
            rights_basis=document.rights_basis,
            rights_note=document.rights_note,
            licence=licence,
        )


class WithdrawForm(forms.Form):
    """Why a document is taken back; readers find it in its place."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Readers see it in place of the document."),
    )


class CollectionForm(forms.Form):
    """A collection's name, and who may see it."""

    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_public = forms.BooleanField(label=_("Everybody may see it"), required=False)

    def clean_title(self) -> str:
        """One clean line, in which something is left."""
        return required_line(self.cleaned_data["title"], 120)


class NumberForm(forms.Form):
    """A document by its number."""

    number = forms.IntegerField(label=_("Document number"), min_value=1, max_value=10**15)
