"""The pages of a real site: usable with aids and by keyboard alone, and they ask nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.flows.running_site import RunningSite
from tests.flows.visitors import confirm_if_asked, new_tab, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site-in-browser")]

MAKE = """
import tempfile, time
from pathlib import Path
from pecia.engine.public import SAMPLES
from pecia.ingest.public import Terms, import_file
alice = get_user("alice@example.org")
path = SAMPLES / "text.docx"
folder = Path(tempfile.mkdtemp())
copy = folder / "for-readers.docx"
copy.write_bytes(path.read_bytes())
edition = import_file(alice, copy, folder, Terms(rights_basis="own", publish=True, category=get_category("history")))
while not Document.objects.filter(pk=edition.document_id, state="published").exists():
    time.sleep(0.2)
answer = edition.document.number
"""
OPEN = ("/", "/new/", "/search/?q=pecia", "/c/history/", "/account/login/", "/account/signup/")
READER = ("/d/{}/", "/d/{}/text/", "/d/{}/more/", "/d/{}/print/", "/d/{}/report/", "/d/{}/rights/")
MEMBER = ("/upload/", "/mine/", "/mine/{}/", "/mine/favourites/", "/mine/searches/", "/mine/collections/", "/account/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/password/change/", "/account/sessions/", "/account/close/")  # fmt: skip
OPERATOR = ("/operator/", "/operator/documents/", "/operator/documents/{}/", "/operator/dead-letters/", "/operator/reports/", "/operator/users/", "/operator/searches/", "/operator/health/", "/operator/categories/", "/operator/profile/")  # fmt: skip


@pytest.fixture(scope="module")
def number(running_site: RunningSite) -> int:
    """A published document."""
    made: int = running_site.ask(MAKE)
    return made


@pytest.fixture
def examined(browser: Browser, running_site: RunningSite) -> Iterator[Page]:
    """A tab without the policy, into which the examiner can put its script."""
    context = browser.new_context(base_url=running_site.address, bypass_csp=True)
    yield new_tab(context)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("who", "paths"),
    [("", OPEN), ("", READER), ("alice", MEMBER), ("olga", OPERATOR)],
    ids=["open", "reader", "member", "operator"],
)
def test_axe_finds_nothing(
    scheme: str, who: str, paths: tuple[str, ...], examined: Page, number: int
) -> None:
    examined.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if who:
        sign_in(examined, who)
    found = {}
    for path in paths:
        answer = examined.goto(path.format(number))
        assert answer is not None
        assert answer.status == 200, path
        confirm_if_asked(examined)
        examined.wait_for_load_state("networkidle")
        violations = Axe().run(examined).response["violations"]
        if violations:
            found[path] = [(each["id"], each["nodes"][0]["html"][:200]) for each in violations]
    assert found == {}


def test_a_word_typed_leads_to_its_place_on_a_page(tab: Page, number: int) -> None:
    tab.goto("/")
    field = tab.get_by_role("combobox", name="Search documents")
    field.press_sequentially("pec")
    expect(tab.get_by_role("option").first).to_have_text("pecia")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Escape")
    expect(tab.get_by_role("listbox")).to_be_hidden()
    field.fill("the pe")
    expect(tab.get_by_role("option").first).to_have_text("the pecia")
    field.press("ArrowDown")
    field.press("Enter")
    expect(tab).to_have_url(re.compile(r"/search/\?q=the%20pecia"))
    tab.goto("/search/?q=medieval")
    tab.locator(".entry__snippet a").first.click()
    expect(tab.locator("#find output")).to_have_text(re.compile(r"^1 / \d+$"))
    expect(tab.locator("rect.hit").first).to_be_visible()


def test_a_document_page_asks_no_other_host(
    tab: Page, running_site: RunningSite, number: int
) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"/d/{number}/")
    tab.keyboard.press("/")
    tab.locator("#find-words").fill("exemplar")
    expect(tab.locator("#find output")).to_have_text(re.compile("1 / "))
    tab.wait_for_load_state("networkidle")
    assert len(asked) > 5
    foreign = [url for url in asked if not url.startswith((running_site.address, "data:", "blob:"))]
    assert foreign == []


def tab_to(page: Page, selector: str, most: int = 120) -> int:
    """Press the tabulator until something is focused; each place on the way can be seen."""
    for pressed in range(1, most):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "(() => { const at = document.activeElement; const style = getComputedStyle(at);"
            " return at === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none'"
            " || at.matches('input[type=file], input[type=radio], input[type=checkbox]'); })()"
        ), (
            f"the focus is not to be seen at {page.evaluate('document.activeElement.outerHTML')[:200]}"
        )
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return pressed
    raise AssertionError(f"{selector} is not reached by the tabulator")


def test_by_keyboard_alone(tab: Page, number: int) -> None:
    tab.goto(f"/d/{number}/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('a[href^=\"#\"]')"), "no way past the head"
    tab.keyboard.press("Enter")
    tab_to(tab, "[data-stage]")
    tab.keyboard.press("PageDown")
    expect(tab.locator("[data-pageno]")).to_have_value("2")
    tab.keyboard.press("Home")
    expect(tab.locator("[data-pageno]")).to_have_value("1")
    tab.keyboard.press("End")
    expect(tab.locator("[data-pageno]")).to_have_value("2")
    tab.keyboard.press("/")
    expect(tab.locator("#find-words")).to_be_focused()
    tab.keyboard.type("exemplar")
    tally = tab.locator("#find output")
    expect(tally).to_have_text(re.compile(r"^\d+ / \d+$"))
    first = tally.inner_text()
    tab.keyboard.press("Enter")
    expect(tally).not_to_have_text(first)
    tab.keyboard.press("Escape")
    expect(tab.locator("#find")).to_be_hidden()
    tab_to(tab, "#download a[download]")
    with tab.expect_download() as coming:
        tab.keyboard.press("Enter")
    assert coming.value.suggested_filename.endswith(".docx")


def test_signing_in_by_keyboard_alone(tab: Page) -> None:
    tab.goto("/account/login/")
    tab_to(tab, "[name=login]")
    tab.keyboard.type("alice@example.org")
    tab_to(tab, "[name=password]")
    tab.keyboard.type("a-long-pass-phrase-42")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r":\d+/mine/$"))
