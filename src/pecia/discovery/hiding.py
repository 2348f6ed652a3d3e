"""Documents that are hidden, and that the index does not know of yet.

A document is out of every answer from the commit that hides it, not from the moment at which the
indexer comes to it: searches leave out what news of a hiding, or an indexer's mark, still waits
for.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from pecia.discovery.indexing import MARK
from pecia.discovery.models import IndexTask
from pecia.kernel import events
from pecia.library.public import DocumentErased, DocumentHidden, visible_documents


def hidden_keys() -> list[int]:
    """Keys of the documents that a search must leave out."""
    told = [
        fields["document_id"]
        for kind in (DocumentHidden, DocumentErased)
        for fields in events.undelivered(kind, MARK)
    ]
    visible = visible_documents()
    marked = IndexTask.objects.exclude(Exists(visible.filter(pk=OuterRef("document"))))
    hidden = set(marked.values_list("document", flat=True))
    if told:
        hidden |= set(told) - set(visible.filter(pk__in=told).values_list("pk", flat=True))
    return sorted(hidden)
