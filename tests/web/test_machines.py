"""What programs are told: robots, sitemaps, the feed, structured data; and tombstones for people."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree as ET
from pytest_django.fixtures import Settings

from pecia.accounts.public import change_operator_profile
from pecia.library.public import Document, erase, restrict, save_category, withdraw
from pecia.web.machines import views as machines
from tests.factories.documents import make_document
from tests.people import People
from tests.web.site import body_of, browser_of, text_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def asked(people: People, path: str) -> str:
    return text_of(browser_of(people).get(path))


def parsed(people: People, path: str) -> Any:
    return ET.fromstring(asked(people, path))


def test_crawlers_for_training_are_asked_to_stay_away_unless_the_operator_lets_them(
    people: People,
) -> None:
    told = asked(people, "/robots.txt")
    for name in ("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Bytespider"):
        assert f"User-agent: {name}\n" in told
    assert told.count("Disallow: /\n") == 1
    change_operator_profile(crawler_policy="allow")
    told = asked(people, "/robots.txt")
    assert "GPTBot" not in told
    assert "Disallow: /\n" not in told


def test_robots_find_the_sitemap_and_stay_out_of_what_is_private(
    people: People, settings: Settings
) -> None:
    settings.SITE_URL = "https://docs.example.org"
    told = asked(people, "/robots.txt")
    assert "Sitemap: https://docs.example.org/sitemap.xml\n" in told
    for path in ("/account/", "/mine/", "/operator/", "/upload", "/d/*/download/"):
        assert f"Disallow: {path}\n" in told


def test_the_sitemap_names_every_document_once_in_its_parts(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "SITEMAP_SIZE", 2)
    numbers = {make_document(tmp_path, people.alice).number for _ in range(5)}
    index = parsed(people, "/sitemap.xml")
    parts = [each.text for each in index.iter(f"{MAP}loc")]
    assert len(parts) == 3
    found = [
        int(match[1])
        for part in parts
        for each in parsed(people, re.sub("^http://[^/]*", "", part)).iter(f"{MAP}loc")
        if (match := re.search(r"/d/(\d+)/$", each.text))
    ]
    assert sorted(found) == sorted(numbers)


def test_the_sitemap_names_categories_that_hold_something(people: People, tmp_path: Path) -> None:
    law = save_category({"en": "Law"})
    save_category({"en": "Empty"})
    make_document(tmp_path, people.alice, category=law)
    told = asked(people, "/sitemap-1.xml")
    assert "/c/law/</loc>" in told
    assert "/c/empty/" not in told


def test_the_feed_is_valid_with_and_without_documents(people: People, tmp_path: Path) -> None:
    for count in range(3):
        feed = parsed(people, "/new.atom")
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1
        assert datetime.fromisoformat(feed.find(f"{ATOM}updated").text).tzinfo is not None
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == count
        for entry in entries:
            for name in ("id", "title", "updated", "author"):
                assert entry.find(f"{ATOM}{name}") is not None
        make_document(tmp_path, people.alice, title=f"Title <&> {count}")


def test_the_feed_names_publishers_as_they_are_masked(people: People, tmp_path: Path) -> None:
    make_document(tmp_path, people.alice)
    told = asked(people, "/new.atom")
    assert "ali****me" in told
    assert "alice" not in told


def structured(page: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0]
    )
    return data


def test_a_document_describes_itself_as_schema_org_has_it(people: People, tmp_path: Path) -> None:
    document = make_document(
        tmp_path, people.alice, title='A </script> "title"', language="zh", keywords=("法", "law")
    )
    data = structured(asked(people, f"/d/{document.number}/"))
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "DigitalDocument"
    assert data["name"] == 'A </script> "title"'
    assert (data["numberOfPages"], data["version"]) == (3, 1)
    assert data["isAccessibleForFree"] is True
    assert data["inLanguage"].startswith("zh")
    assert data["url"].endswith(f"/d/{document.number}/")
    assert datetime.fromisoformat(data["datePublished"]).tzinfo is not None
    assert None not in data.values()


def test_a_preview_is_not_said_to_be_free(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice, preview_pages=1)
    page = asked(people, f"/d/{document.number}/")
    assert structured(page)["isAccessibleForFree"] is False
    head = page.partition("</head>")[0]
    assert "The second page." not in head
    assert 'property="og:image"' in head
    assert f'<link rel="canonical" href="http://localhost:8000/d/{document.number}/"' in head


def test_a_card_shows_page_one(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    page = asked(people, f"/d/{document.number}/")
    address = re.findall(r'property="og:image" content="http://[^/]*([^"]+)"', page)[0]
    response = browser_of(people).get(address)
    assert body_of(response).startswith(b"\xff\xd8")


def tombstone(people: People, document: Document, name: str = "stranger") -> str:
    response = browser_of(people, name).get(f"/d/{document.number}/")
    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    return text_of(response)


def test_what_was_withdrawn_says_why_and_since_when(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    withdraw(document, people.actor("alice"), "A better one is № 10002.")
    page = tombstone(people, document)
    assert "A better one is № 10002." in page
    assert "A report" in page
    assert "<time datetime=" in page
    assert "noindex" in page
    assert "The first page." not in page


def test_what_is_restricted_says_why(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    restrict(document, source="case-7", reason="A court has ordered it.")
    page = tombstone(people, document)
    assert "A court has ordered it." in page
    assert "case-7" not in page


def test_what_was_erased_keeps_number_date_and_reason_and_nothing_else(
    people: People, tmp_path: Path
) -> None:
    document = make_document(tmp_path, people.alice, title="A private matter")
    erase(document, people.actor("alice"), "On request.")
    for name in ("stranger", "charlie", "olga", "alice"):
        page = tombstone(people, document, name)
        assert str(document.number) in page
        assert "On request." in page
        assert "A private matter" not in page
        assert "report.docx" not in page


def test_other_ways_to_what_is_gone_say_so_too(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice, state="withdrawn")
    for path in ("text/", "print/", "download/", "cite/all", "1/1/1-1200.webp"):
        response = browser_of(people).get(f"/d/{document.number}/{path}")
        assert response.status_code == 410, path
