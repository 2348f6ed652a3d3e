"""What every answer says to the browser, so that nothing else can be done with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as current

from tests.factories.documents import make_document
from tests.people import People
from tests.web.site import body_of, browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

PAGES = ("/", "/d/{n}/", "/d/{n}/text/", "/account/login/", "/nothing/", "/new.atom", "/mine/")


@pytest.fixture
def number(people: People, tmp_path: Path) -> int:
    return make_document(tmp_path, people.alice, preview_pages=2).number


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_walled_in(path: str, number: int, people: People) -> None:
    response = browser_of(people, "alice").get(path.format(n=number))
    policy = response["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'",
                 "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
        assert rule in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in response


@pytest.mark.parametrize(
    "path", ["/", "/d/{n}/", "/upload/", "/mine/{n}/", "/account/", "/operator/"]
)
def test_no_page_needs_what_the_wall_forbids(path: str, number: int, people: People) -> None:
    name = "olga" if "operator" in path else "alice"
    page = text_of(browser_of(people, name).get(path.format(n=number)))
    assert re.findall(r"<script(?![^>]*(?:src=|ld\+json))[^>]*>", page) == []
    assert "<style" not in page
    assert re.findall(r"\s(?:style|on\w+)=\"", page) == []
    assert re.findall(r"(?:src|srcset)=\"(?:https?:)?//", page) == []


@pytest.mark.parametrize("leaf", ["1-1200.webp", "1-thumb.webp", "1-card.jpg"])
def test_images_are_only_images_and_are_kept_for_a_year(
    leaf: str, number: int, people: People
) -> None:
    response = browser_of(people).get(f"/d/{number}/1/1/{leaf}")
    body_of(response)
    assert response["Content-Type"] in ("image/webp", "image/jpeg")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_original_is_never_shown_by_the_browser_itself(number: int, people: People) -> None:
    response = browser_of(people).get(f"/d/{number}/download/")
    body_of(response)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_stranger_gets_no_cookie_for_reading(number: int, people: People) -> None:
    for path in ("/new/", "/d/{n}/text/", "/d/{n}/1/1/1-1200.webp", "/d/{n}/download/"):
        response = browser_of(people).get(path.format(n=number))
        body_of(response)
        assert current.SESSION_COOKIE_NAME not in response.cookies, path


def test_cookies_are_not_for_scripts_and_not_for_other_sites(people: People) -> None:
    client = browser_of(people)
    client.get("/account/login/")
    client.post(
        "/account/login/", {"login": "alice@example.org", "password": "a-long-pass-phrase-42"}
    )
    client.post("/language/", {"language": "en"})
    assert current.SESSION_COOKIE_NAME in client.cookies
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key


def test_errors_are_pages_for_people_and_json_for_programs(people: People) -> None:
    client = browser_of(people)
    page = client.get("/d/99999/")
    assert page["Content-Type"].startswith("text/html")
    assert page["Cache-Control"] == "no-store"
    told = client.get("/d/99999/", headers={"accept": "application/json"})
    assert told.json()["code"] == "document_not_found"
    assert told.json()["message"]


def test_a_page_with_what_one_may_read_is_not_kept_by_others(number: int, people: People) -> None:
    assert "private" in browser_of(people).get(f"/d/{number}/")["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/mine/", "/account/", "/upload/", "/operator/", "/d/{n}/report/"]
)
def test_ones_own_pages_are_for_no_robot(path: str, number: int, people: People) -> None:
    page = text_of(browser_of(people, "olga").get(path.format(n=number)))
    assert re.search(r'<meta name="robots" content="noindex', page)


def test_what_a_publisher_writes_is_text_wherever_it_stands(people: People, tmp_path: Path) -> None:
    evil = '<script>alert("1")</script>\'"><img src=x onerror=y>'
    document = make_document(
        tmp_path, people.alice, title=evil, description=evil, keywords=(evil[:40],), texts=(evil,)
    )
    for path in ("/", "/new/", "/d/{n}/", "/d/{n}/text/", "/d/{n}/cite/all", "/search/?q=script",
                 "/d/{n}/1/1/1.svg", "/new.atom", "/sitemap-1.xml"):  # fmt: skip
        page = text_of(browser_of(people).get(path.format(n=document.number)))
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
