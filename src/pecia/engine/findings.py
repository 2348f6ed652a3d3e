"""What is worth knowing of a document that was taken. Codes are stable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    INFO = "info"
    WARNING = "warning"
    HOLD = "hold"  # a person should look before it is published


_I, _W, _H = Severity.INFO, Severity.WARNING, Severity.HOLD

SEVERITY: dict[str, Severity] = {
    "type_mismatch": _W,  # the name says another format than the content
    "ambiguous_type": _H,  # the bytes are more than one kind of file at once
    "text_encoding": _I,  # the encoding of a plain text, as found
    "control_characters": _W,  # control, bidirectional or invisible characters were removed
    "macro": _W,  # code inside; it was not run
    "event_script": _W,  # a script bound to an event; it was not run
    "active_content": _W,  # JavaScript, launch or submit actions, controls; not run
    "active_formula": _W,  # DDE, WEBSERVICE and the like; not calculated
    "remote_content": _W,  # parts that lie elsewhere; they were not fetched
    "external_link": _I,  # links to other places
    "embedded_object": _W,  # objects of other programs; shown as their picture
    "embedded_file": _W,  # whole files inside
    "media": _I,  # sound, video or animation that a page can't show
    "encrypted": _I,  # encrypted; opened with the empty or the given password
    "suspected_bomb": _H,  # unpacks to much more than documents do
    "truncated": _W,  # not everything was made into pages
    "page_failed": _W,  # a page could not be painted
    "blank_pages": _I,  # pages without anything on them
    "scanned": _I,  # pictures of pages, without text
    "hidden_text": _H,  # text in the file that the page does not show
    "missing_fonts": _I,  # fonts that are not installed here; others stood in
    "tracked_changes": _W,
    "comments": _W,
    "hidden_sheet": _W,
    "hidden_slide": _W,
    "author_names": _I,
    "gps": _W,  # a place is stored in a picture
    "provenance": _I,  # a C2PA manifest is there; it was not verified
    "signature": _I,
    "incremental_update": _I,  # the PDF was changed by appending
    "revised_after_signing": _H,
    "optional_content": _W,  # layers: what is seen may differ from what is printed
    "xfa": _W,
    "malware_test_file": _H,  # the EICAR test string
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fact; `detail` is in English and cut to a reasonable length."""

    code: str
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """How much it weighs; the same for every finding of a code."""
        return SEVERITY[self.code]


MAX_DETAIL = 300


class Findings:
    """Collects findings, each code with the details that were met, without repetition."""

    def __init__(self) -> None:
        self._details: dict[str, list[str]] = {}

    def add(self, code: str, detail: str = "") -> None:
        """Note a finding. Raises `KeyError` for a code that is not in the table."""
        SEVERITY[code]
        details = self._details.setdefault(code, [])
        if detail and detail not in details and len(details) < 10:
            details.append(detail)

    def __contains__(self, code: object) -> bool:
        return code in self._details

    def as_list(self) -> list[Finding]:
        """In the order of the table."""
        return [
            Finding(code, "; ".join(self._details[code])[:MAX_DETAIL])
            for code in SEVERITY
            if code in self._details
        ]
