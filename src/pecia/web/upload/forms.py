"""The form in which a publisher says what a document is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pecia.kernel import text
from pecia.library.public import (
    Description,
    Document,
    Licence,
    RightsBasis,
    category_tree,
    flat,
)
from pecia.web.frame.language_names import language_choices, language_name

_BASIS = {
    "made": RightsBasis.OWN,
    "permitted": RightsBasis.PERMISSION,
    "public": RightsBasis.PUBLIC,
    "open": RightsBasis.OPEN_LICENCE,
}
_WORDS = re.compile(r"[,，、;；\n]")
_OPEN = (
    (Licence.CC_BY, "CC BY 4.0"),
    (Licence.CC_BY_SA, "CC BY-SA 4.0"),
    (Licence.CC_BY_NC, "CC BY-NC 4.0"),
    (Licence.CC0, "CC0 1.0"),
)
_PREVIEWS = (1, 2, 3, 5, 10, 20, 50)


def _first(count: int | str) -> str:
    return _("First %(count)d") % {"count": int(count)}


def category_choices() -> list[tuple[str, str]]:
    """All categories, each with those above it."""
    language = get_language() or "en"
    return [
        (str(node.id), " › ".join(each.name(language) for each in (*node.lineage, node)))
        for node in flat(category_tree())
    ]


class DescribeForm(forms.Form):
    """Title, terms and rights. What is asked depends on whose work it is."""

    title = forms.CharField(label=_("Title"), max_length=200)
    category = forms.ChoiceField(label=_("Class"))
    language = forms.ChoiceField(label=_("Language"))
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you leave it empty, the opening of the text is shown."),
    )
    keywords = forms.CharField(
        label=_("Keywords"), required=False, max_length=600, help_text=_("With commas between.")
    )
    readable_pages = forms.ChoiceField(label=_("Pages that may be read"), required=False)
    download_access = forms.ChoiceField(
        label=_("Who may download it"),
        required=False,
        choices=[("anyone", _("Everybody")), ("members", _("People with an account"))],
    )
    shown_name = forms.ChoiceField(
        label=_("Shown as"), choices=[("masked", "masked"), ("display", "display")]
    )
    rights_basis = forms.ChoiceField(
        label=_("Whose work is it?"),
        widget=forms.RadioSelect,
        choices=[(name, name) for name in _BASIS],
        error_messages={"required": _("Say whose work it is.")},
    )
    reader_licence = forms.ChoiceField(
        label=_("Licence for readers"),
        required=False,
        choices=[
            (Licence.OWN_USE, _("Own use: read, download, print; no republishing")),
            *_OPEN,
        ],
    )
    permission = forms.CharField(label=_("Who gave it to you?"), required=False, max_length=500)
    public_ground = forms.ChoiceField(
        label=_("Why is it public?"),
        required=False,
        choices=[
            ("official", _("A law or an official document")),
            ("term", _("The term of protection is over")),
            ("dedicated", _("Its author has given it to the public")),
        ],
    )
    open_licence = forms.ChoiceField(label=_("Which licence?"), required=False, choices=_OPEN)
    no_personal_data = forms.BooleanField(
        label=_("It contains no one’s personal data, or they have agreed."),
        error_messages={"required": _("Please look through it, and confirm this.")},
    )

    def __init__(self, *args: Any, page_count: int = 0, **facts: Any) -> None:
        super().__init__(*args, **facts)
        classes = category_choices()
        self.fields["category"].required = bool(classes)  # a new site has none yet
        self._choices("category", [("", _("Choose …")), *classes])
        self._choices("language", language_choices(), language_name)
        counts = [count for count in _PREVIEWS if count < page_count]
        all_pages = _("All %(count)d") % {"count": page_count} if page_count else _("All of them")
        first = [(str(count), _first(count)) for count in counts]
        self._choices("readable_pages", [("", all_pages), *first], _first)
        for name, field in self.fields.items():
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"

    def _choices(
        self, name: str, choices: list[tuple[Any, Any]], label: Callable[[str], str] = str
    ) -> None:
        """What may be chosen, with what is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        value = str(self.initial.get(name) or "")
        if value and value not in {str(key) for key, _label in choices}:
            choices = [*choices, (value, label(value))]
        field.choices = choices

    def clean_title(self) -> str:
        """One clean line, in which something is left."""
        return required_line(self.cleaned_data["title"], 200)

    def clean(self) -> dict[str, Any]:
        """What is asked for one answer only is asked for then."""
        data = super().clean() or {}
        if data.get("rights_basis") == "permitted" and not data.get("permission"):
            self.add_error("permission", _("Say who gave you the permission."))
        return data

    def description_of(self) -> Description:
        """The library's words for what was filled in. The form must be valid."""
        data = self.cleaned_data
        return Description(
            title=data["title"],
            language=data["language"],
            category_id=int(data["category"]) if data["category"] else None,
            description=data["description"],
            keywords=tuple(_WORDS.split(data["keywords"])),
            rights_basis=_BASIS[data["rights_basis"]],
            rights_note=data["permission"] or data["public_ground"],
            licence=self._licence(),
            preview_pages=int(data["readable_pages"]) if data["readable_pages"] else None,
            download_access=data["download_access"] or "anyone",
            shows_masked_name=data["shown_name"] != "display",
        )

    def _licence(self) -> str:
        data = self.cleaned_data
        basis = data["rights_basis"]
        if basis == "public":
            return Licence.PUBLIC_DOMAIN
        if basis == "open":
            return data["open_licence"] or Licence.CC_BY
        return data["reader_licence"] or Licence.OWN_USE


def required_line(value: str, limit: int) -> str:
    """A clean line. Raises `ValidationError` where it holds nothing that can be seen."""
    clean = text.one_line(value, limit)
    if not clean:
        raise forms.ValidationError(_("Fill this in with letters that can be seen."))
    return clean


def initial_of(document: Document) -> dict[str, Any]:
    """The form as the document stands."""
    basis = {value: name for name, value in _BASIS.items()}
    licence = document.licence
    return {
        "title": document.title,
        "category": document.category_id or "",
        "language": document.language,
        "description": document.description,
        "keywords": ", ".join(document.keywords),
        "readable_pages": document.preview_pages or "",
        "download_access": document.download_access,
        "shown_name": "masked" if document.shows_masked_name else "display",
        "rights_basis": basis.get(RightsBasis(document.rights_basis), "")
        if document.rights_basis
        else "",
        "reader_licence": licence,
        "open_licence": licence,
        "permission": document.rights_note,
        "public_ground": document.rights_note,
        "no_personal_data": bool(document.rights_basis),
    }
