"""Related documents: by their text, without near copies, never more than strangers may see."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from pecia.discovery.public import Way, related_documents
from pecia.discovery.related.near_copies import alike, pieces_of
from pecia.library.public import Category, Document, restrict, save_category, withdraw
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.people import People

pytestmark = pytest.mark.django_db

TIDES = "Tide gauges are read at every high water; the harbour board notes each reading. "
OTHERS = (
    "A harbour master compares tide gauges with the tables, and notes the readings of high water.",
    "Readings of tide gauges and of the barometer are kept by the harbour board for years.",
)
BREAD = "Bread needs flour, salt, yeast; hot ovens bake loaves. "


@pytest.fixture
def category() -> Category:
    return save_category({"en": "Water"})


@pytest.fixture
def document(people: People, tmp_path: Path, category: Category) -> Document:
    for text in OTHERS:
        make_document(tmp_path, people.charlie, title="Gauges", texts=(text,), keywords=())
    make_document(tmp_path, people.bob, title="Bread", texts=(BREAD,), keywords=())
    made = make_document(tmp_path, people.alice, title="Tides", texts=(TIDES,), category=category)
    index_everything()
    return made


def by_text(document: Document) -> list[Document]:
    cache.clear()
    return [each.document for each in related_documents(document) if each.way is Way.TEXT]


def test_what_reads_alike_is_related_and_it_is_said_how(document: Document) -> None:
    found = related_documents(document)
    assert [each.way for each in found] == [Way.TEXT, Way.TEXT, Way.NEW]
    assert [each.document.title for each in found] == ["Gauges", "Gauges", "Bread"]


@pytest.mark.parametrize("how", ["withdraw", "restrict"])
def test_what_is_hidden_is_out_at_once_though_the_list_is_remembered(
    how: str, document: Document, people: People
) -> None:
    first = related_documents(document)[0].document
    if how == "withdraw":
        withdraw(first, people.actor("charlie"), "Outdated.")
    else:
        restrict(first, source="case-1", reason="A claim.")
    assert first not in [each.document for each in related_documents(document)]


def test_near_copies_of_one_publisher_are_one(
    document: Document, people: People, tmp_path: Path
) -> None:
    copies = [
        make_document(tmp_path, people.bob, title=f"Copy {n}", texts=(f"{TIDES * 3} {n}",))
        for n in range(3)
    ]
    index_everything()
    assert sum(row in copies for row in by_text(document)) == 1


def test_a_copy_by_somebody_else_is_shown(
    document: Document, people: People, tmp_path: Path
) -> None:
    copies = [
        make_document(tmp_path, owner, title="Copy", texts=(TIDES * 3,))
        for owner in (people.bob, people.sue)
    ]
    index_everything()
    assert set(copies) <= set(by_text(document))


def test_the_publisher_s_own_copy_of_the_document_is_not_related(
    document: Document, people: People, tmp_path: Path
) -> None:
    copy = make_document(tmp_path, people.alice, title="Tides again", texts=(TIDES,))
    index_everything()
    assert copy not in by_text(document)


def test_closed_pages_are_not_compared(people: People, tmp_path: Path) -> None:
    shown = make_document(tmp_path, people.alice, title="Zebra", texts=("One", TIDES), preview_pages=1, keywords=())  # fmt: skip
    for text in OTHERS:
        make_document(tmp_path, people.charlie, title="Gauges", texts=(text,), keywords=())
    index_everything()
    assert by_text(shown) == []


def test_where_nothing_reads_alike_its_category_stands_in(
    people: People, tmp_path: Path, category: Category
) -> None:
    lonely = make_document(tmp_path, people.alice, title="Zebra", texts=("Qux.",), category=category, keywords=())  # fmt: skip
    read, new = (
        make_document(tmp_path, people.bob, title=title, texts=(BREAD,), category=category, keywords=())
        for title in ("Read", "New")
    )  # fmt: skip
    elsewhere = make_document(
        tmp_path, people.bob, title="Elsewhere", texts=("Quux.",), keywords=()
    )
    Document.objects.filter(pk=read.pk).update(view_count=3)
    index_everything()
    found = [(each.document, each.way) for each in related_documents(lonely)]
    assert found == [(read, Way.READ), (new, Way.NEW), (elsewhere, Way.NEW)]


def test_without_an_index_there_is_something_all_the_same(document: Document) -> None:
    Path(settings.SEARCH, "live").unlink()
    cache.clear()
    assert {each.way for each in related_documents(document)} == {Way.NEW}


def test_pieces_of_texts() -> None:
    assert alike(pieces_of("a tide gauge"), pieces_of("a  tide\ngauge")) == 1
    assert alike(pieces_of("a tide gauge"), pieces_of("bread and salt")) == 0
    assert alike(pieces_of(""), pieces_of("")) == 0
