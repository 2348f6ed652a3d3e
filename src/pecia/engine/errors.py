"""Why a document was refused. The code is stable; the advice is for the person who uploaded it."""

from __future__ import annotations

ADVICE: dict[str, str] = {
    # what was given
    "empty": "The file is empty. Choose the file again; perhaps the copy was interrupted.",
    "too_large": "The file is larger than this site takes. Split it, or make its pictures smaller.",
    "not_readable": "The file can't be read here. Check that it exists and that you may read it.",
    "type_unknown": "This is not a document that we can read. Save it as PDF and try again.",
    "type_not_allowed": "This kind of file is not taken. Save it as PDF and try again.",
    "type_mismatch": "The content is not what the file's name says. Give it its true extension.",
    "password_protected": "The document needs a password. Remove it, or give the password.",
    "wrong_password": "That password does not open the document. Check it and try again.",
    # containers
    "archive_in_document": "This is an archive, not a document. Upload the documents in it.",
    "zip_damaged": "The document's container is damaged. Open it and save it again.",
    "zip_entries": "The document's container holds too many parts. Save it again.",
    "zip_overlap": "Parts of the document's container overlap, which no honest program writes.",
    "zip_path": "A part of the document has a name that leads outside it. Save it again.",
    "zip_ambiguous": "The document's container can be read in two ways. Save it again.",
    "ratio": "The document unpacks to more than it may. Make it smaller, or save it as PDF.",
    "dtd": "The document declares entities of its own, which is not allowed. Save it again.",
    "xml_limits": "The document's entities unfold without end. Save it again.",
    "depth": "The document is nested more deeply than any program writes. Save it again.",
    # pages and pictures
    "pixels": "The picture has more pixels than can be shown. Make it smaller.",
    "page_size": "The pages have a size that can't be shown. Print it to PDF again.",
    "stream_limit": "A part of the PDF unpacks to more than it may. Print it to PDF again.",
    "xfa": "This is an XFA form, which only its own program can show. Print it to PDF first.",
    "no_pages": "The document has no pages.",
    # what happened to it
    "damaged": "The document is damaged or not complete. Open it, save it again, and retry.",
    "render_failed": "The document could not be shown. Save it as PDF and try again.",
    "time_limit": "The document took too long. Split it, or save it as PDF.",
    "memory_limit": "The document needed too much memory. Split it, or save it as PDF.",
    "output_limit": "The document grew too large when it was shown. Split it.",
    # the engine itself
    "cancelled": "The work was cancelled.",
    "queue_full": "Too many documents are waiting. Try again in a minute.",
    "engine_unavailable": "The engine does not answer. The operator can run `pecia doctor`.",
}


class Refusal(Exception):
    """A document was not taken, or did not become pages.

    `code` is one of `ADVICE`; `detail` says what was found, in English, for the operator.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

    @property
    def advice(self) -> str:
        """What the person who gave the document can do."""
        return ADVICE[self.code]
