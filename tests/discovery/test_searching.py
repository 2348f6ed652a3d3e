"""Searches over documents: the page of a find, what may be shown of it, and what is hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pecia.accounts.public import STRANGER
from pecia.discovery.public import Hit, folder, mark, parsed, search
from pecia.discovery.snippets import snippet
from pecia.library.public import (
    Document,
    describe,
    erase,
    lift_restriction,
    restrict,
    save_category,
    withdraw,
)
from tests.factories.documents import describe_as, make_document
from tests.indexing import index_everything
from tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("backend")]

PAGES = ("The gauge was read at dawn.", "Nobody wrote it down.", "The closed harbour of whales.")


def made(people: People, folder: Path, **facts: Any) -> Document:
    """A document of three pages, two of them open."""
    facts = {"texts": PAGES, "preview_pages": 2, "title": "Gauges", **facts}
    document = make_document(folder, people.alice, **facts)
    index_everything()
    return document


def hits(words: str, people: People, name: str = "stranger") -> list[Hit]:
    return list(search(parsed(words), people.actor(name)).hits)


def said(hit: Hit) -> str:
    return "".join(f"[{piece.text}]" if piece.is_find else piece.text for piece in hit.snippet)


def test_a_hit_names_its_page_and_shows_the_words(people: People, tmp_path: Path) -> None:
    document = made(people, tmp_path)
    [hit] = hits("nobody wrote", people)
    assert (hit.document, hit.page, hit.is_closed) == (document, 2, False)
    assert said(hit) == "[Nobody] [wrote] it down."


def test_a_closed_page_is_found_and_not_shown(people: People, tmp_path: Path) -> None:
    made(people, tmp_path)
    for name in ("stranger", "charlie"):
        [hit] = hits("whales", people, name)
        assert (hit.page, hit.snippet, hit.is_closed) == (None, (), True)
    [hit] = hits("whales", people, "alice")
    assert (hit.page, said(hit)) == (3, "The closed harbour of [whales].")


def test_an_open_page_is_shown_rather_than_a_closed_one(people: People, tmp_path: Path) -> None:
    made(people, tmp_path, texts=("A gauge.", "Two", "gauge of whales: gauge"))
    [hit] = hits("gauge", people)
    assert (hit.page, hit.is_closed) == (1, False)


def test_a_title_alone_is_a_hit_without_a_page(people: People, tmp_path: Path) -> None:
    made(people, tmp_path, title="Quarterly summary")
    [hit] = hits("quarterly", people)
    assert (hit.page, hit.snippet, hit.is_closed) == (None, (), False)


def test_traditional_and_simplified_find_each_other(people: People, tmp_path: Path) -> None:
    made(people, tmp_path, texts=("質量月活動", "x", "y"), title="甲")
    [hit] = hits("质量月", people)
    assert said(hit) == "[質量月]活動"


def test_a_category_takes_in_those_below(people: People, tmp_path: Path) -> None:
    water = save_category({"en": "Water", "zh-hans": "水"}, slug="water")
    rivers = save_category({"en": "Rivers"}, slug="rivers", parent=water)
    document = made(people, tmp_path, category=rivers)
    for name in ("water", "Water", "水", "rivers", "water/rivers"):
        assert [hit.document for hit in hits(f"category:{name}", people)] == [document]
    assert hits("category:nothing", people) == []


@pytest.mark.parametrize("how", ["withdraw", "restrict", "erase"])
def test_what_is_hidden_is_out_at_once_and_the_indexer_follows(
    how: str, people: People, tmp_path: Path
) -> None:
    document = made(people, tmp_path)
    alice = people.actor("alice")
    if how == "withdraw":
        withdraw(document, alice, "Outdated.")
    elif how == "restrict":
        restrict(document, source="case-1", reason="A claim.")
    else:
        erase(document, alice, "On request.")
    found = search(parsed("gauge"), STRANGER)
    assert (found.hits, found.total, dict(found.facets.get("lang", ()))) == ((), 0, {})
    assert folder().live().count() == 1  # the indexer has not come to it yet
    index_everything()
    assert folder().live().count() == 0
    assert search(parsed("gauge"), STRANGER).total == 0


def test_a_lifted_restriction_brings_it_back(people: People, tmp_path: Path) -> None:
    document = made(people, tmp_path)
    restrict(document, source="case-1", reason="A claim.")
    index_everything()
    lift_restriction(document, source="case-1")
    index_everything()
    assert [hit.document for hit in hits("gauge", people)] == [document]


def test_a_new_title_is_found_and_the_old_one_not(people: People, tmp_path: Path) -> None:
    document = made(people, tmp_path)
    describe(document, describe_as(title="Barometers"), people.actor("alice"))
    index_everything()
    assert [hit.document for hit in hits("barometers", people)] == [document]
    assert hits("title:gauges", people) == []


def test_a_document_that_is_not_published_is_not_found(people: People, tmp_path: Path) -> None:
    made(people, tmp_path, state="approved")
    assert hits("gauge", people, "alice") == []


def test_marks_that_come_while_the_indexer_works_are_kept(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pecia.discovery import indexing
    from pecia.discovery.models import IndexTask

    document = made(people, tmp_path)
    mark([document.pk])
    monkeypatch.setattr(indexing, "crash_point", lambda _name: mark([document.pk]))
    indexing.index_marked(folder())
    assert IndexTask.objects.get().marks == 2


def test_a_snippet_begins_and_ends_at_words() -> None:
    from pecia.discovery.snippets import patterns_of

    text = "word " * 60 + "needle " + "word " * 60
    pieces = snippet(text, patterns_of(parsed("needle")))
    whole = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_find] == ["needle"]
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert set(whole.strip("…").split()) == {"word", "needle"}


@pytest.mark.parametrize("words", ["ﬁle", "FILE", "files"])
def test_finds_are_marked_in_the_text_as_it_is(words: str) -> None:
    from pecia.discovery.snippets import patterns_of

    pieces = snippet("The ﬁles are here", patterns_of(parsed(words)))
    assert [piece.text for piece in pieces if piece.is_find] == ["ﬁles"]
