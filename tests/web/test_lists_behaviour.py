"""Lists in a browser: filters without a new page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web-preview")]


def test_a_filter_changes_the_list_and_the_address(page: Page) -> None:
    page.goto("/category.html")
    page.evaluate("document.querySelector('h1').dataset.here = 'yes'")
    with page.expect_response(re.compile(r"/category.html\?")):
        page.get_by_label("Word").check()
    expect(page).to_have_url(re.compile("format=word"))
    expect(page.locator("#listing")).to_have_count(1)
    expect(page.locator("h1[data-here]")).to_have_count(1)
