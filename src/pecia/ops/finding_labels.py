"""What each finding means, in a few words, for the people who read a report."""

from __future__ import annotations

from pecia.engine.public import Severity
from pecia.ops.texts import N_

FINDING_LABELS: dict[str, str] = {
    "type_mismatch": N_("the name says another format than the content"),
    "ambiguous_type": N_("is more than one kind of file at once"),
    "text_encoding": N_("the encoding was recognised from the bytes"),
    "control_characters": N_("invisible or direction-changing characters were removed"),
    "macro": N_("contains macros; they were not run"),
    "event_script": N_("contains scripts bound to events; they were not run"),
    "active_content": N_("contains scripts, actions or controls; they were not run"),
    "active_formula": N_("contains formulas that reach outside; they were not calculated"),
    "remote_content": N_("refers to content that lies elsewhere; it was not fetched"),
    "external_link": N_("links to other places"),
    "embedded_object": N_("contains objects of other programs; their pictures are shown"),
    "embedded_file": N_("contains other files"),
    "media": N_("contains sound, video or animation, which a page can't show"),
    "encrypted": N_("is encrypted; it could be opened"),
    "suspected_bomb": N_("unpacks to much more than documents do"),
    "truncated": N_("not everything was made into pages"),
    "page_failed": N_("a page could not be painted"),
    "blank_pages": N_("has pages with nothing on them"),
    "scanned": N_("consists of pictures of pages, without text"),
    "hidden_text": N_("contains text that its pages do not show"),
    "missing_fonts": N_("asks for fonts that are not installed here; others stand in"),
    "tracked_changes": N_("contains tracked changes"),
    "comments": N_("contains comments"),
    "hidden_sheet": N_("contains hidden sheets"),
    "hidden_slide": N_("contains hidden slides"),
    "author_names": N_("names people who worked on it"),
    "gps": N_("says where a picture was taken"),
    "provenance": N_("carries a statement of its origin; it was not verified"),
    "signature": N_("carries a signature; it was not verified"),
    "incremental_update": N_("was changed after it was first saved"),
    "revised_after_signing": N_("was changed after it was signed"),
    "optional_content": N_("has layers; in print it may look different"),
    "xfa": N_("contains an XFA form"),
    "malware_test_file": N_("contains the test string for virus scanners"),
}

SEVERITY_LABELS: dict[str, str] = {
    Severity.INFO: N_("note"),
    Severity.WARNING: N_("warning"),
    Severity.HOLD: N_("hold"),
}
