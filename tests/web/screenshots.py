"""Pictures of every page of a real site with its demo library, to be looked at.

    python -m tests.web.screenshots [FOLDER]

Light and dark, a phone's width and a desk's, English and Chinese: one file each.
"""

from __future__ import annotations

import argparse
import itertools
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.running_site import PASSWORD, RunningSite

READY_SECONDS = 180
STRANGER = {
    "home": "/",
    "category": "/c/working-documents/",
    "new": "/new/",
    "search": "/search/?q=a",
    "search-empty": "/search/?q=nothing-is-called-so",
    "document": "/d/{number}/",
    "text": "/d/{number}/text/",
    "more": "/d/{number}/more/",
    "print": "/d/{number}/print/",
    "report": "/d/{number}/report/",
    "rights": "/d/{number}/rights/",
    "publisher": "{publisher}",
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
    "password-reset": "/account/password/reset/",
    "not-found": "/d/9/",
}
OPERATOR = {
    "upload": "/upload/",
    "mine": "/mine/",
    "collections": "/mine/collections/",
    "favourites": "/mine/favourites/",
    "searches": "/mine/searches/",
    "purchases": "/mine/purchases/",
    "income": "/mine/income/",
    "account": "/account/",
    "account-close": "/account/close/",
    "security": "/account/2fa/",
    "operator": "/operator/",
    "operator-categories": "/operator/categories/",
    "operator-profile": "/operator/profile/",
    "operator-documents": "/operator/documents/",
    "operator-document": "/operator/documents/{number}/",
    "operator-dead-letters": "/operator/dead-letters/",
    "operator-reports": "/operator/reports/",
    "operator-searches": "/operator/searches/",
    "operator-users": "/operator/users/",
    "books": "/operator/books/",
    "books-payouts": "/operator/books/payouts/",
    "books-returns": "/operator/books/returns/",
    "books-differences": "/operator/books/differences/",
    "books-holds": "/operator/books/holds/",
    "books-fees": "/operator/books/fees/",
    "operator-health": "/operator/health/",
}


@dataclass(frozen=True)
class Look:
    """One way to look at a page."""

    language: str
    scheme: str
    width: int


LOOKS = tuple(
    itertools.starmap(Look, itertools.product(("en", "zh-CN"), ("light", "dark"), (360, 1280)))
)


def main() -> None:
    """Start a site, take all pictures, say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("out/screenshots"))
    folder = parser.parse_args().folder
    with chromium() as browser:
        problems = list(taken(browser, folder))
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    for problem in problems:
        print(problem)


def taken(browser: Browser, folder: Path) -> Iterator[str]:
    """Take them; what is wrong with a page: its status, its width, what the console says."""
    folder.mkdir(parents=True, exist_ok=True)
    with RunningSite(demo=True) as site:
        wait_for_library(site)
        state = operator_state(browser, site)
        facts = facts_of(site)
        for look in LOOKS:
            yield from shots(browser, site, folder, look, STRANGER, facts, None)
            yield from shots(browser, site, folder, look, OPERATOR, facts, state)


def wait_for_library(site: RunningSite) -> None:
    """Until the demo library is published."""
    end = time.monotonic() + READY_SECONDS
    while len(set(re.findall(rb"/d/(\d+)/", site.get("/new/")))) < 20:
        assert time.monotonic() < end, "the demo library never came"
        time.sleep(1)


def facts_of(site: RunningSite) -> dict[str, str]:
    """A document of several pages, and its publisher."""
    number = re.findall(r"/d/(\d+)/", site.get("/new/").decode())[0]
    publisher = re.search(r'href="(/u/[\w-]+/)"', site.get(f"/d/{number}/").decode())
    assert publisher is not None
    return {"number": number, "publisher": publisher[1]}


def operator_state(browser: Browser, site: RunningSite) -> Path:
    """The cookies of somebody who became the operator by the link of the console."""
    page = browser.new_page()
    page.goto(site.operator_link)
    page.fill("input[type=email]", "operator@example.org")
    page.fill("input[type=password]", PASSWORD)
    page.click("main button.btn--primary")
    page.wait_for_load_state()
    state = site.data / "operator.json"
    page.context.storage_state(path=state)
    page.close()
    return state


def shots(
    browser: Browser,
    site: RunningSite,
    folder: Path,
    look: Look,
    paths: dict[str, str],
    facts: dict[str, str],
    state: Path | None,
) -> Iterator[str]:
    """The pages as somebody sees them who looks so."""
    context = browser.new_context(
        base_url=site.base,
        viewport={"width": look.width, "height": 900},
        color_scheme="dark" if look.scheme == "dark" else "light",
        locale=look.language,
        storage_state=state,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    for name, path in paths.items():
        said.clear()
        file = folder / f"{name}-{look.language[:2]}-{look.scheme}-{look.width}.png"
        wrong = shot(page, path.format(**facts), file)
        missing = name == "not-found"
        yield from (f"{file.stem}: {what}" for what in [*wrong, *said] if not missing)
    context.close()


def shot(page: Page, path: str, file: Path) -> list[str]:
    """One picture, of the whole page; what is wrong."""
    answer = page.goto(path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=True)
    wrong = [] if answer is not None and answer.ok else ["not answered"]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("wider than the window")
    return wrong


if __name__ == "__main__":
    main()
