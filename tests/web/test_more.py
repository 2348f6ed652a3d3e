"""The lists beside a document and on the first page: what they show, to whom, and what is kept."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pecia.discovery.public import read_by, recommend, remembers
from pecia.discovery.reading_models import ReadDocument
from pecia.library.models import Visit
from pecia.library.public import Document
from tests.discovery.asking import ask_all
from tests.discovery.reading import count_all, read
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.people import People
from tests.web.site import FIREFOX, body_of, browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(people: People, tmp_path: Path) -> list[Document]:
    """Books; the first and the last are read by the same people."""
    titles = ("Tide tables", "Tide gauges", "Bread", "Clocks", "Ovens", "Lamps", "Bridges")
    made = [
        make_document(
            tmp_path, people.alice, title=title, keywords=(), texts=(f"{title} {n * 7919}",)
        )
        for n, title in enumerate(titles)
    ]
    index_everything()
    for who in (1, 2):
        read(people, made[0], made[3], who=who)
    count_all()
    recommend()
    return made


def more(document: Document, numbers: str = "", client: Client | None = None) -> str:
    """The part that the document's page asks for."""
    asking = client or Client(headers={"user-agent": FIREFOX})
    return text_of(asking.post(f"/d/{document.number}/more/", {"read": numbers}))


def test_the_part_has_all_three_lists(shelf: list[Document]) -> None:
    ask_all("tide tables")
    cache.clear()
    body = more(shelf[0])
    assert "<html" not in body
    related, offers, searches = (body.index(f'id="{name}"') for name in ("related-documents", "offers-title", "related-searches"))  # fmt: skip
    assert f"/d/{shelf[1].number}/" in body[related:offers]
    assert f"/d/{shelf[0].number}/" not in body[related:offers]
    assert "/search/?q=tide+tables" in body[searches:]


def test_without_script_it_is_a_page(people: People, shelf: list[Document]) -> None:
    client = browser_of(people)
    assert f'href="/d/{shelf[0].number}/more/"' in text_of(client.get(f"/d/{shelf[0].number}/"))
    body = text_of(client.get(f"/d/{shelf[0].number}/more/"))
    assert "<html" in body
    assert 'content="noindex' in body
    assert f"/d/{shelf[1].number}/" in body


def test_what_a_browser_sends_is_used_and_not_kept(shelf: list[Document]) -> None:
    before = Visit.objects.count()
    body = more(shelf[2], f"{shelf[0].number}")
    offers = body[body.index('id="offers-title"') :]
    assert f"/d/{shelf[0].number}/" not in offers
    assert "Read by people who, like you, have read:" in offers
    assert "Forget what I read" in body
    assert "Forget what I read" not in more(shelf[2])
    assert not ReadDocument.objects.exists()
    assert Visit.objects.count() == before


def test_the_first_page_offers_by_what_was_read_with_the_reason(shelf: list[Document]) -> None:
    client = Client(headers={"user-agent": FIREFOX})
    assert text_of(client.post("/for-you/", {"read": ""})).strip() == ""
    body = text_of(client.post("/for-you/", {"read": f"{shelf[0].number},99"}))
    assert f"/d/{shelf[3].number}/" in body
    assert f"/d/{shelf[0].number}/" not in body
    assert "Read by people who, like you, have read:" in body
    assert "Tide tables" in body


@pytest.mark.parametrize("words", ["x", ",,,", "²", "9" * 40, "-1", "1," * 5_000, "\x00"])
def test_nonsense_is_nothing_read(words: str, shelf: list[Document]) -> None:
    assert text_of(Client().post("/for-you/", {"read": words})).strip() == ""
    assert "related-documents" in more(shelf[0], words)


def test_another_site_can_t_ask_with_somebody_s_cookies(shelf: list[Document]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/for-you/", {"read": "1"}).status_code == 403
    assert client.post(f"/d/{shelf[0].number}/more/").status_code == 403


def test_nothing_of_it_is_kept_between(shelf: list[Document]) -> None:
    for path in ("/for-you/", f"/d/{shelf[0].number}/more/"):
        assert Client().post(path)["Cache-Control"] == "private, no-store"


def test_the_part_takes_few_queries(shelf: list[Document]) -> None:
    more(shelf[0])
    with CaptureQueriesContext(connection) as taken:
        more(shelf[0], ",".join(str(each.number) for each in shelf))
    assert len(taken) <= 20, [query["sql"][:90] for query in taken]


def test_the_first_page_shows_what_is_read(people: People, shelf: list[Document]) -> None:
    body = text_of(browser_of(people).get("/"))
    popular = body[body.index('id="popular-title"') : body.index('id="newest-title"')]
    assert f"/d/{shelf[3].number}/" in popular
    assert f"/d/{shelf[1].number}/" not in popular


def test_somebody_switches_remembering_on_and_off(people: People, shelf: list[Document]) -> None:
    client = browser_of(people, "charlie")
    assert 'value="on"' in text_of(client.get("/account/"))
    client.post("/account/reading/", {"act": "on"})
    body_of(client.get(f"/d/{shelf[0].number}/"))
    assert list(read_by(people.charlie)) == [shelf[0].pk]
    assert f"/d/{shelf[3].number}/" in text_of(client.post("/for-you/"))
    page = text_of(client.get("/account/"))
    assert 'value="clear"' in page
    client.post("/account/reading/", {"act": "clear"})
    assert (list(read_by(people.charlie)), remembers(people.charlie)) == ([], True)
    client.post("/account/reading/", {"act": "off"})
    assert not remembers(people.charlie)


def test_what_somebody_s_browser_sends_is_not_taken_for_their_account(
    people: People, shelf: list[Document]
) -> None:
    client = browser_of(people, "charlie")
    assert text_of(client.post("/for-you/", {"read": f"{shelf[0].number}"})).strip() == ""


def test_the_switch_is_for_members_and_posts(people: People) -> None:
    assert browser_of(people).post("/account/reading/", {"act": "on"}).status_code == 302
    assert browser_of(people, "charlie").get("/account/reading/").status_code == 405
    assert not remembers(people.charlie)


def test_the_archive_has_what_was_read(people: People, shelf: list[Document]) -> None:
    client = browser_of(people, "charlie")
    client.post("/account/reading/", {"act": "on"})
    body_of(client.get(f"/d/{shelf[0].number}/"))
    archive = zipfile.ZipFile(io.BytesIO(body_of(client.post("/account/export/"))))
    facts = json.loads(archive.read("account.json"))
    assert facts["read"] == [shelf[0].number]
    assert facts["remembers_reading"] is True
