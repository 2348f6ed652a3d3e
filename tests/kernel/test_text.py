"""Strings from outside, made safe to show and to store."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecia.kernel import text

ANYTHING = st.text(st.characters(categories=None), max_size=300)
TRICKS = (
    "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\u200f", "\u061c", "\u2028", "\ufeff",
    "\0", "\x07", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff", "\ud800", "\U000e0041",
)  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_what_is_not_seen_is_removed(trick: str) -> None:
    assert text.one_line(f"in{trick}voice", 100) == "invoice"
    assert text.file_name(f"in{trick}voice.pdf") == "invoice.pdf"
    assert text.paragraphs(f"in{trick}voice", 100) == "invoice"


def test_a_reversed_extension_shows_what_it_is() -> None:
    assert text.file_name("invoice\u202excod.exe") == "invoicexcod.exe"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\report.docx", "report.docx"),
        ("a/b\\c.pdf", "c.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("..", "document"),
        ("", "document"),
        ("  .hidden", "hidden"),
        ("re\0port.pdf", "report.pdf"),
        ("年度报告.docx", "年度报告.docx"),
        ("line\r\nbreak: x.pdf", "line break: x.pdf"),
    ],
)
def test_file_names_lose_their_folders_and_tricks(name: str, clean: str) -> None:
    assert text.file_name(name) == clean


def test_a_long_name_keeps_its_extension() -> None:
    clean = text.file_name("漢" * 300 + ".docx")
    assert clean.endswith(".docx")
    assert len(clean) <= 180


@given(ANYTHING)
def test_a_clean_line_is_one_line_that_anything_can_hold(dirty: str) -> None:
    clean = text.one_line(dirty, 80)
    assert len(clean) <= 80
    assert "\n" not in clean
    assert clean == text.one_line(clean, 80)
    assert unicodedata.is_normalized("NFC", clean) or len(dirty) > 80
    clean.encode("utf-8")
    escaped = clean.replace("&", "&amp;").replace("<", "&lt;")
    ET.fromstring(f"<t>{escaped}</t>")


@given(ANYTHING)
def test_a_clean_name_is_a_name_on_any_system(dirty: str) -> None:
    clean = text.file_name(dirty)
    assert clean
    assert not set("/\\\0") & set(clean)
    assert clean not in (".", "..")


@given(ANYTHING)
def test_paragraphs_can_be_held_by_anything(dirty: str) -> None:
    clean = text.paragraphs(dirty, 200)
    assert len(clean) <= 200
    clean.encode("utf-8")
    assert "\n\n\n" not in clean


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.PDF", ("a", "pdf")),
        ("a.tar.gz", ("a.tar", "gz")),
        (".pdf", (".pdf", "")),
        ("a", ("a", "")),
    ],
)
def test_names_have_a_stem_and_an_extension(name: str, parts: tuple[str, str]) -> None:
    assert text.split_name(name) == parts
