"""Markdown to HTML: CommonMark with tables and strikethrough. HTML in it is shown as text."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pecia.engine.converters.errors import ConvertError

MAX_CHARACTERS = 20 << 20
_SAMPLE = 20_000
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def warm() -> None:
    """In the parent: convert a sample, so that nothing is loaded in a child."""
    markdown_to_html("# A\n\n* *b* `c` &amp; ~~d~~ [e](f 'g')\n\n| h |\n| - |\n| i |\n\n```\nj")


def markdown_to_html(text: str) -> str:
    """A whole HTML page. Raises `ConvertError` (`too_large`)."""
    if len(text) > MAX_CHARACTERS:
        raise ConvertError("too_large", f"{len(text)} characters of Markdown")
    tokens = _PARSER.parse(text)
    body = _PARSER.renderer.render(tokens, _PARSER.options, {})
    language = east_asian_language(text)
    attribute = f' lang="{language}"' if language else ""
    title = html.escape(_title(tokens))
    return (
        f'<!DOCTYPE html>\n<html{attribute}><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body>\n{body}</body></html>\n"
    )


def east_asian_language(text: str) -> str:
    """`zh`, `ja` or `ko` when most letters of the beginning are of that writing, else ``."""
    sample = text[:_SAMPLE]
    han, kana, hangul = (len(p.findall(sample)) for p in (_HAN, _KANA, _HANGUL))
    letters = sum(1 for character in sample if character.isalpha())
    # A word in the Latin alphabet has as many letters as a sentence of ideographs.
    if (han + kana + hangul) * 3 < letters:
        return ""
    if han + kana + hangul == 0:
        return ""
    if hangul >= han + kana:
        return "ko"
    return "ja" if kana * 10 > han else "zh"


def _title(tokens: Sequence[Token]) -> str:
    """The words of the first heading."""
    for heading, inline in pairwise(tokens):
        if heading.type == "heading_open":
            children = inline.children or []
            words = (c.content or " " for c in children if c.type in _WORDS)
            return " ".join("".join(words).split())[:500]
    return ""


_WORDS = frozenset(("text", "text_special", "code_inline", "image", "softbreak", "hardbreak"))
