"""Markdown becomes slides, parted by rules, as flat OpenDocument."""

from __future__ import annotations

from collections.abc import Sequence

from demo import flat
from demo.flat import Look
from demo.texts import rows_of
from markdown_it.token import Token

WIDE, HIGH = 280.0, 157.5  # millimetres


def write(markdown: str, look: Look) -> str:
    """The whole deck: the first slide is its cover."""
    parts = markdown.split("\n---\n")
    pages = [_cover(flat.MARKDOWN.parse(parts[0]))]
    pages += [_slide(flat.MARKDOWN.parse(part), n) for n, part in enumerate(parts[1:], 2)]
    return flat.envelope("presentation", look, "".join(pages), _styles(look))


def _cover(tokens: Sequence[Token]) -> str:
    title, *rest = [token for token in tokens if token.type == "inline"]
    below = "".join(_p("Below", token) for token in rest)
    return _page(
        1,
        "Cover",
        _shape("Bar", 24, 44, 4, 46)
        + _box(34, 40, 220, 34, _p("CoverTitle", title))
        + _box(34, 78, 220, 40, below),
    )


def _slide(tokens: Sequence[Token], number: int) -> str:
    title = next(token for token in tokens if token.type == "inline")
    rest = tokens[3:]
    figure = _figure(rest)
    wide = 130 if figure else 244
    table = _table(rest)
    text = table or _box(18, 38, wide, 100, _text(rest))
    return _page(
        number,
        "Plain",
        _shape("Bar", 18, 27, 26, 1.6)
        + _box(16, 8, 246, 18, _p("SlideTitle", title))
        + text
        + figure
        + _box(240, 145, 24, 8, f'<text:p text:style-name="Number">{number}</text:p>'),
    )


def _text(tokens: Sequence[Token]) -> str:
    marks = {
        "bullet_list_open": '<text:list text:style-name="Dots">',
        "ordered_list_open": '<text:list text:style-name="Numbers">',
        "bullet_list_close": "</text:list>",
        "ordered_list_close": "</text:list>",
        "list_item_open": "<text:list-item>",
        "list_item_close": "</text:list-item>",
    }
    made, quoted = [], False
    for token in tokens:
        quoted = token.type == "blockquote_open" or (quoted and token.type != "blockquote_close")
        if token.type == "inline" and not _is_image(token):
            made.append(_p("SlideNote" if quoted else "SlideText", token))
        made.append(marks.get(token.type, ""))
    return "".join(made)


def _is_image(token: Token) -> bool:
    return bool(token.children and token.children[0].type == "image")


def _figure(tokens: Sequence[Token]) -> str:
    for token in tokens:
        if token.type == "inline" and _is_image(token):
            name = str((token.children or [])[0].attrGet("src"))
            return flat.image(name, 104, 'svg:x="158mm" svg:y="38mm" draw:style-name="Clear"')
    return ""


def _table(tokens: Sequence[Token]) -> str:
    """Ruled boxes: a table of a presentation does not come through every format alike."""
    rows = rows_of(tokens)
    if not rows:
        return ""
    widths = flat.shares(rows, 244)
    height = min(19.0, 100 / len(rows))
    cells = (
        _cell(
            row, column, word, 18 + sum(widths[:column]), 38 + row * height, widths[column], height
        )
        for row, words in enumerate(rows)
        for column, word in enumerate(words)
    )
    return "".join(cells)


def _cell(
    row: int, column: int, word: str, left: float, top: float, width: float, height: float
) -> str:
    style = "HeadBox" if row == 0 else ("TintBox" if row % 2 else "WhiteBox")
    children = flat.MARKDOWN.parseInline(word)[0]
    name = "BoxHead" if row == 0 else "BoxText"
    return _shape(style, left, top, width, height, _p(name, children))


def _p(style: str, token: Token) -> str:
    return f'<text:p text:style-name="{style}">{flat.inline(token.children)}</text:p>'


def _place(left: float, top: float, width: float, height: float) -> str:
    return (
        f'svg:x="{left:.1f}mm" svg:y="{top:.1f}mm" svg:width="{width:.1f}mm" '
        f'svg:height="{height:.1f}mm"'
    )


def _box(left: float, top: float, width: float, height: float, content: str) -> str:
    return (
        f'<draw:frame draw:style-name="Clear" {_place(left, top, width, height)}>'
        f"<draw:text-box>{content}</draw:text-box></draw:frame>"
    )


def _shape(
    style: str, left: float, top: float, width: float, height: float, content: str = ""
) -> str:
    place = _place(left, top, width, height)
    return f'<draw:rect draw:style-name="{style}" {place}>{content}</draw:rect>'


def _page(number: int, style: str, content: str) -> str:
    return (
        f'<draw:page draw:name="page{number}" draw:master-page-name="Default" '
        f'draw:style-name="{style}">{content}</draw:page>'
    )


def _styles(look: Look) -> str:
    make, bold = flat.paragraph, {"font": "Sans", "weight": "bold"}
    space = 'fo:margin-bottom="4mm" fo:line-height="115%"'
    paragraphs = (
        make("CoverTitle", "", 46, colour="#ffffff", **bold)
        + make("Below", 'fo:margin-top="2mm"', 20, font="Sans", colour="#e8edf2")
        + make("SlideTitle", "", 28, colour=look.accent, **bold)
        + make("SlideText", space, 22, font="Sans")
        + make(
            "SlideNote",
            space + ' fo:margin-top="6mm"',
            19,
            font="Sans",
            colour=look.accent,
            weight="bold",
        )
        + make("Number", 'fo:text-align="end"', 11, font="Sans", colour="#777777")
        + make("BoxHead", "", 16, colour="#ffffff", **bold)
        + make("BoxText", "", 15, font="Sans")
    )
    return (
        "<office:styles>"
        + flat.default_style(look, "graphic", "Sans", "18pt")
        + "</office:styles><office:automatic-styles>"
        + _layout()
        + flat.character_styles()
        + flat.bullets("Dots", look.accent, 8, slides=True)
        + flat.numbers("Numbers", look.accent, 11, slides=True)
        + f"{paragraphs}{_graphics(look)}</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Default" style:page-layout-name="P"/>'
        "</office:master-styles>"
    )


def _layout() -> str:
    return (
        '<style:page-layout style:name="P"><style:page-layout-properties fo:margin="0mm" '
        f'fo:page-width="{WIDE}mm" fo:page-height="{HIGH}mm" '
        'style:print-orientation="landscape"/></style:page-layout>'
    )


def _graphics(look: Look) -> str:
    return (
        _background("Cover", look.accent)
        + _background("Plain", "#ffffff")
        + _graphic(
            "Clear",
            'draw:stroke="none" draw:fill="none" fo:padding="1mm" '
            'draw:auto-grow-height="false" draw:textarea-vertical-align="top"',
        )
        + _graphic("Bar", 'draw:stroke="none" draw:fill="solid" draw:fill-color="#e9a23b"')
        + _fill("HeadBox", look.accent)
        + _fill("TintBox", look.tint)
        + _fill("WhiteBox", "#ffffff")
    )


def _fill(name: str, colour: str) -> str:
    return _graphic(
        name,
        'draw:stroke="solid" svg:stroke-color="#ffffff" draw:fill="solid" '
        f'draw:fill-color="{colour}" fo:padding="2mm" draw:textarea-vertical-align="middle" '
        'draw:textarea-horizontal-align="left" fo:wrap-option="wrap"',
    )


def _graphic(name: str, properties: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="graphic"><style:graphic-properties '
        f"{properties}/></style:style>"
    )


def _background(name: str, colour: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:background-visible="true" '
        f'draw:fill="solid" draw:fill-color="{colour}"/></style:style>'
    )
