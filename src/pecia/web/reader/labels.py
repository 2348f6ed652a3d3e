"""Words for what a document's record holds: licences, rights, findings, formats."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as N_

from pecia.engine.public import ADVICE
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

# Why a file waits for a person, in words for its publisher.
HOLDS: dict[str, str] = {
    "hidden_text": N_("It holds text that its pages do not show."),
    "ambiguous_type": N_("Its bytes are more than one kind of file at once."),
    "suspected_bomb": N_("It unpacks to much more than documents do."),
    "revised_after_signing": N_("It was changed after it was signed."),
    "malware_test_file": N_("It holds a test pattern for virus scanners."),
}

# Who took a document away. Of an erased one nothing is said.
REMOVERS: dict[str, str] = {
    "publisher": N_("The publisher"),
    "operator": N_("The operator of this site"),
}

# What is wrong with a document, and in which capacity somebody says so.
COMPLAINTS = {
    "content": gettext_lazy("Something in it is wrong"),
    "quality": gettext_lazy("It can't be read well, or pages are missing"),
    "other": gettext_lazy("Something else"),
}
CAPACITIES = {
    "holder": gettext_lazy("The holder of the right"),
    "agent": gettext_lazy("Somebody acting for the holder"),
    "person": gettext_lazy("A person whose data is in it"),
}


def letter_text(message: str) -> str:
    """A letter as it is kept, `[code] words`, with its code in words."""
    code, _bracket, words = message.removeprefix("[").partition("] ")
    known = (COMPLAINTS | CAPACITIES).get(code)
    return _("%(title)s: %(text)s") % {"title": known, "text": words} if known else message


def removed_by(who: str) -> str:
    """Who took it away, in words."""
    return _(REMOVERS[who]) if who in REMOVERS else ""


def hold_label(code: str) -> str:
    """Why a file is held."""
    return _(HOLDS.get(code, N_("Somebody should look at it first.")))


def refusal_label(code: str, detail: str) -> str:
    """Why a file was refused: by the engine, or in the words of who looked at it."""
    known = ADVICE.get(code) or HOLDS.get(code)
    return _(known) if known else detail


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
