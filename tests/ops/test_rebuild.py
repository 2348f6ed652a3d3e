"""Whatever is derived can be deleted: it is made again, and is the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageChops

from pecia.accounts.public import User
from pecia.engine.public import Engine
from pecia.library.public import Edition
from pecia.ops import rebuild, verify
from pecia.reading import images
from pecia.reading.artefacts import LINES, WIDTH, image_name
from pecia.reading.models import Page
from pecia.reading.public import edition_folder, folder_of, page_image, texts_of, thumbnail
from tests.ingest.received import go_its_way, receive
from tests.people import People

pytestmark = pytest.mark.django_db

Told = pytest.CaptureFixture[str]
NAMES = ("text.docx", "slides.pptx", "sheet.xlsx", "text.pdf", "notes.md", "picture.png")


@pytest.fixture
def editions(at_hand: None, people: People, samples: Path) -> list[Edition]:
    """Documents of every family, with their pages."""
    return [take(people.alice, samples / name) for name in NAMES]


def take(owner: User, path: Path) -> Edition:
    edition = go_its_way(receive(owner, path.name, path.read_bytes()))
    assert edition.state == "approved", edition.code
    return edition


def folder(edition: Edition) -> Path:
    edition.refresh_from_db()
    return folder_of(edition.token, edition.revision)


def rows_of(edition: Edition) -> list[tuple[object, ...]]:
    rows = Page.objects.filter(edition=edition).order_by("number")
    return list(rows.values_list("number", "width", "height", "text", "failed"))


def pixels(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def same_picture(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def test_everything_derived_is_made_again_and_is_the_same(
    editions: list[Edition], capsys: Told
) -> None:
    before = [
        (rows_of(each), (folder(each) / LINES).read_bytes(), pixels(folder(each) / image_name(1, WIDTH)))
        for each in editions
    ]  # fmt: skip
    shutil.rmtree(settings.DERIVED)
    assert verify.run([]) == 1
    assert capsys.readouterr().out.count("artefacts_missing: № ") == len(NAMES)
    assert rebuild.run(["--missing"]) == 0
    assert f"{len(NAMES)} rebuilt, 0 failed" in capsys.readouterr().out
    for edition, (rows, lines, picture) in zip(editions, before, strict=True):
        assert rows_of(edition) == rows, edition.file_name
        assert (folder(edition) / LINES).read_bytes() == lines, edition.file_name
        again = pixels(folder(edition) / image_name(1, WIDTH))
        assert same_picture(again, picture), edition.file_name
    assert verify.run([]) == 0


def test_only_what_is_missing_is_made(editions: list[Edition], capsys: Told) -> None:
    first, *others = editions
    (folder(first) / LINES).unlink()
    assert rebuild.run(["--missing"]) == 0
    assert f"№ {first.document.number}, edition 1: rebuilt" in capsys.readouterr().err
    first.refresh_from_db()
    for other in others:
        other.refresh_from_db()
    assert [each.revision for each in editions] == [2, *[1] * len(others)]
    assert rebuild.run(["--missing"]) == 0
    assert "nothing to rebuild" in capsys.readouterr().out


def test_documents_are_chosen_by_their_numbers(editions: list[Edition]) -> None:
    chosen = editions[3]
    Page.objects.filter(edition=chosen).delete()
    assert verify.run([]) == 1
    assert rebuild.run([str(chosen.document.number)]) == 0
    assert verify.run([]) == 0
    chosen.refresh_from_db()
    assert chosen.revision == 2
    assert [path.name for path in edition_folder(chosen.token).glob("r*")] == ["r2"]


def test_a_number_that_is_not_there_is_told(at_hand: None, capsys: Told) -> None:
    assert rebuild.run(["99999"]) == 1
    assert "№ 99999: there is no such document with pages" in capsys.readouterr().err


def test_one_that_can_not_be_made_does_not_stop_the_others(
    editions: list[Edition], capsys: Told
) -> None:
    sha256 = editions[0].blob_id or ""
    (Path(settings.ORIGINALS) / sha256[:2] / sha256[2:4] / sha256).unlink()
    assert rebuild.run([]) == 1
    said = capsys.readouterr()
    assert f"{len(NAMES) - 1} rebuilt, 1 failed" in said.out
    assert said.err.count(f"№ {editions[0].document.number}, edition 1: blob_damaged") == 1
    editions[0].refresh_from_db()
    assert editions[0].revision == 1
    assert texts_of(editions[0], 99)


def test_a_page_image_that_is_gone_is_painted_when_somebody_looks(
    editions: list[Edition], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "_engine", lambda: engine)
    edition = editions[0]
    before = pixels(page_image(edition, 1, WIDTH)), pixels(thumbnail(edition, 1))
    for name in (image_name(1, WIDTH), thumbnail(edition, 1).name):
        (folder(edition) / name).unlink()
    assert verify.run([]) == 0
    assert same_picture(pixels(page_image(edition, 1, WIDTH)), before[0])
    assert same_picture(pixels(thumbnail(edition, 1)), before[1])
