"""Words for what a document's record holds: licences, rights, findings, formats."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from pecia.library.public import Licence, RightsBasis

LICENCES: dict[str, tuple[str, str]] = {
    Licence.OWN_USE: (N_("Read, download and print for own use; no republishing"), ""),
    Licence.CC_BY: ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    Licence.CC_BY_SA: ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    Licence.CC_BY_NC: ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    Licence.CC0: ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    Licence.PUBLIC_DOMAIN: (
        N_("Public domain"),
        "https://creativecommons.org/publicdomain/mark/1.0/",
    ),
}

RIGHTS: dict[str, str] = {
    RightsBasis.OWN: N_("Declared by the uploader as their own work"),
    RightsBasis.PERMISSION: N_("Published with the permission of the rights holder, as declared"),
    RightsBasis.PUBLIC: N_("Declared as public domain or an official document"),
    RightsBasis.OPEN_LICENCE: N_("Published under an open licence, as declared"),
}

FORMATS: dict[str, str] = {
    "text": N_("Text document"),
    "slides": N_("Presentation"),
    "sheets": N_("Spreadsheet"),
    "fixed": N_("Fixed pages"),
    "book": N_("E-book"),
    "image": N_("Picture"),
}

# What a reader should know of a file; the rest is for its publisher and for supervisors.
FINDINGS: dict[str, str] = {
    "macro": N_("Contains macros; they were not run"),
    "event_script": N_("Contains scripts; they were not run"),
    "active_content": N_("Contains active content; it was not run"),
    "remote_content": N_("Refers to parts elsewhere; they were not fetched"),
    "embedded_object": N_("Contains objects of other programs"),
    "embedded_file": N_("Contains other files"),
    "truncated": N_("Not all of it was turned into pages"),
    "page_failed": N_("A page could not be shown"),
    "scanned": N_("Pages are pictures without text"),
    "missing_fonts": N_("A font was replaced; lines may break differently"),
    "encrypted": N_("The file is encrypted"),
}


def licence_label(licence: str) -> tuple[str, str]:
    """The licence in words, and where it is written down."""
    label, url = LICENCES.get(licence, ("", ""))
    return _(label) if label else "", url


def rights_label(basis: str) -> str:
    """Why the publisher may publish it."""
    return _(RIGHTS[basis]) if basis in RIGHTS else ""


def format_name(family: str) -> str:
    """What kind of document it is."""
    return _(FORMATS[family]) if family in FORMATS else ""
