"""The upload page in a browser, against a tus endpoint that may break."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.web.server import Arrival, PreviewServer
from tests.web.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web-preview")]
UPLOAD = "/upload-empty.html"
MEGABYTE = 1024 * 1024


def payload(name: str, size: int) -> FilePayload:
    """A file of this size, always the same."""
    return {
        "name": name,
        "mimeType": "application/octet-stream",
        "buffer": random.Random(size).randbytes(size),
    }


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files as a person would."""
    page.locator("[data-choose]").first.set_input_files(list(files))


def only(server: PreviewServer) -> Arrival:
    """The one upload there is."""
    (arrival,) = server.arrivals.values()
    return arrival


def test_the_hash_is_known_first_and_the_bytes_arrive(page: Page, served: PreviewServer) -> None:
    file = payload("潮位表.pdf", 3 * MEGABYTE + 17)
    page.goto(UPLOAD)
    choose(page, file)
    expect(page.locator("[data-job='u1']")).to_be_visible()
    arrival = only(served)
    digest = hashlib.sha256(file["buffer"]).hexdigest()
    assert arrival.metadata["sha256"] == digest == arrival.digest
    assert arrival.metadata["filename"] == "潮位表.pdf"
    assert arrival.metadata["batch"] == "b2"


def test_a_broken_line_is_taken_up_again(page: Page, served: PreviewServer) -> None:
    served.drop_at = 9 * MEGABYTE + 5
    file = payload("atlas.pdf", 12 * MEGABYTE)
    page.goto(UPLOAD)
    choose(page, file)
    expect(page.locator("[data-job='u1']")).to_be_visible(timeout=20_000)
    assert only(served).digest == hashlib.sha256(file["buffer"]).hexdigest()


def test_a_closed_tab_goes_on_with_the_same_file(page: Page, served: PreviewServer) -> None:
    file = payload("atlas.pdf", 20 * MEGABYTE)
    page.goto(UPLOAD)
    page.route("**/uploads/u1", cut_later_pieces)
    choose(page, file)
    expect(page.get_by_text("of 20 MB")).to_be_visible(timeout=20_000)
    wait_until(page, "localStorage.getItem('pecia-unfinished')?.includes('atlas.pdf')")
    arrived = len(only(served).content)
    page.goto("about:blank")
    page.unroute("**/uploads/u1")
    page.goto(UPLOAD)
    expect(page.get_by_text("Choose the file again to go on")).to_be_visible()
    choose(page, file)
    expect(page.locator("[data-job='u1']")).to_be_visible(timeout=20_000)
    assert 0 < arrived < len(file["buffer"])
    assert only(served).digest == hashlib.sha256(file["buffer"]).hexdigest()
    assert page.evaluate("localStorage.getItem('pecia-unfinished')") == "{}"


def cut_later_pieces(route: Route) -> None:
    """Let the upload begin, and nothing more."""
    if route.request.method == "PATCH":
        route.abort()
    else:
        route.continue_()


def test_limits_are_told_beside_the_file_before_bytes_move(
    page: Page, served: PreviewServer
) -> None:
    page.goto(UPLOAD)
    page.evaluate("document.querySelector('.uploader').dataset.maxBytes = '1000'")
    choose(page, payload("tool.exe", 10), payload("big.pdf", 2000), payload("none.pdf", 0))
    for row, words in enumerate(("cannot be shown", "larger than", "is empty")):
        expect(page.locator(".job").nth(row).get_by_role("alert")).to_contain_text(words)
    assert served.arrivals == {}


def test_the_same_file_twice_goes_once(page: Page, served: PreviewServer) -> None:
    page.goto(UPLOAD)
    choose(page, payload("a.pdf", 500), payload("b.pdf", 500))
    expect(page.locator(".job").get_by_role("alert")).to_contain_text("already in the list")
    expect(page.locator("[data-job='u1']")).to_be_visible()
    assert len(served.arrivals) == 1


def test_folders_are_walked_and_keep_their_paths(
    page: Page, served: PreviewServer, tmp_path: Path
) -> None:
    inner = tmp_path / "levee" / "forms"
    inner.mkdir(parents=True)
    (inner / "patrol.docx").write_bytes(b"one")
    (tmp_path / "levee" / ".DS_Store").write_bytes(b"litter")
    page.goto(UPLOAD)
    page.locator("[data-choose]").nth(1).set_input_files(tmp_path / "levee")
    expect(page.locator("[data-job='u1']")).to_be_visible()
    assert only(served).metadata["relativePath"] == "levee/forms/patrol.docx"
    expect(page.locator(".job")).to_have_count(1)


def test_the_form_opens_beside_and_is_sent_without_leaving(
    page: Page, served: PreviewServer
) -> None:
    page.goto(UPLOAD)
    choose(page, payload("rota.docx", 900))
    title = page.get_by_label("Title")
    expect(title).to_have_value("Rota for the flood season")
    expect(page.locator("[data-job='u1']")).to_have_attribute("aria-current", "true")
    title.fill("Rota, new")
    expect(page.locator("[data-mirror=title]")).to_have_text("Rota, new")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("can be read from now on")).to_be_visible()
    path, body = served.posted[-1]
    assert path == "/upload/jobs/u1/describe/"
    assert b'name="act"\r\n\r\npublish' in body


def test_the_rights_wizard_asks_only_what_follows(page: Page) -> None:
    page.goto("/upload-describe.html")
    page.get_by_label("I made it").check()
    expect(page.get_by_label("Licence for readers")).to_be_visible()
    expect(page.get_by_label("Which licence")).to_be_hidden()
    page.get_by_label("It is public domain").check()
    expect(page.get_by_label("Why it is public")).to_be_visible()
    expect(page.get_by_label("Licence for readers")).to_be_hidden()
