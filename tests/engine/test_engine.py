"""The engine as its callers see it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pecia.engine.pool.client import Job, Piece
from pecia.engine.public import (
    Engine,
    EngineSettings,
    Finished,
    FirstPage,
    Inspected,
    PageReady,
    PdfReady,
    Places,
    Refusal,
    RenderOptions,
)

EVERY_SAMPLE = (
    "fonts.docx", "latin.docx", "text.docx", "text.doc", "text.odt", "text.rtf", "text.txt",
    "text.pdf", "slides.pptx", "slides.ppt", "slides.odp", "sheet.xlsx", "sheet.xls", "sheet.ods",
    "sheet.csv", "page.html", "notes.md", "picture.png",
)  # fmt: skip


@pytest.mark.parametrize("name", EVERY_SAMPLE)
def test_every_kind_becomes_pages_with_text(engine: Engine, samples: Path, name: str) -> None:
    rendering = engine.render(samples / name)
    assert rendering.facts.type == samples.joinpath(name).suffix[1:]
    assert rendering.pdf.read_bytes().startswith(b"%PDF-")
    page = rendering.pages[0]
    assert page.image is not None
    assert page.thumbnail is not None
    with Image.open(page.image) as image:
        assert image.width == 1200
        assert image.height == pytest.approx(1200 * page.height / page.width, abs=1)
    with Image.open(page.thumbnail) as thumbnail:
        assert thumbnail.width == 240
    if not name.startswith(("picture", "fonts", "sheet")):
        assert "stationers rented out" in rendering.text[0]
    if name.startswith("sheet"):
        assert "第7册" in rendering.text[0]
    held = {found.code for found in rendering.findings if found.severity == "hold"}
    assert not held  # a chart runs over the edge of the sheets' first page


def test_the_bundled_samples_are_all_tested(samples: Path) -> None:
    assert {path.name for path in samples.iterdir()} == set(EVERY_SAMPLE)


def test_page_1_comes_before_the_rest_exists(engine: Engine, samples: Path) -> None:
    kinds = []
    for event in engine.events(samples / "text.docx"):
        if isinstance(event, FirstPage):
            assert not (event.jpeg.parent / "document.pdf").exists()
            with Image.open(event.jpeg) as image:
                assert image.size == (event.width, event.height)
        kinds.append(type(event))
    assert kinds == [Inspected, FirstPage, PdfReady, PageReady, PageReady, Finished]


def test_lines_have_places_in_reading_order(engine: Engine, samples: Path) -> None:
    page = engine.render(samples / "text.docx").pages[0]
    assert page.lines[0].text.startswith("The pecia")
    tops = [line.top for line in page.lines[:5]]
    assert tops == sorted(tops)
    for line in page.lines:
        assert 0 <= line.left < line.right <= page.width
        assert 0 <= line.top < line.bottom <= page.height


def test_the_same_file_gives_the_same_bytes(samples: Path) -> None:
    def digests(engine: Engine, name: str) -> list[str]:
        folder = engine.render(samples / name).folder
        files = sorted(path for path in folder.iterdir())
        return [f"{p.name} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files]

    names = ("text.docx", "text.doc", "slides.pptx", "sheet.ods", "page.html", "picture.png")
    with Engine(EngineSettings(places=Places(workers=1, queue=8, spares=1))) as rehearsed:
        rehearsed.wait_until_warm()
        first = {name: digests(rehearsed, name) for name in names}
        time.sleep(1.1)  # another second, and a spare
        again = {name: digests(rehearsed, name) for name in names}
    with Engine(EngineSettings(places=Places(workers=1, queue=8, spares=0))) as plain:
        plain.wait_until_warm()
        forked = {name: digests(plain, name) for name in names}
    assert first == again == forked


def test_other_pages_are_rendered_when_asked(engine: Engine, samples: Path) -> None:
    rendering = engine.render(samples / "text.docx", options=RenderOptions(first_pages=1))
    assert [page.image is not None for page in rendering.pages] == [True, False]
    (second,) = engine.render_pages(rendering, [2, 99])
    assert second.number == 2
    assert second.image is not None
    assert second.text == rendering.pages[1].text
    assert [page.image is not None for page in rendering.pages] == [True, True]


def test_pages_of_a_pdf_are_those_of_the_original(engine: Engine, samples: Path) -> None:
    rendering = engine.render(samples / "text.pdf")
    assert rendering.pdf == samples / "text.pdf"
    assert engine.render_pages(rendering, [2])[0].image is not None


def test_pages_beyond_the_cap_are_cut_and_told(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("\f".join(f"page {number}" for number in range(1, 31)))
    rendering = engine.render(tmp_path / "long.txt", options=RenderOptions(max_pages=5))
    assert len(rendering.pages) == 5
    assert "truncated" in {finding.code for finding in rendering.findings}


def test_inspecting_converts_nothing(engine: Engine, samples: Path) -> None:
    facts = engine.inspect(samples / "text.docx", name="report.pdf")
    assert facts.type == "docx"
    assert facts.metadata.title == "The pecia"
    assert {finding.code for finding in facts.findings} >= {"type_mismatch"}


def test_missing_fonts_are_named_with_what_stands_in(engine: Engine, tmp_path: Path) -> None:
    rtf = r"{\rtf1{\fonttbl{\f0 Calibri;}{\f1 SimSun;}{\f2 Times New Roman;}}\f0 Words.\par}"
    (tmp_path / "fonts.rtf").write_text(rtf)
    missing = engine.inspect(tmp_path / "fonts.rtf").fonts_missing
    assert missing["Calibri"] == "Carlito"
    assert missing["SimSun"] == "Noto Serif CJK SC"
    assert missing["Times New Roman"] == "Liberation Serif"


@pytest.fixture
def locked(samples: Path, tmp_path: Path) -> Path:
    target = tmp_path / "locked.pdf"
    with pikepdf.open(samples / "text.pdf") as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="open sesame", owner="owner"))
    return target


@pytest.mark.parametrize(
    ("password", "code"), [(None, "password_protected"), ("wrong", "wrong_password")]
)
def test_a_locked_pdf_is_refused(
    engine: Engine, locked: Path, password: str | None, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        engine.render(locked, password=password)
    assert refusal.value.code == code
    assert "password" in refusal.value.advice


def test_a_locked_pdf_opens_with_its_password(engine: Engine, locked: Path) -> None:
    rendering = engine.render(locked, password="open sesame")
    assert len(rendering.pages) == 2
    assert "encrypted" in {finding.code for finding in rendering.findings}


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["encrypted_dev.docx", "encrypted_dev.xlsx"])
def test_locked_office_documents(engine: Engine, corpus: Path, name: str) -> None:
    source = corpus / "hostile" / "made" / name
    for password, code in ((None, "password_protected"), ("wrong", "wrong_password")):
        with pytest.raises(Refusal) as refusal:
            engine.render(source, password=password)
        assert refusal.value.code == code
    assert engine.render(source, password="密码123abc").pages[0].text


def test_what_is_no_file_is_refused(engine: Engine, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.docx", tmp_path):
        with pytest.raises(Refusal) as refusal:
            engine.render(path)
        assert refusal.value.code == "not_readable"


def test_a_file_over_the_limit_is_refused_before_it_is_read(samples: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate((1 << 20) + 1)
    engine = Engine(EngineSettings(max_file_mb=1))  # not even started
    with pytest.raises(Refusal) as refusal:
        engine.render(large)
    assert refusal.value.code == "too_large"


def test_leaving_early_cancels_the_work(engine: Engine, samples: Path) -> None:
    for event in engine.events(samples / "text.docx"):
        if isinstance(event, FirstPage):
            break
    deadline = time.monotonic() + 10
    while any(figures["working"] for figures in engine.health().values()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_many_threads_share_an_engine(engine: Engine, samples: Path) -> None:
    names = ("text.docx", "sheet.xlsx", "text.pdf", "page.html") * 3
    pages: dict[int, int] = {}

    def render(number: int) -> None:
        pages[number] = len(engine.render(samples / names[number]).pages)

    threads = [threading.Thread(target=render, args=(number,)) for number in range(len(names))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [pages[number] for number in range(len(names))] == [2, 2, 2, 1] * 3


def test_results_go_where_they_are_asked_for(engine: Engine, samples: Path, tmp_path: Path) -> None:
    rendering = engine.render(samples / "text.docx", into=tmp_path / "here")
    assert rendering.folder == tmp_path / "here"
    assert {path.name for path in rendering.folder.iterdir()} == {
        "document.pdf",
        "first-page.jpg",
        "page-0001.webp",
        "page-0001-small.webp",
        "page-0002.webp",
        "page-0002-small.webp",
    }


def test_a_closed_engine_leaves_nothing_behind(samples: Path) -> None:
    with Engine(EngineSettings(office=False)) as engine:
        folder = engine.render(samples / "text.pdf").folder
        pids = [figures["pid"] for figures in engine.health().values()]
        sockets = engine.pool.folder
    assert not folder.exists()
    assert not sockets.exists()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_language_is_found_from_the_text(engine: Engine, tmp_path: Path) -> None:
    texts = {
        "en": "The commission checked every exemplar and fined the seller of a faulty one. " * 3,
        "de": "Die Kommission prüfte jedes Exemplar und bestrafte den Verkäufer der Fehler. " * 3,
        "zh": "委员会查验每一份范本，核定价格，并对有错漏的出租者处以罚款。" * 3,
        "ja": "中世の大学では、検査された写本が番号つきの小冊に分けて貸し出された。" * 3,
        "ko": "위원회는 모든 원본을 검사하고 가격을 정했으며 벌금을 물렸다." * 3,
        "und": "42",
    }
    for code, text in texts.items():
        (tmp_path / f"{code}.md").write_text(text)
        assert engine.render(tmp_path / f"{code}.md").language == code


def test_a_poisonous_document_is_tried_twice_and_the_queue_goes_on(
    engine: Engine, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pecia.engine.jobs import pieces, render

    tries = []
    honest = pieces.checked_pieces

    def deadly(job: Job) -> Iterator[Piece]:
        tries.append(job)
        job.cancel()
        job.close()
        raise pieces.Died("SIGSEGV")

    monkeypatch.setattr(render, "checked_pieces", deadly)
    with pytest.raises(Refusal) as refusal:
        engine.render(samples / "text.docx")
    assert refusal.value.code == "render_failed"
    assert "2 times" in refusal.value.detail
    assert len(tries) == 2
    monkeypatch.setattr(render, "checked_pieces", honest)
    assert len(engine.render(samples / "text.docx").pages) == 2


def test_the_office_zygote_may_die_between_documents(samples: Path) -> None:
    import os
    import signal

    with Engine(EngineSettings(places=Places(workers=1, queue=8, spares=0), warm=False)) as engine:
        assert engine.render(samples / "latin.docx").pages
        os.kill(engine.health()["office"]["pid"], signal.SIGKILL)
        assert engine.render(samples / "latin.docx").pages
        assert engine.health()["office"]["restarts"] == 1


def test_without_a_forkable_libreoffice_the_result_is_the_same(
    engine: Engine, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PECIA_ENGINE_NO_OFFICE_KIT", "1")
    with Engine(EngineSettings(places=Places(workers=1, queue=8, spares=0))) as old:
        for name in ("text.docx", "slides.ppt", "text.txt"):
            slow, fast = old.render(samples / name), engine.render(samples / name)
            assert slow.text == fast.text
            assert slow.pages[0].image is not None
            assert fast.pages[0].image is not None
            assert slow.pages[0].image.read_bytes() == fast.pages[0].image.read_bytes()


def test_a_pool_without_all_layers_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from pecia.engine.public import ALLOW_WEAK, Layer, PoolStartError
    from pecia.engine.sandbox.layers import ALL

    monkeypatch.delenv(ALLOW_WEAK, raising=False)
    settings = EngineSettings(office=False, layers=ALL - {Layer.LANDLOCK})
    with pytest.raises(PoolStartError, match=f"landlock.*{ALLOW_WEAK}=1"):
        Engine(settings).start()
    monkeypatch.setenv(ALLOW_WEAK, "1")
    with Engine(settings) as weak:
        assert weak.pool.missing_layers.keys() == {Layer.LANDLOCK}


def test_a_pool_whose_canary_gets_out_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from pecia.engine.pool import selftest
    from pecia.engine.public import PoolStartError

    monkeypatch.setattr(selftest, "attempt", lambda *_: {"connect": "allowed", "fork": "denied"})
    with pytest.raises(PoolStartError, match="a child could: connect"):
        Engine(EngineSettings(office=False)).start()


def test_a_page_as_tall_as_a_tower_is_made_smaller(engine: Engine, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(30, 14_000))
        pdf.save(tmp_path / "tower.pdf")
    page = engine.render(tmp_path / "tower.pdf").pages[0]
    assert page.image is not None
    with Image.open(page.image) as image:
        assert image.height == 16_000
