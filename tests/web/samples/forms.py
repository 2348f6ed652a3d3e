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
    download_access = forms.ChoiceField(
        label="Who may download it", choices=(("anyone", "Everybody"), ("members", "Members"))
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


class ReportForm(forms.Form):
    """A reader's report."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=(("error", "Something in it is wrong"), ("quality", "It cannot be read well")),
    )
    page = forms.IntegerField(required=False, label="On page")
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), label="In your words")
    email = forms.EmailField(
        required=False, label="Your e-mail", help_text="If you want an answer."
    )


class RightsForm(forms.Form):
    """A rights holder's notice."""

    name = forms.CharField(label="Your name")
    email = forms.EmailField(label="Your e-mail")
    capacity = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=(("holder", "The right is mine"), ("agent", "I act for the holder")),
    )
    work = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Which work is yours")
    passages = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Where it stands")
    statement_true = forms.BooleanField(label="What I say here is true.")
    statement_entitled = forms.BooleanField(label="I am entitled to say it.")


class ReasonForm(forms.Form):
    """A reason that stays."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")


class CollectionForm(forms.Form):
    """A collection."""

    title = forms.CharField()
    description = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), required=False)
    is_public = forms.BooleanField(required=False, label="Everybody may see it")


class NumberForm(forms.Form):
    """A document's number."""

    number = forms.IntegerField(label="Document number")


class NameForm(forms.Form):
    """How one is called."""

    display_name = forms.CharField(label="Name")
    handle = forms.SlugField(label="Address of your page")


class CloseForm(forms.Form):
    """Leaving."""

    documents = forms.ChoiceField(choices=(("keep", "keep"), ("withdraw", "withdraw")))
    sure = forms.BooleanField(label="I know that this cannot be taken back.")


class SetupForm(forms.Form):
    """The first operator."""

    email = forms.EmailField(label="E-mail")
    password = forms.CharField(widget=forms.PasswordInput)


class CategoryForm(forms.Form):
    """A category."""

    parent = forms.ChoiceField(choices=(("", "None"), ("w", "Working documents")), required=False)
    title_en = forms.CharField(label="Title in English")
    title_zh = forms.CharField(label="Title in Chinese")
    slug = forms.SlugField(label="Part of the address")


class ProfileForm(forms.Form):
    """Who operates the exchange."""

    site_name = forms.CharField()
    legal_name = forms.CharField()
    since_year = forms.IntegerField()
    contact_email = forms.EmailField()
    service_hours = forms.CharField(required=False)
    source_url = forms.URLField(required=False, assume_scheme="https")
    tagline = forms.CharField(required=False)
    statement = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    rights_statement = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    crawler_policy = forms.ChoiceField(choices=(("no", "AI crawlers may not read"),))


class CredentialForm(forms.Form):
    """A typed credential."""

    kind = forms.ChoiceField(
        choices=(
            ("filing", "Filing"),
            ("licence", "Licence"),
            ("security", "Public security filing"),
            ("dmca", "DMCA agent"),
            ("dsa", "DSA contact"),
        )
    )
    number = forms.CharField()
    issuer = forms.CharField(required=False)
    url = forms.URLField(required=False, assume_scheme="https")
