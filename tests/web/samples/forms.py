"""Forms with the fields that the templates name, as the views will give them."""

from __future__ import annotations

from django import forms

LANGUAGES = (("en", "English"), ("zh-hans", "中文（简体）"))
CATEGORIES = (("rules", "Working documents › Rules and instructions"), ("water", "Water"))
BASES = (("made", "made"), ("permitted", "permitted"), ("public", "public"), ("open", "open"))
NAMES = (("masked", "masked"), ("display", "display"))


class DescribeForm(forms.Form):
    """What a publisher says of a file."""

    title = forms.CharField(help_text="Taken from the file. Readers see it with its extension.")
    category = forms.ChoiceField(choices=CATEGORIES)
    language = forms.ChoiceField(choices=LANGUAGES)
    description = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="If you leave it empty, the opening of the text is shown.",
    )
    keywords = forms.CharField(help_text="Proposed from the text; change what does not fit.")
    readable_pages = forms.ChoiceField(
        label="Pages that may be read freely", choices=(("0", "All 7"), ("3", "First 3"))
    )
    shown_name = forms.ChoiceField(choices=NAMES, required=False)
    rights_basis = forms.ChoiceField(choices=BASES)
    reader_licence = forms.ChoiceField(
        label="Licence for readers",
        choices=(("own", "Own use: read, download, print; no republishing"), ("by", "CC BY 4.0")),
    )
    permission = forms.CharField(
        label="Who gave you the right, and when", widget=forms.Textarea(attrs={"rows": 2})
    )
    public_ground = forms.ChoiceField(
        label="Why it is public",
        choices=(("official", "Official document"), ("term", "The term of protection is over")),
    )
    open_licence = forms.ChoiceField(
        label="Which licence", choices=(("by", "CC BY 4.0"), ("cc0", "CC0 1.0"))
    )
    no_personal_data = forms.BooleanField(
        label="It contains no one’s personal data, or they have agreed."
    )
