"""Documents that are hidden, and that the index does not know of yet.

A document is out of every answer from the commit that hides it, not from the moment at which the
indexer comes to it: searches leave out what news of a hiding, or an indexer's mark, still waits
for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from pecia.discovery.indexing import MARK
from pecia.discovery.models import IndexTask
from pecia.kernel import events
from pecia.library.public import DocumentErased, DocumentHidden, visible_documents


def hidden_keys() -> list[int]:
    """Keys of the documents that a search must leave out."""
    with connection.cursor() as cursor:
        cursor.execute(*_question())
        return sorted(int(key) for (key,) in cursor.fetchall())


@cache
def _question() -> tuple[str, tuple[Any, ...]]:
    """What is asked at every search, as SQL: it takes longer to write than to answer."""
    told = events.undelivered((DocumentHidden, DocumentErased), MARK).annotate(
        document=Cast(KeyTextTransform("document_id", "payload"), BigIntegerField())
    )
    waiting = [rows.exclude(_is_visible()).values("document") for rows in (told, IndexTask.objects)]
    sql, params = waiting[0].union(waiting[1]).query.sql_with_params()
    return sql, tuple(params)


def _is_visible() -> Exists:
    return Exists(visible_documents().filter(pk=OuterRef("document")))
