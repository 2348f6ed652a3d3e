"""Cases 18, 19 and 27: XML that reads files, swells or nests without end."""

from __future__ import annotations

from functools import partial

from tests.hostile.builders import metafiles, odf, opc, pdf, plain, sheetx, wordx, zipped
from tests.hostile.builders.opc import Part, Rel
from tests.hostile.builders.zipped import Entry
from tests.hostile.model import (
    CANARY_FILE_URL,
    CANARY_TEXT,
    CANARY_URL,
    PASSWD_CANARY,
    PASSWD_URL,
    Case,
    codes,
)

DTD = codes("dtd")
BOMB = codes("dtd xml_limits")
LIMITS = codes("xml_limits")
DEPTH = codes("depth")
DEEP = 100_000
FILES = ((PASSWD_URL, PASSWD_CANARY), (CANARY_FILE_URL, CANARY_TEXT))


def entity(url: str) -> str:
    """A document type with one external entity."""
    return f'<!DOCTYPE doc [<!ENTITY read SYSTEM "{url}">]>'


def insert_doctype(data: bytes, doctype: str) -> bytes:
    """Put a document type behind the XML declaration."""
    head, _, rest = data.partition(b"?>")
    return head + b"?>" + doctype.encode() + rest


def docx_entity(url: str) -> bytes:
    """The main part pulls in a file."""
    body = wordx.document_xml(wordx.paragraph("&read;"))
    return wordx.from_xml(insert_doctype(body, entity(url)))


def docx_parameter_entity() -> bytes:
    """A document type kept elsewhere, which the parser would have to fetch."""
    doctype = f'<!DOCTYPE doc [<!ENTITY % outer SYSTEM "{CANARY_URL}/x.dtd"> %outer;]>'
    return wordx.from_xml(insert_doctype(wordx.document_xml(wordx.GREETING), doctype))


def docx_wide(codec: str) -> bytes:
    """The same in UTF-16, where a search for the ASCII word finds nothing."""
    body = insert_doctype(wordx.document_xml(wordx.paragraph("&read;")), entity(CANARY_FILE_URL))
    text = body.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return wordx.from_xml(text.encode(codec))


def docx_in_member(name: str) -> bytes:
    """The entity stands in a part that is easily forgotten."""
    changed = [
        Entry(e.name, insert_doctype(e.data, entity(CANARY_FILE_URL))) if e.name == name else e
        for e in wordx.plain_entries()
    ]
    return zipped.write(changed)


def docx_core() -> bytes:
    """The title is an entity."""
    core = opc.core("TITLE")
    data = core.data.replace(b"TITLE", b"&read;")
    part = Part(core.name, insert_doctype(data, entity(CANARY_FILE_URL)), core.content_type)
    return wordx.docx(parts=[part], more=opc.CORE_RELS)


def xlsx_shared() -> bytes:
    """A shared string is an entity."""
    data = f"{opc.XML}{entity(CANARY_FILE_URL)}<sst {sheetx.SPACES}><si><t>&read;</t></si></sst>"
    part = Part("xl/sharedStrings.xml", data.encode(), sheetx.EXCEL + "sharedStrings+xml")
    more = {sheetx.BOOK: [Rel("rIdT", "sharedStrings", "sharedStrings.xml")]}
    rows = sheetx.row(1, '<c r="A1" t="s"><v>0</v></c>')
    return sheetx.xlsx([sheetx.Sheet("First", rows)], parts=[part], more=more)


def odt_entity() -> bytes:
    """OpenDocument text with an entity."""
    inner = "<office:body><office:text><text:p>&read;</text:p></office:text></office:body>"
    return odf.Odf(content=odf.content(inner, entity(CANARY_FILE_URL))).build()


def svg_in_docx() -> bytes:
    """A picture that is XML, with an entity in it."""
    picture = metafiles.svg("<text>&read;</text>", entity(CANARY_FILE_URL))
    rel = Rel("rId9", "image", "media/image1.svg")
    return wordx.docx(
        wordx.GREETING + wordx.picture("rId9"), [rel], [Part("word/media/image1.svg", picture)]
    )


def xhtml_entity() -> bytes:
    """A web page with an entity."""
    return plain.xhtml("<p>&read;</p>", entity(CANARY_FILE_URL))


def laughs() -> str:
    """A billion laughs: each entity is ten of the one before."""
    rows = ['<!ENTITY l0 "ha">']
    rows += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE doc [{''.join(rows)}]>"


def docx_laughs() -> bytes:
    """Exponential growth."""
    body = wordx.document_xml(wordx.paragraph("&l9;"))
    return wordx.from_xml(insert_doctype(body, laughs()))


def docx_quadratic() -> bytes:
    """Quadratic growth: one long entity used very often, under the depth limits."""
    doctype = f'<!DOCTYPE doc [<!ENTITY a "{"a" * 50_000}">]>'
    body = wordx.document_xml(wordx.paragraph("&a;" * 50_000))
    return wordx.from_xml(insert_doctype(body, doctype))


def odt_laughs() -> bytes:
    """The same in OpenDocument."""
    inner = "<office:body><office:text><text:p>&l9;</text:p></office:text></office:body>"
    return odf.Odf(content=odf.content(inner, laughs())).build()


def _stored(document: bytes) -> bytes:
    """Stored, not compressed: the ratio limit must not hide the limit under test."""
    members = [Entry(e.name, e.data, deflate=False) for e in wordx.package(document)]
    return zipped.write(members)


def many_attributes() -> bytes:
    """One element with a hundred thousand attributes."""
    names = " ".join(f'a{n}="1"' for n in range(100_000))
    return _stored(wordx.document_xml(f"<w:p {names}/>"))


def long_attribute() -> bytes:
    """One attribute of 20 million characters."""
    return wordx.docx(f'<w:p w:rsidR="{"0" * 20_000_000}"/>')


def many_elements() -> bytes:
    """Five million empty paragraphs."""
    return wordx.docx("<w:p/>" * 5_000_000)


def deep_runs() -> bytes:
    """Elements a hundred thousand deep."""
    return _stored(wordx.document_xml("<w:r>" * DEEP + "</w:r>" * DEEP))


def deep_tables() -> bytes:
    """Tables in tables, a hundred thousand elements deep."""
    count = DEEP // 3 + 1
    cells = "<w:tbl><w:tr><w:tc>" * count + "</w:tc></w:tr></w:tbl>" * count
    return _stored(wordx.document_xml(cells))


def deep_odt() -> bytes:
    """Spans in spans; the short prefix keeps the file small."""
    spans = "<t:span>" * DEEP + "deep" + "</t:span>" * DEEP
    body = f'<text:p xmlns:t="{odf.PREFIXES["text"]}">{spans}</text:p>'
    made = [Entry(e.name, e.data, deflate=False) for e in odf.Odf(body).entries()]
    return zipped.write(made)


def deep_html() -> bytes:
    """Blocks in blocks."""
    return plain.html("<div>" * DEEP + "deep" + "</div>" * DEEP)


def deep_rtf() -> bytes:
    """Groups in groups."""
    return plain.rtf("{" * DEEP + "deep" + "}" * DEEP)


def deep_pdf() -> bytes:
    """Arrays in arrays, in a dictionary that every reader must parse."""
    return pdf.document(root=f"/Deep {'[' * DEEP}{']' * DEEP}")


MAY_VARY = codes("ok depth damaged render_failed no_pages")

CASES = (
    *(
        Case(18, f"docx-entity-{n}", "a.docx", partial(docx_entity, url), DTD, canary=canary)
        for n, (url, canary) in enumerate(FILES)
    ),
    Case(18, "docx-parameter-entity", "a.docx", docx_parameter_entity, DTD),
    Case(18, "docx-utf16", "a.docx", partial(docx_wide, "utf-16"), DTD, canary=CANARY_TEXT),
    Case(
        18,
        "docx-utf16-no-mark",
        "a.docx",
        partial(docx_wide, "utf-16-be"),
        codes("dtd damaged"),
        canary=CANARY_TEXT,
        note="without a byte order mark a parser may refuse the part outright",
    ),
    Case(
        18,
        "docx-rels",
        "a.docx",
        partial(docx_in_member, "word/_rels/document.xml.rels"),
        DTD,
        canary=CANARY_TEXT,
    ),
    Case(
        18,
        "docx-content-types",
        "a.docx",
        partial(docx_in_member, "[Content_Types].xml"),
        DTD,
        canary=CANARY_TEXT,
    ),
    Case(18, "docx-core", "a.docx", docx_core, DTD, canary=CANARY_TEXT),
    Case(18, "xlsx-shared-strings", "a.xlsx", xlsx_shared, DTD, canary=CANARY_TEXT),
    Case(18, "odt-entity", "a.odt", odt_entity, DTD, canary=CANARY_TEXT),
    Case(18, "docx-svg-entity", "a.docx", svg_in_docx, codes("dtd ok"), canary=CANARY_TEXT),
    Case(18, "xhtml-entity", "a.xhtml", xhtml_entity, codes("dtd ok"), canary=CANARY_TEXT),
    Case(19, "docx-laughs", "a.docx", docx_laughs, BOMB),
    Case(19, "docx-quadratic", "a.docx", docx_quadratic, BOMB),
    Case(19, "odt-laughs", "a.odt", odt_laughs, BOMB),
    Case(19, "docx-many-attributes", "a.docx", many_attributes, LIMITS),
    Case(19, "docx-long-attribute", "a.docx", long_attribute, codes("xml_limits ratio")),
    Case(19, "docx-many-elements", "a.docx", many_elements, codes("xml_limits ratio")),
    Case(27, "docx-deep-runs", "a.docx", deep_runs, DEPTH),
    Case(27, "docx-deep-tables", "a.docx", deep_tables, DEPTH),
    Case(27, "odt-deep-spans", "a.odt", deep_odt, DEPTH),
    Case(
        27,
        "html-deep",
        "a.html",
        deep_html,
        codes("ok depth render_failed time_limit memory_limit"),
        note="WeasyPrint does not come back unless the depth is checked first",
    ),
    Case(27, "rtf-deep", "a.rtf", deep_rtf, MAY_VARY),
    Case(27, "pdf-deep", "a.pdf", deep_pdf, MAY_VARY),
)
