"""The search: what is offered while one types, other words for those that find nothing, and ways
from a result into its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from pecia.library.public import Document, save_category
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(people: People, tmp_path: Path) -> Document:
    """Two pages open, one closed."""
    made = make_document(
        tmp_path,
        people.alice,
        title="质量月活动方案",
        keywords=["Calibration"],
        texts=("The gauge & the <well>.", "Nobody wrote.", "Whales."),
        preview_pages=2,
    )
    index_everything()
    return made


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_goes_on_like_the_words_typed(client: Client, document: Document) -> None:
    save_category({"en": "Calibration methods"}, slug="calibration")
    offered = page(client, "/search/suggestions/?q=calib")
    assert 'data-url="/search/?q=calibration"' in offered
    assert 'data-url="/c/calibration/"' in offered
    assert f'data-url="/d/{document.number}/"' in offered
    assert offered.count('role="option"') == 3


def test_nothing_typed_offers_nothing(client: Client, document: Document) -> None:
    assert page(client, "/search/suggestions/?q=").strip() == ""
    assert page(client, "/search/suggestions/").strip() == ""


def test_the_words_of_pages_are_not_offered(client: Client, document: Document) -> None:
    for words in ("gaug", "whal", "nobody"):
        assert page(client, f"/search/suggestions/?q={words}").strip() == ""


def test_browsers_are_offered_the_same(client: Client, document: Document) -> None:
    answer = client.get("/search/suggestions.json?q=zhil")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert json.loads(answer.content) == ["zhil", ["质量"]]
    assert "/search/suggestions.json?q={searchTerms}" in page(client, "/opensearch.xml")


def test_sounds_find_chinese(client: Client, document: Document) -> None:
    found = page(client, "/search/?q=zhiliangyue")
    assert "No document has “zhiliangyue”. These have:" in found
    assert f'href="/d/{document.number}/"' in found
    assert "“质量月” in 1 document" in found
    assert "<mark>质量月</mark>活动方案" in found


def test_a_misspelt_word_beside_others_is_asked_about(client: Client, document: Document) -> None:
    found = page(client, "/search/?q=gauge+calibartion")
    assert "Did you mean:" in found
    assert 'href="/search/?q=gauge+calibration"' in found
    assert "With some of these words" in found


def test_nothing_is_offered_for_a_query_with_filters(client: Client, document: Document) -> None:
    assert "These have" not in page(client, "/search/?q=zhiliangyue+pages:900..")


def test_a_result_opens_with_its_words_marked(client: Client, document: Document) -> None:
    found = page(client, "/search/?q=gauge+well")
    assert f'href="/d/{document.number}/?from=1&amp;find=gauge&amp;find=well#p1"' in found


def test_asking_too_often_is_told(client: Client, settings: object) -> None:
    settings.SUGGESTIONS_PER_HOUR = 1  # type: ignore[attr-defined]
    client.get("/search/suggestions/?q=a")
    assert client.get("/search/suggestions/?q=a").status_code == 429
