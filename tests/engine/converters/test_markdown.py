"""Markdown becomes HTML whose only markup is its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine.converters.support import texts

from pecia.engine.converters.errors import ConvertError
from pecia.engine.converters.html import html_to_pdf
from pecia.engine.converters.markdown import markdown_to_html


def test_page(tmp_path: Path) -> None:
    markup = markdown_to_html("# Title\n\n| a | b |\n| - | - |\n| c | d |\n\n~~gone~~ `code`\n")
    assert markup.startswith("<!DOCTYPE html>\n<html><head>")
    assert "<title>Title</title>" in markup
    assert "<table>" in markup
    assert "<s>gone</s>" in markup
    target = tmp_path / "page.pdf"
    html_to_pdf(markup, target, lambda _: None, base_url="document:///", max_pages=5)
    assert texts(target) == ["Title a b c d gone code"]


def test_html_is_text() -> None:
    markup = markdown_to_html("<script>alert(1)</script>\n\na <b onclick='x'>b</b>\n")
    assert "&lt;script&gt;" in markup
    assert "<b" not in markup.split("<body>")[1]


def test_script_addresses_are_no_links() -> None:
    assert "<a" not in markdown_to_html("[x](javascript:alert(1)) [y](data:text/html,z)")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("text\n\n## The *second* `level` & <b>\n\n# One", "The second level &amp; &lt;b&gt;"),
        ("no heading", ""),
        ("Two\nlines\n===", "Two lines"),
        ("# ![a picture](x.png)", "a picture"),
    ],
)
def test_title_is_the_first_heading(text: str, title: str) -> None:
    assert f"<title>{title}</title>" in markdown_to_html(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("第一条 为了规范 Markdown", ' lang="zh"'),
        ("これはペンです。漢字もあります。", ' lang="ja"'),
        ("이것은 펜입니다", ' lang="ko"'),
        ("An English text with 两个 words of another language in it", ""),
        ("", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert f"<html{language}>" in markdown_to_html(text)


def test_deep_quotes_end(tmp_path: Path) -> None:
    markup = markdown_to_html(">" * 5_000 + " deep\n" + "- " * 2_000 + "x")
    result = html_to_pdf(
        markup, tmp_path / "a.pdf", lambda _: None, base_url="document:///", max_pages=5
    )
    assert result.pages >= 1


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pecia.engine.converters.markdown.MAX_CHARACTERS", 10)
    with pytest.raises(ConvertError, match="too_large"):
        markdown_to_html("x" * 11)
