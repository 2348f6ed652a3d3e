"""Markdown becomes a text document, well laid out, as flat OpenDocument."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape

from demo import flat
from demo.flat import Look
from markdown_it.token import Token

WIDTH = 166.0  # millimetres between the margins
PLAIN = {
    "bullet_list_open": '<text:list text:style-name="Dots">',
    "bullet_list_close": "</text:list>",
    "ordered_list_close": "</text:list>",
    "list_item_open": "<text:list-item>",
    "list_item_close": "</text:list-item>",
    "tr_open": "<table:table-row>",
    "tr_close": "</table:table-row>",
    "thead_open": "<table:table-header-rows>",
    "thead_close": "</table:table-header-rows>",
    "td_close": "</table:table-cell>",
    "th_close": "</table:table-cell>",
    "hr": '<text:p text:style-name="Rule"/>',
}
STYLE_WITHIN = {
    "th_open": "TableHead",
    "td_open": "TableText",
    "blockquote_open": "Note",
    "list_item_open": "Item",
    "heading_open": "",
    "paragraph_open": "Body",
}


class Writer:
    """Walks the tokens of one document."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.within: list[str] = []
        self.heading = ""
        self.tables: list[str] = []
        self.lists: list[str] = []
        self.breaks = False

    def body(self, tokens: Sequence[Token]) -> str:
        return "".join(self._one(token, tokens[at:]) for at, token in enumerate(tokens))

    def _one(self, token: Token, rest: Sequence[Token]) -> str:
        if token.nesting == 1:
            self.within.append(token.type)
        elif token.nesting == -1:
            self.within.pop()
        special = getattr(self, f"_{token.type}", None)
        return special(token, rest) if special else PLAIN.get(token.type, "")

    def _html_block(self, token: Token, rest: Sequence[Token]) -> str:
        self.breaks = "page" in token.content
        return ""

    def _inline(self, token: Token, rest: Sequence[Token]) -> str:
        children = token.children or []
        if children and children[0].type == "image":
            return self._figure(children[0])
        style = self._style()
        name = f'h text:outline-level="{style[4]}"' if style.startswith("Head") else "p"
        return f'<text:{name} text:style-name="{style}">{flat.inline(children)}</text:{name[0]}>'

    def _style(self) -> str:
        """By what stands around: a cell before a list before a paragraph."""
        for name in ("th_open", "td_open", "blockquote_open", "list_item_open"):
            if name in self.within:
                return STYLE_WITHIN[name]
        if "heading_open" in self.within:
            return self.heading
        return STYLE_WITHIN["paragraph_open"]

    def _heading_open(self, token: Token, rest: Sequence[Token]) -> str:
        level = int(token.tag[1])
        self.heading = f"Head{level}"
        if self.breaks:
            self.heading, self.breaks = self.heading + "Break", False
        return ""

    def _ordered_list_open(self, token: Token, rest: Sequence[Token]) -> str:
        """Each list has a style of its own, or the older formats go on counting."""
        name = f"Numbers{len(self.lists)}"
        self.lists.append(flat.numbers(name, self.look.accent, 7))
        return f'<text:list text:style-name="{name}">'

    def _fence(self, token: Token, rest: Sequence[Token]) -> str:
        lines = token.content.rstrip().splitlines()
        return "".join(
            f'<text:p text:style-name="Fence">{escape(line, quote=False)}</text:p>'
            for line in lines
        )

    def _figure(self, token: Token) -> str:
        width = float(token.attrGet("title") or 120)
        frame = flat.image(str(token.attrGet("src")), width, 'text:anchor-type="as-char"')
        caption = f'<text:p text:style-name="Caption">{escape(token.content)}</text:p>'
        return f'<text:p text:style-name="Figure">{frame}</text:p>{caption}'

    def _table_open(self, token: Token, rest: Sequence[Token]) -> str:
        widths = flat.shares(rows_of(rest), WIDTH)
        name = f"T{len(self.tables)}"
        self.tables.append(table_styles(name, widths))
        columns = "".join(
            f'<table:table-column table:style-name="{name}c{at}"/>' for at in range(len(widths))
        )
        return f'<table:table table:name="{name}" table:style-name="{name}">{columns}'

    def _table_close(self, token: Token, rest: Sequence[Token]) -> str:
        return '</table:table><text:p text:style-name="After"/>'

    def _th_open(self, token: Token, rest: Sequence[Token]) -> str:
        return '<table:table-cell table:style-name="CellHead">'

    def _td_open(self, token: Token, rest: Sequence[Token]) -> str:
        return '<table:table-cell table:style-name="Cell">'


def rows_of(tokens: Sequence[Token]) -> list[list[str]]:
    """The words in the cells of the table that begins here."""
    rows: list[list[str]] = []
    for before, token in itertools.pairwise(tokens):
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        if token.type == "inline" and before.type in ("th_open", "td_open"):
            rows[-1].append(token.content)
    return rows


def table_styles(name: str, widths: Sequence[float]) -> str:
    """A table as wide as the text, that may go on over the page but breaks no row."""
    columns = "".join(
        f'<style:style style:name="{name}c{at}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.1f}mm"/></style:style>'
        for at, width in enumerate(widths)
    )
    return (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties '
        f'style:width="{sum(widths):.1f}mm" table:align="left" fo:margin-top="2mm"/></style:style>'
        + columns
    )


def paragraph_styles(look: Look) -> str:
    """Every paragraph style that the writer names."""
    make, accent = flat.paragraph, look.accent
    indent = 'fo:text-indent="7.6mm" fo:text-align="justify"' if look.is_chinese else ""
    leading = 'fo:line-height="155%"' if look.is_chinese else 'fo:line-height="130%"'
    head = 'fo:keep-with-next="always" fo:margin-bottom="2mm" fo:margin-top='
    bold = {"font": "Sans", "weight": "bold", "colour": accent}
    title = (
        f'fo:margin-bottom="6mm" fo:padding-bottom="3mm" fo:border-bottom="1.5pt solid {accent}"'
    )
    bar = (
        f'fo:margin-bottom="3mm" fo:margin-top="1mm" fo:padding="2.5mm" fo:border="none" '
        f'fo:border-left="3pt solid {accent}" fo:background-color="{look.tint}" {leading}'
    )
    small = 'fo:margin-top="0.4mm" fo:margin-bottom="0.4mm"'
    new = 'fo:break-before="page" '
    return "".join(
        [
            make("Standard", "", 10.5),
            make("Head1", title, 22, **bold),
            make("Head2", head + '"6mm"', 14.5, **bold),
            make("Head2Break", new + head + '"0mm"', 14.5, **bold),
            make("Head3", head + '"4mm"', 11.5, font="Sans", weight="bold"),
            make(
                "Body",
                f'fo:margin-bottom="2.4mm" fo:orphans="2" fo:widows="2" {leading} {indent}',
                10.5,
            ),
            make("Item", f'fo:margin-bottom="1.1mm" {leading}', 10.5),
            make("Note", bar, 10.5, font="Sans"),
            make("TableHead", small, 9.5, font="Sans", weight="bold", colour="#ffffff"),
            make("TableText", small, 9.5, font="Sans"),
            make("After", 'fo:margin-bottom="1mm"', 5),
            make("Rule", f'fo:margin-bottom="3mm" fo:border-bottom="0.5pt solid {accent}"', 4),
            make(
                "Figure",
                'fo:text-align="center" fo:margin-top="3mm" fo:keep-with-next="always"',
                10.5,
            ),
            make(
                "Caption",
                'fo:text-align="center" fo:margin-bottom="4mm"',
                9,
                font="Sans",
                colour="#555555",
            ),
            make(
                "Fence", f'fo:background-color="{look.tint}" fo:padding="0.6mm"', 9.5, font="Mono"
            ),
            make("Running", 'fo:text-align="end"', 8.5, font="Sans", colour="#666666"),
        ]
    )


def cell_styles(look: Look) -> str:
    """Cells of the head are filled, the others ruled."""
    line = "0.5pt solid #b8c2cc"
    return (
        '<style:style style:name="CellHead" style:family="table-cell"><style:table-cell-properties '
        f'fo:background-color="{look.accent}" fo:padding="1.6mm" fo:border="{line}" '
        'style:vertical-align="middle"/></style:style>'
        '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
        f'fo:padding="1.6mm" fo:border="{line}" style:vertical-align="middle"/></style:style>'
    )


def page_styles(look: Look) -> tuple[str, str]:
    """A4 with the running title and the page's number below."""
    layout = (
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="210mm" '
        'fo:page-height="297mm" fo:margin-top="22mm" fo:margin-bottom="14mm" fo:margin-left="22mm" '
        'fo:margin-right="22mm"/><style:footer-style><style:header-footer-properties '
        'fo:min-height="8mm" fo:margin-top="4mm"/></style:footer-style></style:page-layout>'
    )
    master = (
        '<office:master-styles><style:master-page style:name="Standard" '
        'style:page-layout-name="A4">'
        f'<style:footer><text:p text:style-name="Running">{escape(look.title)} · '
        "<text:page-number>1</text:page-number></text:p></style:footer></style:master-page>"
        "</office:master-styles>"
    )
    return layout, master


def write(markdown: str, look: Look) -> str:
    """The whole document."""
    writer = Writer(look)
    body = writer.body(flat.MARKDOWN.parse(markdown))
    layout, master = page_styles(look)
    styles = (
        "<office:styles>"
        + flat.default_style(look, "paragraph", "Serif", "10.5pt")
        + paragraph_styles(look)
        + flat.character_styles()
        + flat.bullets("Dots", look.accent, 6)
        + "</office:styles><office:automatic-styles>"
        + layout
        + cell_styles(look)
        + "".join(writer.lists + writer.tables)
        + "</office:automatic-styles>"
        + master
    )
    return flat.envelope("text", look, body, styles)
