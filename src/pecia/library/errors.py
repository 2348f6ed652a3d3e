"""What the library refuses, with the facts of each case."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import pgettext, pgettext_lazy

from pecia.kernel.errors import Conflict, NotThere, PeciaError

# States of documents and files, and names of fields, as these errors tell them to people.
STATES = {
    "draft": pgettext_lazy("the document is …", "not published"),
    "published": pgettext_lazy("the document is …", "published"),
    "withdrawn": pgettext_lazy("the document is …", "withdrawn"),
    "erased": pgettext_lazy("the document is …", "erased"),
    "received": pgettext_lazy("the document is …", "being inspected"),
    "inspected": pgettext_lazy("the document is …", "being turned into pages"),
    "converted": pgettext_lazy("the document is …", "being turned into pages"),
    "paginated": pgettext_lazy("the document is …", "being turned into pages"),
    "described": pgettext_lazy("the document is …", "being turned into pages"),
    "held": pgettext_lazy("the document is …", "held"),
    "approved": pgettext_lazy("the document is …", "approved"),
    "refused": pgettext_lazy("the document is …", "refused"),
    "failed": pgettext_lazy("the document is …", "not readable"),
}
FIELDS = {
    "title": pgettext_lazy("field", "title"),
    "rights_basis": pgettext_lazy("field", "whose work it is"),
}


class NoSuchDocument(NotThere):
    """No document has that number, or the caller may not know of it."""

    code = "document_not_found"
    advice = "There is no document with this number. Check it, or look for the title."


class Gone(PeciaError):
    """The document was here and can't be read any more; `tombstone` says why and since when."""

    code = "document_gone"
    advice = "This document can't be read any more."
    status = 410


class NotDescribed(PeciaError):
    """It can't be published before somebody says what it is."""

    code = "not_described"
    advice = "Before it can be published, fill in: %(missing)s."
    status = 422

    def __init__(self, *, missing: Sequence[str]) -> None:
        comma = pgettext("between items of a list", ", ")
        super().__init__(missing=comma.join(str(FIELDS[name]) for name in missing))


class WrongState(Conflict):
    """That can't be done from the state the document is in."""

    code = "wrong_state"
    advice = "This can't be done now: the document is %(state)s. Look at it again."

    def __init__(self, *, state: str) -> None:
        super().__init__(state=STATES[state])


class CategoryInUse(Conflict):
    """A category that holds something can't be removed."""

    code = "category_in_use"
    advice = "This category still holds documents or other categories. Move them first."


class CategoryPlace(Conflict):
    """A category can't stand below itself, nor where another one stands."""

    code = "category_place"
    advice = (
        "It can't stand there: it would be below itself, or its address is that of another "
        "category, or is too long. Choose another place or another name in the address."
    )


class NoSuchCategory(NotThere):
    """No category has that path."""

    code = "category_not_found"
    advice = "There is no such category. Look for it in the index."
