"""Flat OpenDocument, from which LibreOffice saves the other formats: envelope, looks, words."""

from __future__ import annotations

import base64
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from demo.pictures import raster
from markdown_it import MarkdownIt
from markdown_it.token import Token

SOURCES = Path(__file__).parent / "sources"
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "style": "style",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "fo": "xsl-fo-compatible",
            "svg": "svg-compatible",
            "presentation": "presentation",
            "meta": "meta",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
FONTS = (
    "<office:font-face-decls>"
    + "".join(
        f'<style:font-face style:name="{name}" svg:font-family="\'{family}\'"/>'
        for name, family in {
            "Serif": "Liberation Serif",
            "Sans": "Carlito",
            "Mono": "Liberation Mono",
            "Song": "Noto Serif CJK SC",
            "Hei": "Noto Sans CJK SC",
        }.items()
    )
    + "</office:font-face-decls>"
)
DATE = "2025-09-01T09:00:00"


@dataclass(frozen=True)
class Look:
    """How a document is dressed: its language, its colour and its running title."""

    language: str
    title: str
    accent: str = "#1d3557"
    tint: str = "#eaf0f6"

    @property
    def is_chinese(self) -> bool:
        return self.language == "zh"


def envelope(kind: str, look: Look, body: str, styles: str) -> str:
    """A whole flat document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:meta>'
        f"<dc:title>{escape(look.title)}</dc:title><meta:creation-date>{DATE}</meta:creation-date>"
        f"<dc:date>{DATE}</dc:date></office:meta>{FONTS}{styles}"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def default_style(look: Look, family: str, font: str, size: str) -> str:
    """What everything of a family looks like unless something else is said."""
    asian = "Song" if font == "Serif" else "Hei"
    return (
        f'<style:default-style style:family="{family}"><style:paragraph-properties '
        'style:writing-mode="lr-tb" style:text-autospace="ideograph-alpha"/><style:text-properties '
        f'style:font-name="{font}" fo:font-size="{size}" style:font-name-asian="{asian}" '
        f'style:font-size-asian="{size}" fo:language="en" fo:country="GB" '
        'style:language-asian="zh" style:country-asian="CN"/></style:default-style>'
    )


def paragraph(name: str, spacing: str, size: float, *, font: str = "Serif", **words: str) -> str:
    """A paragraph style: `spacing` are its paragraph properties."""
    asian = "Song" if font == "Serif" else "Hei"
    colour, weight = words.get("colour", "#222222"), words.get("weight", "normal")
    slant = words.get("slant", "normal")
    return (
        f'<style:style style:name="{name}" style:family="paragraph">'
        f"<style:paragraph-properties {spacing}/><style:text-properties "
        f'style:font-name="{font}" style:font-name-asian="{asian}" fo:font-size="{size}pt" '
        f'style:font-size-asian="{size}pt" fo:color="{colour}" fo:font-weight="{weight}" '
        f'style:font-weight-asian="{weight}" fo:font-style="{slant}"/></style:style>'
    )


def bullets(name: str, colour: str, indent: float, *, slides: bool = False) -> str:
    """A list style with dots in the accent's colour, two levels deep."""
    levels = "".join(
        f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="•">'
        f"{_position(level, indent, slides)}{_sign(colour)}</text:list-level-style-bullet>"
        for level in (1, 2)
    )
    return f'<text:list-style style:name="{name}">{levels}</text:list-style>'


def numbers(name: str, colour: str, indent: float, *, slides: bool = False) -> str:
    """A list style with arabic numbers."""
    return (
        f'<text:list-style style:name="{name}"><text:list-level-style-number text:level="1" '
        f'style:num-suffix="." style:num-format="1">{_position(1, indent, slides)}{_sign(colour)}'
        "</text:list-level-style-number></text:list-style>"
    )


def _sign(colour: str) -> str:
    return (
        f'<style:text-properties fo:color="{colour}" fo:font-size="100%" fo:font-weight="bold" '
        'style:font-name="Sans"/>'
    )


def _position(level: int, indent: float, slides: bool) -> str:
    """Slides know only the older way to say where a list stands."""
    if slides:
        before = indent * (level - 1)
        return (
            f'<style:list-level-properties text:space-before="{before}mm" '
            f'text:min-label-width="{indent}mm"/>'
        )
    return (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'fo:text-indent="-{indent}mm" fo:margin-left="{indent * level}mm"/>'
        "</style:list-level-properties>"
    )


def inline(tokens: Sequence[Token] | None) -> str:
    """Words of a line, with what is strong, slanted or code in it."""
    return "".join(map(_piece, tokens or ()))


def _piece(token: Token) -> str:
    marks = {
        "strong_open": '<text:span text:style-name="Strong">',
        "strong_close": "</text:span>",
        "em_open": '<text:span text:style-name="Slant">',
        "em_close": "</text:span>",
        "hardbreak": "<text:line-break/>",
        "softbreak": " ",
    }
    if token.type == "code_inline":
        return f'<text:span text:style-name="Code">{escape(token.content)}</text:span>'
    return marks.get(token.type, escape(token.content, quote=False))


def character_styles() -> str:
    """The styles that `inline` uses."""
    return (
        '<style:style style:name="Strong" style:family="text"><style:text-properties '
        'fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
        '<style:style style:name="Slant" style:family="text"><style:text-properties '
        'fo:font-style="italic"/></style:style>'
        '<style:style style:name="Code" style:family="text"><style:text-properties '
        'style:font-name="Mono" fo:font-size="90%"/></style:style>'
    )


def image(name: str, width: float, place: str) -> str:
    """A figure of the sources in a frame `width` millimetres wide; `place` says where."""
    data = raster(SOURCES / name, round(width * 7))
    across, down = struct.unpack(">II", data[16:24])
    return (
        f'<draw:frame {place} svg:width="{width}mm" svg:height="{width * down / across:.1f}mm">'
        f"<draw:image><office:binary-data>{base64.b64encode(data).decode()}</office:binary-data>"
        "</draw:image></draw:frame>"
    )


def shares(rows: Sequence[Sequence[str]], width: float) -> list[float]:
    """Widths of columns, by how much is written in them."""
    wide = [[_weight(cell) for cell in column] for column in zip(*rows, strict=True)]
    room = 28.0 if len(wide) == 2 else 12.0
    needs = [_need(column, room) ** 0.7 for column in wide]
    least = [5 + 2.2 * max(map(_longest, column)) for column in zip(*rows, strict=True)]
    spare = width - sum(least)
    return [low + spare * need / sum(needs) for low, need in zip(least, needs, strict=True)]


def _need(column: Sequence[int], room: float) -> float:
    """Empty cells are for writing in, and want room."""
    if sum(1 for each in column if not each) * 2 > len(column):
        return room
    return max(6.0, 0.6 * max(column) + 0.4 * sum(column) / len(column))


def _longest(cell: str) -> int:
    """What must not be broken: a word, or four characters."""
    return max(
        (min(_weight(word), 16) if word.isascii() else 8 for word in cell.split()), default=0
    )


def _weight(cell: str) -> int:
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in cell)
