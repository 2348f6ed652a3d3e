"""The type comes from the content; the name only chooses among kinds of plain text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecia.engine.errors import ADVICE, Refusal
from pecia.engine.formats import encodings
from pecia.engine.formats.catalogue import FORMATS, formats_of_extension
from pecia.engine.formats.detection import detect, extension_of, name_agrees
from pecia.engine.inspection.inspect import inspect
from pecia.engine.public import SAMPLES

CHINESE = "第一条 为了规范小册的出租，保护抄写者和出租者的合法权益，制定本办法。" * 8
TRADITIONAL = "第一條 為了規範小冊的出租，保護抄寫者和出租者的合法權益，制定本辦法。" * 8
JAPANESE = "検査された写本は、番号のついた小冊に分けて貸し出されたのである。" * 8
KOREAN = "검사를 받은 원본은 번호가 있는 작은 책으로 나누어 빌려 주었다." * 8
RUSSIAN = "Проверенный экземпляр сдавался внаём пронумерованными тетрадями. " * 8


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_samples_are_what_they_are(sample: Path) -> None:
    assert detect(sample.read_bytes(), sample.name).format.name == sample.suffix[1:]


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_a_wrong_name_is_seen_and_not_believed(sample: Path) -> None:
    if sample.suffix in (".txt", ".md", ".csv", ".html"):  # a text with a picture's name is refused
        with pytest.raises(Refusal, match="type_mismatch"):
            detect(sample.read_bytes(), "holiday.bmp")
        return
    inspection = inspect(sample.read_bytes(), "holiday.bmp")
    assert inspection.format.name == sample.suffix[1:]
    assert "type_mismatch" in inspection.findings


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "hz", "hz"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (JAPANESE, "iso2022_jp", "iso2022_jp"),
        (KOREAN, "euc_kr", "cp949"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8_r", "koi8_r"),
        ("plain words", "ascii", "utf-8"),
    ],
)
def test_encodings(text: str, encoding: str, found: str) -> None:
    assert encodings.detect(text.encode(encoding)) == found
    assert encodings.decode(text.encode(encoding))[0].lstrip("\ufeff") == text


def test_an_encoding_is_recorded() -> None:
    inspection = inspect(CHINESE.encode("gb18030"), "rules.txt")
    assert inspection.encoding == "gb18030"
    assert "text_encoding" in inspection.findings


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "x.docx", "empty"),
        (b"  \r\n\t ", "x.txt", "empty"),
        (b"\x7fELF" + bytes(100), "report.docx", "type_mismatch"),
        (b"\x7fELF" + bytes(100), "report", "type_not_allowed"),
        (b"%!PS-Adobe-3.0 EPSF", "x.pdf", "type_mismatch"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", "type_not_allowed"),
        (b"7z\xbc\xaf\x27\x1c....", "x.7z", "type_not_allowed"),
        (bytes(range(256)) * 20, "x.bin", "type_unknown"),
    ],
)
def test_refusals(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        detect(data, name)
    assert refusal.value.code == code
    assert refusal.value.advice


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.DOCX", "docx"), ("a", ""), (".hidden", ""), ("../x/y.pdf", "pdf"), ("C:\\x.y\\z", "")],
)
def test_extensions(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_every_extension_leads_to_its_format() -> None:
    for row in FORMATS:
        assert all(name_agrees(row, f"file.{extension}") for extension in row.extensions)
        assert row in formats_of_extension(row.extensions[0])


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=2000), name=st.text(max_size=20))
def test_any_bytes_are_a_format_or_a_refusal(data: bytes, name: str) -> None:
    try:
        inspect(data, name)
    except Refusal as refusal:
        assert refusal.code in ADVICE


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_damaged_samples_are_a_format_or_a_refusal(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(sorted(SAMPLES.iterdir())))
    original = bytearray(sample.read_bytes()[:60_000])
    for _ in range(data.draw(st.integers(1, 30))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(original[: data.draw(st.integers(1, len(original)))])
    try:
        inspect(cut, sample.name)
    except Refusal as refusal:
        assert refusal.code in ADVICE
