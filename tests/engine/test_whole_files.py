"""What is interrupted while it is written leaves nothing half."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from pecia.engine import images
from pecia.engine.jobs.page_files import write_page_files
from pecia.engine.rendering import Page
from pecia.engine.whole_files import written_whole


def _half(_image: Image.Image, target: Path) -> None:
    target.write_bytes(b"RIFF")
    raise KeyboardInterrupt


def _fail_within(target: Path) -> None:
    with written_whole(target) as partial:
        partial.write_text("ha")
        raise OSError("no space left")


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "text.txt"
    with written_whole(target) as partial:
        partial.write_text("half")
        assert not target.exists()
        partial.write_text("whole")
    assert target.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [target]


def test_what_was_there_stays_when_the_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "text.txt"
    target.write_text("old")
    with pytest.raises(OSError, match="no space left"):
        _fail_within(target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("writer", ["write_page", "write_thumbnail"])
def test_an_interrupted_page_leaves_no_half_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    monkeypatch.setattr(images, writer, _half)
    page = Page(1, 595, 842)
    with pytest.raises(KeyboardInterrupt):
        write_page_files(tmp_path, page, Image.new("L", (60, 80), 255))
    assert page.image is None
    for path in tmp_path.iterdir():
        with Image.open(path) as image:
            image.load()
    assert not list(tmp_path.glob("*.partial"))
