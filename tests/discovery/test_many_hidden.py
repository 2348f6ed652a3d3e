"""Very many documents that are hidden at once, before the indexer has come to any of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import transaction

from pecia.accounts.public import STRANGER
from pecia.discovery import hiding
from pecia.discovery.models import IndexTask
from pecia.discovery.public import folder, parsed, search
from pecia.kernel import clock, events
from pecia.library.public import Document, DocumentErased, DocumentHidden
from tests.discovery.entries import entry
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("backend")]

MANY = 1_100  # more than a thousand of each way to wait


def withdrawn(people: People, count: int) -> list[int]:
    """Documents that nobody may see any more, and that the index still has."""
    now = clock.now()
    rows = Document.objects.bulk_create(
        Document(
            number=5_000_000 + each,
            owner=people.alice,
            title="Gauges",
            state="withdrawn",
            state_changed_at=now,
            created_at=now,
            updated_at=now,
        )
        for each in range(count)
    )
    with folder().writing() as targets:
        for target in targets:
            target.put([entry(row.pk, "Gauges", downloads=0) for row in rows])
    return [row.pk for row in rows]


def marked(keys: Sequence[int]) -> None:
    now = clock.now()
    IndexTask.objects.bulk_create(IndexTask(document_id=key, since=now) for key in keys)


@transaction.atomic
def told(keys: Sequence[int]) -> None:
    for place, key in enumerate(keys):
        events.tell(DocumentErased(key) if place % 2 else DocumentHidden(key))


def test_thousands_that_wait_are_out_of_every_answer(people: People, tmp_path: Path) -> None:
    shown = make_document(tmp_path, people.alice, title="Gauges", language="en")
    index_everything()
    keys = withdrawn(people, 2 * MANY)
    marked(keys[:MANY])
    told(keys[MANY:])
    assert folder().live().search(parsed("gauges"), size=1).total == 1 + 2 * MANY
    assert hiding.hidden_keys() == sorted(keys)
    found = search(parsed("gauges"), STRANGER)
    assert [hit.document for hit in found.hits] == [shown]
    assert (found.total, dict(found.facets["lang"])) == (1, {"en": 1})


def test_what_waits_and_may_be_seen_again_is_not_hidden(people: People, tmp_path: Path) -> None:
    shown = make_document(tmp_path, people.alice, title="Gauges")
    index_everything()
    marked([shown.pk])
    told([shown.pk])
    assert hiding.hidden_keys() == []
    assert search(parsed("gauges"), STRANGER).total == 1
