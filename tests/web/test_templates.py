"""Every template renders with sample data into sound HTML without inline styles or scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.markup import problems_of

pytestmark = pytest.mark.xdist_group("web-preview")

TEMPLATES = Path(__file__).parents[2] / "src/pecia/web/templates"


def pages(preview: Path) -> list[Path]:
    """The pages, without the fragments."""
    return [path for path in sorted(preview.glob("*.html")) if not _is_fragment(path)]


def _is_fragment(path: Path) -> bool:
    return path.stem.startswith("fragment-")


def test_all_pages_are_sound(preview: Path) -> None:
    found = {
        path.stem: problems_of(path.read_text(encoding="utf-8"), _is_fragment(path))
        for path in sorted(preview.glob("*.html"))
    }
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_partials_say_what_they_are_given() -> None:
    silent = [
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("_*.html")
        if "{% comment %}" not in path.read_text(encoding="utf-8").split("\n")[0]
        and path.name != "_text_layer.html"  # nothing may stand before its first element
    ]
    assert silent == []


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_pages_are_accessible_and_never_wider_than_the_window(
    unguarded_page: Page, preview: Path, scheme: str, width: int
) -> None:
    page = unguarded_page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for path in pages(preview):
        page.goto(f"/{path.name}")
        violations = [violation["id"] for violation in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            violations.append("wider than the window")
        if violations:
            found[path.stem] = violations
    assert found == {}
