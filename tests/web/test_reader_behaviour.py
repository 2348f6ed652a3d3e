"""The reader in a browser: pages, find, zoom, keys, position, what is painted later."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.server import PreviewServer
from tests.web.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web-preview")]
DOCUMENT = "/reader-document.html"


def test_page_field_and_buttons_turn_pages(page: Page) -> None:
    page.goto(DOCUMENT, wait_until="networkidle")  # the reader's own modules are there by then
    field = page.locator("[data-pageno]")
    page.get_by_role("button", name="Next page").click()
    expect(field).to_have_value("2")
    field.fill("3")
    field.press("Enter")
    expect(page.locator("[data-thumb='3']")).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Previous page").click()
    expect(field).to_have_value("2")


def test_find_counts_hits_on_pages_whose_text_was_not_there(page: Page) -> None:
    page.goto(DOCUMENT)
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Find in this document").fill("渗水")
    tally = page.locator("#find output")
    expect(tally).to_have_text("1 / 4")
    page.keyboard.press("Enter")
    expect(tally).to_have_text("2 / 4")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(tally).to_have_text("4 / 4")
    expect(page.locator("#p3 .hit--now")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".hit")).to_have_count(0)
    expect(page.locator("[data-find]")).to_be_focused()


def test_find_crosses_line_ends_and_widths(page: Page) -> None:
    page.goto(DOCUMENT)
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Find in this document").fill("遮挡物,不得估读")
    expect(page.locator("#find output")).to_have_text("1 / 1")
    expect(page.locator("#p1 .hit--now")).to_have_count(2)


def test_zoom_and_fit(page: Page) -> None:
    page.goto(DOCUMENT)
    reader = page.locator("#reader")
    page.keyboard.press("+")
    expect(reader).to_have_attribute("data-zoom", "125")
    expect(page.locator("[data-zoomout]")).to_have_text("125 %")
    page.get_by_role("button", name="Fit to width").click()
    expect(reader).to_have_attribute("data-fitted", "")


def test_keys_are_told_and_leave_fields_alone(page: Page) -> None:
    page.goto(DOCUMENT)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys in the reader")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Search documents").press_sequentially("a/b?f")
    expect(page.locator("#find")).to_be_hidden()
    page.locator("[data-stage]").focus()
    page.keyboard.press("End")
    expect(page.locator("[data-pageno]")).to_have_value("3")


def test_the_page_read_last_is_offered_again(page: Page) -> None:
    page.goto(DOCUMENT)
    page.locator("[data-pageno]").fill("3")
    page.locator("[data-pageno]").press("Enter")
    expect(page.locator("[data-thumb='3']")).to_have_attribute("aria-current", "page")
    page.goto(DOCUMENT)
    page.goto(DOCUMENT)
    link = page.locator("[data-resume]")
    expect(link).to_have_text("Go on at page 3")
    link.click()
    expect(page.locator("[data-pageno]")).to_have_value("3")


def test_a_page_that_is_still_being_painted_appears(page: Page, served: PreviewServer) -> None:
    served.unready = {f"/media/patrol-1-{width}.webp": 2 for width in (640, 1240)}
    page.goto(DOCUMENT)
    wait_until(page, "document.querySelector('#p1 .sheet__img').naturalWidth > 0")
    expect(page.locator("#p1")).to_have_attribute("aria-busy", "false")


def test_text_flows_on_phones(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 760})
    page.goto(DOCUMENT)
    page.get_by_role("button", name="Let the text flow").click()
    expect(page.locator("#p1 .sheet__flow p").first).to_be_visible()
    expect(page.locator("#p1 .sheet__img")).to_be_hidden()


def test_theme_is_kept_and_text_is_copied(page: Page) -> None:
    page.goto(DOCUMENT)
    page.get_by_role("button", name="Light or dark theme").first.click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Copy hash").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("3f1c0a94d2b7e688")


def test_popovers_close_and_give_focus_back(page: Page) -> None:
    page.goto(DOCUMENT)
    summary = page.locator(".reader__bar .pop summary")
    summary.click()
    expect(page.get_by_label("GB/T 7714", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("GB/T 7714", exact=True)).to_be_hidden()
    expect(summary).to_be_focused()


def test_later_pages_come_while_one_scrolls(page: Page) -> None:
    page.goto("/reader-window-1.html")
    expect(page.locator(".sheet")).to_have_count(3)
    page.locator("#p3").scroll_into_view_if_needed()
    expect(page.locator("#p6")).to_be_attached()
    expect(page.locator("[data-thumb]")).to_have_count(6)
    expect(page.locator(".endcard")).to_have_count(1)
    expect(page.locator("[data-later], [data-earlier]")).to_have_count(0)


def test_find_brings_in_earlier_pages_too(page: Page) -> None:
    page.goto("/reader-window-2.html")
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Find in this document").fill("渗水")
    expect(page.locator("#find output")).to_have_text("5 / 8")
    expect(page.locator(".sheet").first).to_have_id("p1")
    expect(page.locator("[data-thumb]").first).to_have_attribute("data-thumb", "1")
