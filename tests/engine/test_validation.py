"""What a child sends is believed only as far as it can be checked."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecia.engine import validation
from pecia.engine.images import MAX_PIXELS
from pecia.engine.pool.sealed_memory import OutgoingMemory, sealed
from pecia.engine.validation import Untrustworthy

HONEST: dict[str, Any] = {
    "type": "docx",
    "encoding": None,
    "findings": [["macro", "word/vbaProject.bin"]],
    "metadata": {"title": "A title"},
    "hidden": {"comments": 1, "hidden_sheets": ["x"], "hidden_slides": [2], "people": ["A"]},
    "east_asian": False,
}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[int]:
    fd = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    yield fd
    os.close(fd)


def test_an_honest_inspection_is_taken() -> None:
    facts = validation.facts(HONEST)
    assert facts.findings[0].code == "macro"
    assert facts.hidden.hidden_slides == (2,)


@pytest.mark.parametrize(
    "lie",
    [
        {"type": "exe"},
        {"type": None},
        {"findings": [["no such code", ""]]},
        {"findings": [["macro"]]},
        {"findings": "macro"},
        {"findings": [["macro", ""]] * 1000},
        {"metadata": []},
        {"metadata": {"title": 5}},
        {"hidden": {"comments": -1}},
        {"hidden": {"comments": 1.5}},
        {"hidden": {"comments": True}},
        {"hidden": {"hidden_slides": ["x"]}},
        {"hidden": {"people": ["x"] * 2000}},
    ],
)
def test_a_lie_is_not(lie: dict[str, Any]) -> None:
    with pytest.raises(Untrustworthy):
        validation.facts({**HONEST, **lie})


def test_titles_lose_what_deceives() -> None:
    facts = validation.facts(
        {**HONEST, "metadata": {"title": "re\u202efdp.exe\x00\r\nX-Header: 1"}}
    )
    assert facts.metadata.title == "refdp.exe X-Header: 1"


@pytest.mark.parametrize(
    ("size", "mode", "bytes_"),
    [
        ([10, 10], "L", 99),
        ([10, 10], "RGBX", 300),
        ([0, 10], "L", 0),
        ([-1, -10], "L", 10),
        ([MAX_PIXELS, 2], "L", 10),
        ([10], "L", 10),
        ("10", "L", 10),
        ([10.0, 10], "L", 100),
        ([10, 10], "RGBA", 400),
    ],
)
def test_pixels_must_be_as_many_as_they_say(size: Any, mode: str, bytes_: int) -> None:
    memory = sealed(bytes(bytes_))
    with pytest.raises(Untrustworthy):
        validation.pixels({"pixels": size, "mode": mode}, memory)
    os.close(memory)


@pytest.mark.parametrize("prepared", [False, True])
def test_honest_pixels_become_a_picture(prepared: bool) -> None:
    data = bytes(range(200)) * 2
    memory = OutgoingMemory(8192).seal(data) if prepared else sealed(data)
    assert memory is not None
    image = validation.pixels({"pixels": [10, 10], "mode": "RGBX"}, memory)
    os.close(memory)
    assert image.size == (10, 10)
    assert image.convert("RGB").tobytes()[:6] == bytes([0, 1, 2, 4, 5, 6])


def test_pixels_that_could_still_be_cut_short_are_not_read(file: int) -> None:
    os.truncate(file, 100)
    unsealed = os.memfd_create("unsealed", os.MFD_ALLOW_SEALING)
    os.ftruncate(unsealed, 100)
    for fd in (file, unsealed):
        with pytest.raises(Untrustworthy):
            validation.pixels({"pixels": [10, 10], "mode": "L"}, fd)
    os.close(unsealed)


def test_sealed_memory_stays_as_long_as_it_is() -> None:
    memory = sealed(b"x" * 100)
    for size in (99, 101):
        with pytest.raises(PermissionError):
            os.ftruncate(memory, size)
    assert OutgoingMemory(10).seal(b"x" * 11) is None
    os.close(memory)


def test_only_a_regular_file_is_read() -> None:
    reader, writer = os.pipe()
    try:
        for fd in (reader, None):
            with pytest.raises(Untrustworthy):
                validation.content(fd, 100)
    finally:
        os.close(reader)
        os.close(writer)


def test_a_pdf_must_begin_as_one(file: int, tmp_path: Path) -> None:
    os.write(file, b"<html>")
    with pytest.raises(Untrustworthy):
        validation.save_pdf(file, tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
    os.pwrite(file, b"%PDF-1.7", 0)
    validation.save_pdf(file, tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == b"%PDF-1.7"
    assert not (tmp_path / "x.partial").exists()


def test_a_file_over_its_limit_is_not_read(file: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "MAX_PDF", 10)
    os.write(file, b"%PDF-1.7 and more")
    with pytest.raises(Untrustworthy):
        validation.save_pdf(file, Path("/nowhere"))


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 2.0, "1", None, True])
def test_numbers_are_finite_and_within_bounds(value: Any) -> None:
    with pytest.raises(Untrustworthy):
        validation.number(value, 0, 1)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(ANYTHING)
def test_whatever_comes_is_taken_or_refused_but_never_breaks(raw: Any) -> None:
    for check in (
        validation.facts,
        validation.text_page,
        validation.timings,
        validation.font_table,
    ):
        try:
            check(raw)
        except Untrustworthy:
            continue


@given(st.fixed_dictionaries(dict.fromkeys(HONEST, ANYTHING)))
def test_nor_when_the_keys_are_right(raw: dict[str, Any]) -> None:
    try:
        facts = validation.facts({**raw, "type": "docx"})
    except Untrustworthy:
        return
    json.dumps(facts.metadata.title).encode()
