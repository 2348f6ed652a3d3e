"""A minimal Excel workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.hostile.builders import zipped
from tests.hostile.builders.opc import XML, Part, Rel, Rels, entries, merge

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml."
XLSX = EXCEL + "sheet.main+xml"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MACRO_SHEET = "application/vnd.ms-excel.macrosheet+xml"
MACRO_SHEET_REL = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
BOOK = "xl/workbook.xml"
SPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows, its state and what follows the rows."""

    name: str
    rows: str
    state: str = "visible"
    tail: str = ""
    macro: bool = False

    def xml(self) -> bytes:
        """The sheet's part."""
        root = "xm:macrosheet" if self.macro else "worksheet"
        spaces = SPACES
        if self.macro:
            spaces += ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
        data = f"<sheetData>{self.rows}</sheetData>{self.tail}"
        return f"{XML}<{root} {spaces}>{data}</{root}>".encode()


def cell(where: str, value: str, formula: str = "") -> str:
    """A cell; with a formula the value is the cached result."""
    shown = escape(value)
    if formula:
        return f'<c r="{where}" t="str"><f>{escape(formula)}</f><v>{shown}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{shown}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """One row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def _book(sheets: Sequence[Sheet], extra: str) -> bytes:
    lines = "".join(
        f'<sheet name="{sheet.name}" sheetId="{number}" state="{sheet.state}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    return f"{XML}<workbook {SPACES}><sheets>{lines}</sheets>{extra}</workbook>".encode()


def _sheet_parts(sheets: Sequence[Sheet]) -> tuple[list[Part], list[Rel]]:
    parts, rels = [], []
    for number, sheet in enumerate(sheets, 1):
        kind = MACRO_SHEET if sheet.macro else EXCEL + "worksheet+xml"
        place = f"{'macrosheets' if sheet.macro else 'worksheets'}/sheet{number}.xml"
        parts.append(Part(f"xl/{place}", sheet.xml(), kind))
        rel = MACRO_SHEET_REL if sheet.macro else "worksheet"
        rels.append(Rel(f"rId{number}", rel, place))
    return parts, rels


def xlsx(
    sheets: Sequence[Sheet],
    book: str = "",
    parts: Sequence[Part] = (),
    more: Rels | None = None,
    main_type: str = XLSX,
) -> bytes:
    """A whole workbook; ``book`` is markup that follows the list of sheets."""
    made, rels = _sheet_parts(sheets)
    base: Rels = {"": [Rel("rId1", "officeDocument", BOOK)], BOOK: rels}
    main = Part(BOOK, _book(sheets, book), main_type)
    return zipped.write(entries([main, *made, *parts], merge(base, more)))


def formula_sheet(formula: str) -> bytes:
    """One formula with a cached value beside it."""
    rows = row(1, cell("A1", "label"), cell("B1", "cached value", formula))
    return xlsx([Sheet("First", rows)])


def external_link(inner: str, formula: str, rels: Sequence[Rel] = ()) -> bytes:
    """A workbook with an external-link part: another workbook, or a DDE server."""
    link = "xl/externalLinks/externalLink1.xml"
    data = f"{XML}<externalLink {SPACES}>{inner}</externalLink>".encode()
    more: Rels = {BOOK: [Rel("rIdLink", "externalLink", "externalLinks/externalLink1.xml")]}
    rows = row(1, cell("A1", "cached value", formula))
    references = '<externalReferences><externalReference r:id="rIdLink"/></externalReferences>'
    part = Part(link, data, EXCEL + "externalLink+xml")
    return xlsx([Sheet("First", rows)], references, [part], merge(more, {link: rels}))
