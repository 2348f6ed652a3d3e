"""People in front of browsers, at a site that runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.flows.running_site import RunningSite
from tests.running_site import PASSWORD

TIMEOUT = 30_000


@contextmanager
def visiting(browser: Browser, site: RunningSite, also: str = "") -> Iterator[Page]:
    """A tab of a fresh browser. Errors of scripts and of the policy, and requests that go to another
    host than the site's, or `also`, fail the test."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    problems = watch(context, site)
    try:
        yield new_tab(context)
    finally:
        context.close()
    assert [each for each in problems if not also or not each.startswith(also)] == []


def watch(context: BrowserContext, site: RunningSite) -> list[str]:
    """What goes wrong in any tab from now on."""
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on(
        "console",
        lambda said: problems.append(said.text) if "Content Security" in said.text else None,
    )
    context.on(
        "request",
        lambda request: problems.append(request.url) if _is_foreign(request.url, site) else None,
    )
    return problems


def _is_foreign(url: str, site: RunningSite) -> bool:
    return not url.startswith((f"{site.address}/", "data:", "blob:"))


def new_tab(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    return page


def sign_in(page: Page, name: str) -> None:
    """By the form, with the password."""
    page.goto("/account/login/")
    page.locator("[name=login]").fill(f"{name}@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/mine/$|/2fa/authenticate/"))


def confirm_if_asked(page: Page) -> None:
    """Give the password once more, before what guards the account can be changed."""
    if "/account/reauthenticate/" in page.url:
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        expect(page).not_to_have_url(re.compile("/reauthenticate/"))


def upload(page: Page, path: Path) -> None:
    """Choose a file on the upload page."""
    page.goto("/upload/")
    page.locator("[data-choose]").first.set_input_files(path)


def describe_and_publish(page: Page, title: str) -> int:
    """Fill in the form that has come up, and wait until readers can see it. The number."""
    form = page.locator("[data-describe-form]")
    expect(form).to_be_visible(timeout=TIMEOUT)
    form.get_by_label("Title").fill(title)
    form.get_by_label("Class").select_option(label="History")
    form.get_by_label("I made it").check()
    form.get_by_label("It contains no one’s personal data, or they have agreed.").check()
    form.get_by_role("button", name="Publish").click()
    job = page.locator(".job a.job__name[href^='/d/']", has_text=".").first
    expect(job).to_be_visible(timeout=TIMEOUT)
    address = job.get_attribute("href") or ""
    return int(address.strip("/").rpartition("/")[2])


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
