"""The search: what is offered while one types, other words for those that find nothing, and ways
from a result into its page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from pecia.accounts.public import erase_account
from pecia.discovery.public import save_search, saved_searches_of
from pecia.kernel import clock, events
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


def test_a_search_is_saved_and_removed(people: People, document: Document) -> None:
    client = Client()
    client.force_login(people.alice)
    found = page(client, "/search/?q=gauge&lang=en&lang=zh&sort=new&page=1")
    assert 'name="search" value="q=gauge&amp;lang=en&amp;lang=zh"' in found
    for _twice in range(2):
        client.post("/mine/searches/", {"search": "lang=zh&q=gauge&lang=en&sort=new&page=2"})
    listed = page(client, "/mine/searches/")
    assert listed.count('href="/search/?q=gauge&amp;lang=en&amp;lang=zh"') == 1
    assert 'href="/search/feed.xml?q=gauge&amp;lang=en&amp;lang=zh"' in listed
    assert "Save this search" in found
    assert "Save this search" not in page(client, "/search/?q=gauge&lang=zh&lang=en")
    [key] = re.findall(r'name="forget" value="(\d+)"', listed)
    stranger = Client()
    stranger.force_login(people.bob)
    stranger.post("/mine/searches/", {"forget": key})
    assert "/search/feed.xml" in page(client, "/mine/searches/")
    client.post("/mine/searches/", {"forget": key})
    assert "/search/feed.xml" not in page(client, "/mine/searches/")


@pytest.mark.parametrize("sent", [{}, {"search": ""}, {"search": "lang=en"}, {"forget": "٣"}])
def test_a_search_without_words_is_not_saved(people: People, sent: dict[str, str]) -> None:
    client = Client()
    client.force_login(people.alice)
    assert client.post("/mine/searches/", sent).status_code == 302
    assert "Nothing here yet" in page(client, "/mine/searches/")


def test_nobody_keeps_searches_without_end(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pecia.discovery.saved_searches.MOST", 2)
    client = Client()
    client.force_login(people.alice)
    answers = [client.post("/mine/searches/", {"search": f"q=word{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 400]
    assert "Remove one of them first" in answers[2].content.decode()


def test_searches_go_with_the_account(people: People) -> None:
    save_search(people.alice, "gauge", "q=gauge")
    erase_account(people.alice)
    events.deliver_due()
    assert saved_searches_of(people.alice) == []


def test_a_feed_keeps_to_the_filters(client: Client, document: Document) -> None:
    number = f"/d/{document.number}/"
    assert number in page(client, "/search/feed.xml?q=gauge")
    assert number not in page(client, "/search/feed.xml?q=gauge&lang=fr")


def test_the_next_page_goes_on_although_documents_arrive(
    client: Client, people: People, tmp_path: Path
) -> None:
    morning = datetime(2026, 3, 1, 8, tzinfo=UTC)
    with clock.stopped_at(morning):
        for number in range(15):
            make_document(tmp_path, people.alice, title=f"Gauge {number}")
        index_everything()
        first = page(client, "/search/?q=gauge&sort=new")
    with clock.stopped_at(morning + timedelta(hours=1)):
        make_document(tmp_path, people.alice, title="Gauge at last")
        index_everything()
    [second] = set(re.findall(r'href="(\?[^"]*page=2)"', first))
    shown = page(client, f"/search/{unescape(second)}")
    numbers = re.compile(r'<h2 class="title entry__title"><a href="/d/(\d+)/"')
    assert len(set(numbers.findall(first)) | set(numbers.findall(shown))) == 15
    assert "</mark> at last" not in shown
    assert "</mark> at last" in page(client, "/search/?q=gauge&sort=new")
    for wrong in ("", "x", "²", "99999999999999"):
        assert client.get("/search/", {"q": "gauge", "until": wrong}).status_code == 200


def test_the_longest_chinese_search_is_kept_whole(people: People) -> None:
    client = Client()
    client.force_login(people.alice)
    words = "质" * 200
    address = urlencode({"q": words})
    assert client.post("/mine/searches/", {"search": address}).status_code == 302
    assert [row.address for row in saved_searches_of(people.alice)] == [address]
    answer = client.post("/mine/searches/", {"search": urlencode({"q": words * 2})})
    assert answer.status_code == 400
    assert "Use fewer words" in answer.content.decode()
