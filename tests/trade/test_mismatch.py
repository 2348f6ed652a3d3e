"""Money back on proof: what proves that a file contradicts its offer, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.reading.public import Page
from pecia.trade.orders.placing import Buyer, place_order
from pecia.trade.orders.quoting import quote_document
from pecia.trade.purchases import mismatches
from tests.people import People
from tests.trade.market import priced_document

pytestmark = pytest.mark.django_db


def test_pages_that_are_made_again_prove_nothing(people: People, tmp_path: Path) -> None:
    document = priced_document(tmp_path, people.alice)
    document.refresh_from_db()
    quote = quote_document(document, people.actor("charlie"), "EUR")
    line = place_order(quote, Buyer(people.charlie), "a" * 32).lines.get()
    assert mismatches(line) == []
    kept = list(Page.objects.filter(edition=line.edition))
    line.edition.revision += 1  # what was counted before is remembered no more
    line.edition.save(update_fields=["revision"])
    Page.objects.filter(edition=line.edition).delete()
    assert mismatches(line) == []
    Page.objects.bulk_create(kept)
    assert mismatches(line) == []
    Page.objects.filter(edition=line.edition).update(text="")
    line.edition.revision += 1
    line.edition.save(update_fields=["revision"])
    assert mismatches(line) == ["fewer_words"]
