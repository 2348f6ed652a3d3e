"""What reading does when something happens elsewhere."""

from __future__ import annotations

from pecia.library.public import DocumentErased, Edition
from pecia.reading import artefacts
from pecia.reading.models import Page


def forget_document(event: DocumentErased) -> None:
    """Remove pages, texts and images of an erased document."""
    for edition in Edition.objects.filter(document_id=event.document_id):
        Page.objects.filter(edition=edition).delete()
        artefacts.remove_all(edition.token)
