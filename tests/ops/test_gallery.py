"""The page that `pecia render` writes beside the documents, read and in a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from pecia.ops.gallery import write_index
from tests.web.waiting import wait_until

HOSTILE = "\u202efdp.<script>alert('1')</script>\"&.docx"
LOCALES = {"en": "C.UTF-8", "zh-Hans": "zh_CN.UTF-8"}


def rendered(file: str = "report.docx", **changes: Any) -> dict[str, Any]:
    """A report as `pecia render` makes them."""
    return {
        "file": file,
        "folder": "report.docx",
        "outcome": "rendered",
        "code": None,
        "type": "docx",
        "pages": 2,
        "language": "en",
        "findings": [],
        "metadata": {"title": ""},
        "timings": {"first_page_ms": 120.4, "total_ms": 900.0},
        **changes,
    }


def refused(file: str = "broken.docx") -> dict[str, Any]:
    return {
        "file": file,
        "folder": "broken.docx",
        "outcome": "refused",
        "code": "zip_damaged",
        "type": None,
        "pages": 0,
        "findings": [],
        "advice": "The document's container is damaged. Open it and save it again.",
        "detail": "no directory <at> its end",
    }


def finding(code: str, severity: str, detail: str = "") -> dict[str, str]:
    return {"code": code, "severity": severity, "detail": detail}


class Elements(HTMLParser):
    """Names of the elements, their attributes, and the text between."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(re.sub(r"(?s)<style>.*</style>", "", markup))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(params=["C.UTF-8"])
def locale(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """English, unless a test asks for another one."""
    monkeypatch.setenv("LC_ALL", request.param)
    monkeypatch.setenv("LANGUAGE", "")
    return str(request.param)


def written(out: Path, *reports: dict[str, Any]) -> Elements:
    folder = out / "report.docx"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("page-0001", "page-0002"):
        Image.new("RGB", (240, 340), "white").save(folder / f"{name}-small.webp")
        (folder / f"{name}.webp").touch()
    write_index(out, reports)
    return Elements((out / "index.html").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("locale")
class TestPage:
    def test_counts_documents_pages_and_what_needs_a_look(self, tmp_path: Path) -> None:
        held = rendered(findings=[finding("hidden_text", "hold")])
        page = written(tmp_path, rendered(), held, refused())
        assert "3 documents" in page.text
        assert "1 was refused; the reason stands beside it." in page.text
        for row in ("Became pages2", "Refused1", "To look at before publishing1", "Pages4"):
            assert row in page.text

    def test_one_document_needs_no_contents(self, tmp_path: Path) -> None:
        page = written(tmp_path, rendered())
        assert "1 document " in page.text
        assert "Everything became pages." in page.text
        assert "nav" not in page.names

    def test_a_refused_document_has_code_advice_and_detail(self, tmp_path: Path) -> None:
        page = written(tmp_path, refused())
        assert "zip_damaged" in page.text
        assert refused()["advice"] in page.text
        assert "no directory <at> its end" in page.text
        assert ("href", "broken.docx/report.json") in page.attributes

    def test_findings_have_weight_code_label_and_detail(self, tmp_path: Path) -> None:
        page = written(tmp_path, rendered(findings=[finding("macro", "warning", "VBA/<Module>")]))
        for part in ("warning", "macro", "contains macros; they were not run", "VBA/<Module>"):
            assert part in page.text

    def test_page_images_link_to_the_large_ones(self, tmp_path: Path) -> None:
        page = written(tmp_path, rendered())
        assert ("href", "report.docx/page-0002.webp") in page.attributes
        assert ("src", "report.docx/page-0002-small.webp") in page.attributes
        assert ("alt", "report.docx, page 2") in page.attributes
        assert {("width", "240"), ("height", "340")} <= set(page.attributes)

    def test_says_when_only_some_pages_are_images(self, tmp_path: Path) -> None:
        assert "Page images, 2 of 9" in written(tmp_path, rendered(pages=9)).text

    def test_a_pdf_is_not_offered_twice(self, tmp_path: Path) -> None:
        page = written(tmp_path, rendered("a.pdf", type="pdf"))
        assert ("href", "report.docx/document.pdf") not in page.attributes

    @pytest.mark.parametrize(
        "report",
        [
            rendered(HOSTILE, metadata={"title": HOSTILE}, folder="a\"b<'>"),
            refused(HOSTILE),
            rendered(findings=[finding("macro", "warning", HOSTILE)]),
            rendered(type=HOSTILE, language=HOSTILE),
        ],
        ids=["name", "refused", "detail", "type"],
    )
    def test_what_a_stranger_wrote_is_only_text(
        self, tmp_path: Path, report: dict[str, Any]
    ) -> None:
        plain, page = (
            written(tmp_path, refused(), rendered()),
            written(tmp_path, report, rendered()),
        )
        assert "<script>alert('1')</script>\"&" in page.text
        assert "script" not in page.names
        assert {name for name, _ in page.attributes} <= {name for name, _ in plain.attributes}

    def test_characters_that_hide_are_shown_as_numbers(self, tmp_path: Path) -> None:
        page = written(tmp_path, rendered("\u202efdp\x1b\udcff می\u200cخواهم.exe"))
        markup = (tmp_path / "index.html").read_text(encoding="utf-8")
        assert "[U+202E]fdp[U+001B][U+DCFF] می\u200cخواهم.exe" in page.text
        assert "\u202e" not in markup

    def test_hundreds_of_documents(self, tmp_path: Path) -> None:
        page = written(tmp_path, *[rendered(f"{number}.docx") for number in range(300)])
        assert page.names.count("section") == 300

    @pytest.mark.parametrize("locale", [LOCALES["zh-Hans"]], indirect=True)
    def test_speaks_chinese(self, tmp_path: Path) -> None:
        held = finding("hidden_text", "hold", "on page 1")
        page = written(tmp_path, rendered(findings=[held]), refused())
        assert ("lang", "zh-Hans") in page.attributes
        for text in ("2 份文档", "其中 1 份被退回", "含有页面上不显示的文字", "容器结构已损坏"):
            assert text in page.text
        assert ("alt", "report.docx_第1页") in page.attributes


def render_folder(samples: Path, folder: Path, locale: str) -> Path:
    """What people get: documents with findings, a hostile name, one refused, in that language."""
    given = folder / "in"
    given.mkdir()
    shutil.copy(samples / "text.txt", given / HOSTILE.replace("/", "\u2215"))
    shutil.copy(samples / "slides.pptx", given / ("long_name_without_a_break_" * 4 + ".pptx"))
    (given / "broken.docx").write_bytes(b"PK\x03\x04 not a container")
    words: list[str | Path] = [sys.executable, "-m", "pecia", "render", given, "-o", folder / "out"]
    environment = {**os.environ, "LC_ALL": locale, "LANGUAGE": "", "PYTHONUTF8": "1"}
    said = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=120)
    assert said.returncode == 1, said.stderr
    return folder / "out" / "index.html"


@pytest.fixture(scope="module")
def indexes(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {
        language: render_folder(samples, tmp_path_factory.mktemp(language), locale)
        for language, locale in LOCALES.items()
    }


@pytest.fixture
def asked() -> list[str]:
    """Addresses that a page asked for, in a test that opens one with `opened`."""
    return []


def opened(browser: Browser, index: Path, asked: list[str], **settings: Any) -> Page:
    page = browser.new_page(**settings)
    page.set_default_timeout(20_000)
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"console: {message.text}"))
    page.goto(index.as_uri())
    return page


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
class TestInABrowser:
    @pytest.mark.parametrize("width", [360, 1280])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("language", LOCALES)
    def test_is_accessible_and_fits(
        self,
        browser: Browser,
        indexes: dict[str, Path],
        asked: list[str],
        language: str,
        scheme: Any,
        width: int,
    ) -> None:
        size = {"width": width, "height": 800}
        page = opened(browser, indexes[language], asked, color_scheme=scheme, viewport=size)
        assert page.evaluate("document.documentElement.lang") == language
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0
        page.close()

    def test_loads_only_its_own_pictures(
        self, browser: Browser, indexes: dict[str, Path], asked: list[str]
    ) -> None:
        page = opened(browser, indexes["en"], asked)
        for image in page.locator("img").all():
            image.scroll_into_view_if_needed()
        wait_until(page, "[...document.images].every(one => one.naturalWidth > 0)")
        folder = indexes["en"].parent.as_uri()
        assert len(asked) > page.locator("img").count() > 0
        assert [address for address in asked if not address.startswith(folder)] == []
        page.close()

    def test_the_keyboard_reaches_a_page_and_opens_it(
        self, browser: Browser, indexes: dict[str, Path], asked: list[str]
    ) -> None:
        page = opened(browser, indexes["en"], asked)
        focused = page.locator(":focus")
        page.keyboard.press("Tab")
        assert focused.get_attribute("href") == "#main"
        assert focused.bounding_box() is not None
        for _press in range(30):
            page.keyboard.press("Tab")
            if str(focused.get_attribute("href")).endswith("page-0001.webp"):
                break
        assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.wait_for_url("**/page-0001.webp")
        page.close()

    def test_the_skip_link_leads_past_the_contents(
        self, browser: Browser, indexes: dict[str, Path], asked: list[str]
    ) -> None:
        page = opened(browser, indexes["en"], asked)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator("main :focus").count() == 1
        page.close()

    def test_works_without_scripts(
        self, browser: Browser, indexes: dict[str, Path], asked: list[str]
    ) -> None:
        page = opened(browser, indexes["en"], asked, java_script_enabled=False)
        assert page.get_by_role("heading", level=2).count() == 4  # the contents, three documents
        page.get_by_role("navigation").get_by_role("link").last.click()
        assert page.url.endswith("#d3")
        page.close()
