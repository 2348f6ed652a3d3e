"""Keeps the phrases of the documents that everybody may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction

from pecia.discovery.models import TitlePhrase
from pecia.discovery.suggestions.phrases import phrases_of
from pecia.library.public import Document

_AT_ONCE = 500


@transaction.atomic
def note(documents: Iterable[Document]) -> None:
    """Put the phrases of these documents in the place of those that were known of them."""
    known = list(documents)
    forget(document.pk for document in known)
    rows = [
        TitlePhrase(document_id=document.pk, **asdict(phrase))
        for document in known
        for phrase in phrases_of(document.title, document.keywords)
    ]
    TitlePhrase.objects.bulk_create(rows, batch_size=_AT_ONCE)


def forget(keys: Iterable[int]) -> None:
    """Know no phrases of these documents any more."""
    TitlePhrase.objects.filter(document__in=list(keys)).delete()
