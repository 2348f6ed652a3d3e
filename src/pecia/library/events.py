"""What happens to documents, for other parts to hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pecia.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DocumentPublished(Event):
    """A document, or a new edition of one, can be read by others."""

    name: ClassVar[str] = "document-published"
    document_id: int
    edition_id: int


@dataclass(frozen=True, slots=True)
class DocumentDescribed(Event):
    """Its title, terms or anything else that people say of a document has changed."""

    name: ClassVar[str] = "document-described"
    document_id: int


@dataclass(frozen=True, slots=True)
class DocumentHidden(Event):
    """A document can't be seen any more: withdrawn, restricted or erased."""

    name: ClassVar[str] = "document-hidden"
    document_id: int


@dataclass(frozen=True, slots=True)
class DocumentErased(Event):
    """A document's bytes and text must go wherever they are."""

    name: ClassVar[str] = "document-erased"
    document_id: int


@dataclass(frozen=True, slots=True)
class EditionEnded(Event):
    """A file's way has ended without pages: held for a person, refused, or failed."""

    name: ClassVar[str] = "edition-ended"
    edition_id: int
    state: str
    code: str


@dataclass(frozen=True, slots=True)
class DocumentReported(Event):
    """A reader, or somebody whose rights are concerned, has written about a document."""

    name: ClassVar[str] = "document-reported"
    report_id: int
