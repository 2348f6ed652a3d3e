"""Lists in a browser: filters without a new page, and lists that come while one scrolls."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web-preview")]


def test_a_filter_changes_the_list_and_the_address(page: Page) -> None:
    page.goto("/category.html")
    page.evaluate("document.querySelector('h1').dataset.here = 'yes'")
    with page.expect_response(re.compile(r"/category.html\?")):
        page.get_by_label("Word").check()
    expect(page).to_have_url(re.compile("format=word"))
    expect(page.locator("#listing")).to_have_count(1)
    expect(page.locator("h1[data-here]")).to_have_count(1)


PART = """<section id="came"><h2>Came</h2>
<button class="btn" type="button" data-behaviour="forget">Forget</button></section>"""


def answering(page: Page, path: str) -> list[str]:
    """Answer what the page asks for there; returns what it sends."""
    sent: list[str] = []

    def answer(route: Route) -> None:
        assert route.request.method == "POST"
        body = parse_qs(route.request.post_data or "", keep_blank_values=True)
        sent.append(body["read"][0])
        route.fulfill(body=PART, content_type="text/html")

    page.route(f"**{path}", answer)
    return sent


def test_the_lists_beside_a_document_come_when_one_scrolls_there(page: Page) -> None:
    sent = answering(page, "/d/20417/more/")
    page.goto("/reader-document.html")
    page.wait_for_load_state("networkidle")
    assert sent == []
    page.locator("#more").scroll_into_view_if_needed()
    expect(page.locator("#came")).to_be_visible()
    assert sent == [""]  # what was read before, and this is the first


def test_a_browser_remembers_what_was_read_until_it_is_told_to_forget(page: Page) -> None:
    sent = answering(page, "/for-you/")
    page.goto("/home.html")
    page.locator("#newest-title").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert sent == []
    page.goto("/reader-document.html")
    page.goto("/home.html")
    page.locator("#newest-title").scroll_into_view_if_needed()
    page.get_by_role("button", name="Forget").click()
    assert sent == ["20417"]
    assert page.evaluate("localStorage.getItem('pecia-read')") is None


def test_a_member_s_browser_remembers_and_sends_nothing(page: Page) -> None:
    sent = answering(page, "/d/20417/more/")
    page.goto("/reader-partial.html")
    page.locator("#more").scroll_into_view_if_needed()
    expect(page.locator("#came")).to_be_visible()
    assert sent == [""]
    assert page.evaluate("localStorage.getItem('pecia-read')") is None
