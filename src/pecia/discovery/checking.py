"""Invariants of the index: what may be found is in it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from pecia.discovery.indexing import folder
from pecia.discovery.models import IndexedText, IndexTask
from pecia.kernel.checks import Problem
from pecia.library.public import visible_documents

_REMEDY = "run pecia reindex"


def check() -> Iterator[Problem]:
    """Every problem there is; none where no index was made yet, or the indexer is on its way."""
    if not folder().has_live() or IndexTask.objects.exists():
        return
    text = IndexedText.objects.filter(document=OuterRef("pk"), edition=OuterRef("current_edition"))
    for document in visible_documents().exclude(Exists(text)):
        yield Problem("not_indexed", str(document), _REMEDY)
    for row in IndexedText.objects.exclude(document__in=visible_documents().values("pk")):
        yield Problem("indexed_and_hidden", f"document {row.document_id}", _REMEDY)
    known, counted = IndexedText.objects.count(), folder().live().count()
    if known != counted:
        yield Problem("index_count", f"{counted} in the index, {known} expected", _REMEDY)
