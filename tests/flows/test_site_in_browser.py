"""The whole way in a real browser at a real site: upload, publish, read, find, download."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import CDPSession, Page, Response, expect

from tests.flows.running_site import RunningSite
from tests.flows.visitors import (
    TIMEOUT,
    describe_and_publish,
    hash_of,
    new_tab,
    sign_in,
    upload,
)
from tests.web.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site-in-browser")]

SAMPLES = {"text.docx": "exemplar", "slides.pptx": "exemplar", "sheet.xlsx": "loans", "text.pdf": "exemplar"}  # fmt: skip
REAL = {
    "docx": "office/docx/mineru__docx_01.docx",
    "pptx": "office/pptx/tika__testMSChart-govdocs-428996.pptx",
    "xlsx": "office/xlsx/poi__51519.xlsx",
    "pdf": "pdf/pypdf/FormTestFromOo.pdf",
}
MEGABYTE = 1 << 20
TEXTS = """
from pecia.reading.public import texts_of
answer = texts_of(Document.objects.get(number=%d).current_edition, 999)
"""


def read_find_and_download(page: Page, number: int, word: str, folder: Path) -> tuple[int, str]:
    """As a reader does. How often the word is in the document, and the hash of what came."""
    page.goto(f"/d/{number}/")
    wait_until(page, "document.querySelector('#p1 .sheet__img').naturalWidth > 100")
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Find in this document").fill(word)
    tally = page.locator("#find output")
    expect(tally).to_have_text(re.compile(r"^\d+ / \d+$"), timeout=TIMEOUT)
    count = int(tally.inner_text().rpartition("/")[2])
    with page.expect_download() as coming:
        page.locator("#download").get_by_role("link", name="Download").click()
    coming.value.save_as(folder / "downloaded")
    return count, hash_of(folder / "downloaded")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_published_read_and_downloaded(
    name: str, tab: Page, running_site: RunningSite, samples: Path, tmp_path: Path
) -> None:
    sign_in(tab, "alice")
    upload(tab, samples / name)
    number = describe_and_publish(tab, f"The pecia: {name}")
    there = "\n".join(running_site.ask(TEXTS % number)).lower().count(SAMPLES[name])
    assert there > 0
    count, digest = read_find_and_download(tab, number, SAMPLES[name], tmp_path)
    assert (count, digest) == (there, hash_of(samples / name))
    expect(tab.get_by_role("heading", level=1)).to_contain_text(f"The pecia: {name}")


def real_file(corpus: Path, extension: str) -> Path:
    """One that has text, hides none, and so is published without a look by a person."""
    path = corpus / REAL[extension]
    if not path.exists():
        pytest.skip(f"the corpus holds no {REAL[extension]}")
    return path


@pytest.mark.corpus
@pytest.mark.parametrize("extension", list(REAL))
def test_a_real_file_is_published_read_and_downloaded(
    extension: str, tab: Page, running_site: RunningSite, corpus: Path, tmp_path: Path
) -> None:
    path = real_file(corpus, extension)
    sign_in(tab, extension)  # somebody with no other file on the way
    upload(tab, path)
    number = describe_and_publish(tab, f"A real {extension}")
    words = re.findall(r"\w{4,}", "\n".join(running_site.ask(TEXTS % number)))
    count, digest = read_find_and_download(tab, number, words[len(words) // 2], tmp_path)
    assert count > 0
    assert digest == hash_of(path)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """A picture of noise: several chunks, which nothing makes smaller."""
    path = tmp_path / "noise.png"
    seed = random.Random(42)
    Image.frombytes("RGB", (2_400, 2_400), seed.randbytes(2_400 * 2_400 * 3)).save(path)
    assert path.stat().st_size > 15 * MEGABYTE
    return path


def slow_line(page: Page) -> CDPSession:
    """Let this tab send as a phone does."""
    session = page.context.new_cdp_session(page)
    set_line(session, offline=False)
    return session


def set_line(session: CDPSession, *, offline: bool) -> None:
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": offline, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 4 * MEGABYTE},
    )  # fmt: skip


def after_a_while(page: Page) -> None:
    """Some time after the first chunk has arrived, and before the last."""
    pause = random.uniform(0, 1.5)
    print(f"broken {pause:.2f} s after the first chunk")
    page.wait_for_timeout(pause * 1000)


class Offsets:
    """What the server says of how far an upload has come, each time it is asked."""

    def __init__(self, page: Page) -> None:
        self.asked: list[int] = []
        self.arrived = 0
        page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if "/uploads/" in response.url and "upload-offset" in response.headers:
            offset = int(response.headers["upload-offset"])
            self.arrived = max(self.arrived, offset)
            if response.request.method == "HEAD":
                self.asked.append(offset)


def begin(page: Page, file: Path) -> tuple[CDPSession, Offsets]:
    """Send until the first chunk is there."""
    page.goto("/upload/")
    session, offsets = slow_line(page), Offsets(page)
    page.locator("[data-choose]").first.set_input_files(file)
    while not offsets.arrived:
        page.wait_for_timeout(20)
    after_a_while(page)
    assert offsets.arrived < file.stat().st_size
    return session, offsets


def test_an_upload_goes_on_when_the_line_is_back(
    tab: Page, running_site: RunningSite, big: Path
) -> None:
    sign_in(tab, "bob")
    session, offsets = begin(tab, big)
    set_line(session, offline=True)
    tab.wait_for_timeout(2_500)
    set_line(session, offline=False)
    expect(tab.locator("[data-describe-form]")).to_be_visible(timeout=TIMEOUT)
    assert any(0 < offset < big.stat().st_size for offset in offsets.asked)
    assert last_hash(running_site) == hash_of(big)


def test_an_upload_goes_on_in_another_tab_after_the_first_was_closed(
    tab: Page, running_site: RunningSite, big: Path
) -> None:
    sign_in(tab, "carol")
    begin(tab, big)
    again = new_tab(tab.context)
    tab.close()
    again.goto("/upload/")
    expect(again.get_by_text("Choose the file again to go on")).to_be_visible()
    offsets = Offsets(again)
    again.locator("[data-choose]").first.set_input_files(big)
    expect(again.locator("[data-describe-form]")).to_be_visible(timeout=TIMEOUT)
    assert any(0 < offset < big.stat().st_size for offset in offsets.asked)
    assert last_hash(running_site) == hash_of(big)


def last_hash(site: RunningSite) -> str:
    digest: str = site.ask("answer = Edition.objects.order_by('-pk')[0].blob_id")
    return digest
