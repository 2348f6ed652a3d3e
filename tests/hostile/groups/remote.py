"""Cases 20 and 21: documents that want to load something from elsewhere."""

from __future__ import annotations

from functools import partial

from tests.hostile.builders import images, odf, plain, sheetx, slidesx, wordx
from tests.hostile.builders.opc import XML, Part, Rel
from tests.hostile.model import (
    CANARY_FILE_URL,
    CANARY_HOST,
    CANARY_PORT,
    CANARY_TEXT,
    CANARY_URL,
    OK,
    PASSWD_CANARY,
    PASSWD_URL,
    Case,
    codes,
)

REMOTE = codes("remote_content")
PICTURE_URL = f"{CANARY_URL}/image.png"
UNC = "\\\\127.0.0.1\\share\\image.png"


def docx_image(url: str) -> bytes:
    """A picture that is not in the file."""
    rel = Rel("rId9", "image", url, external=True)
    return wordx.docx(wordx.GREETING + wordx.picture("rId9", "link"), [rel])


def docx_vml_image() -> bytes:
    """The older kind of picture, by address alone."""
    shape = '<v:shape id="s1" style="width:60pt;height:40pt">'
    data = f'<v:imagedata src="{PICTURE_URL}" o:href="{PICTURE_URL}"/>'
    return wordx.docx(f"<w:p><w:r><w:pict>{shape}{data}</v:shape></w:pict></w:r></w:p>")


def docx_template(url: str) -> bytes:
    """A template to be fetched when the document opens."""
    settings = wordx.word_part("settings", "settings", '<w:attachedTemplate r:id="rId1"/>')
    more = {settings.name: [Rel("rId1", "attachedTemplate", url, external=True)]}
    return wordx.docx(rels=[Rel("rId9", "settings", "settings.xml")], parts=[settings], more=more)


def docx_ole_link() -> bytes:
    """A linked OLE object."""
    rel = Rel("rId9", "oleObject", f"{CANARY_URL}/table.xlsx", external=True)
    body = wordx.ole_object("rId9", kind="Link", program="Excel.Sheet.12")
    return wordx.docx(wordx.GREETING + body, [rel])


def docx_chunk() -> bytes:
    """A chunk of another document, taken from outside."""
    rel = Rel("rId9", "aFChunk", f"{CANARY_URL}/part.html", external=True)
    return wordx.docx(wordx.GREETING + '<w:altChunk r:id="rId9"/>', [rel])


def docx_inner_chunk() -> bytes:
    """A chunk inside the file that is a web page with a remote picture."""
    page = plain.html(f'<img src="{PICTURE_URL}"><script>alert(1)</script>')
    rel = Rel("rId9", "aFChunk", "part.html")
    return wordx.docx(
        wordx.GREETING + '<w:altChunk r:id="rId9"/>', [rel], [Part("word/part.html", page)]
    )


def docx_subdocument() -> bytes:
    """A master document whose part lies elsewhere."""
    rel = Rel("rId9", "subDocument", f"{CANARY_URL}/part.docx", external=True)
    return wordx.docx(wordx.GREETING + '<w:subDoc r:id="rId9"/>', [rel])


def docx_frame() -> bytes:
    """A frame set in the web settings."""
    inner = '<w:frameset><w:frame><w:sourceFileName r:id="rId1"/></w:frame></w:frameset>'
    settings = wordx.word_part("webSettings", "webSettings", inner)
    more = {settings.name: [Rel("rId1", "frame", f"{CANARY_URL}/frame.html", external=True)]}
    return wordx.docx(
        rels=[Rel("rId9", "webSettings", "webSettings.xml")], parts=[settings], more=more
    )


def docx_field(instruction: str) -> bytes:
    """A field that loads something."""
    return wordx.docx(wordx.GREETING + wordx.field(instruction))


def docx_hyperlink(url: str) -> bytes:
    """A link, which loads nothing by itself."""
    rel = Rel("rId9", "hyperlink", url, external=True)
    return wordx.docx(wordx.GREETING + wordx.hyperlink("rId9", "a link"), [rel])


def xlsx_image() -> bytes:
    """A drawing on a sheet with a remote picture."""
    spaces = (
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    box = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    name = '<xdr:nvPicPr><xdr:cNvPr id="1" name="p"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    fill = '<xdr:blipFill><a:blip r:link="rId1"/></xdr:blipFill>'
    place = (
        "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>"
        '<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="900000" cy="900000"/>'
    )
    shape = f"<xdr:pic>{name}{fill}<xdr:spPr>{box}</xdr:spPr></xdr:pic><xdr:clientData/>"
    anchor = f"<xdr:oneCellAnchor>{place}{shape}</xdr:oneCellAnchor>"
    data = f"{XML}<xdr:wsDr {spaces}>{anchor}</xdr:wsDr>".encode()
    return _with_drawing(data)


def _with_drawing(data: bytes) -> bytes:
    """A workbook whose first sheet shows a drawing part."""
    drawing = "xl/drawings/drawing1.xml"
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    more = {
        drawing: [Rel("rId1", "image", PICTURE_URL, external=True)],
        "xl/worksheets/sheet1.xml": [Rel("rId1", "drawing", "../drawings/drawing1.xml")],
    }
    rows = sheetx.row(1, sheetx.cell("A1", "label"))
    sheet = sheetx.Sheet("First", rows, tail='<drawing r:id="rId1"/>')
    return sheetx.xlsx([sheet], parts=[Part(drawing, data, kind)], more=more)


def pptx_image() -> bytes:
    """A slide with a remote picture."""
    shapes = slidesx.text_box("A slide") + slidesx.picture('r:link="rId9"')
    rel = Rel("rId9", "image", PICTURE_URL, external=True)
    return slidesx.pptx([slidesx.slide(shapes)], more={slidesx.slide_name(0): [rel]})


def pptx_linked_media() -> bytes:
    """A film that lies elsewhere."""
    shapes = slidesx.picture('r:embed="rId8"', '<a:videoFile r:link="rId9"/>')
    rels = [
        Rel("rId8", "image", "../media/image1.png"),
        Rel("rId9", "video", f"{CANARY_URL}/film.mp4", external=True),
    ]
    poster = Part("ppt/media/image1.png", images.png())
    return slidesx.pptx([slidesx.slide(shapes)], [poster], {slidesx.slide_name(0): rels})


def odt(body: str) -> bytes:
    """OpenDocument text with some body."""
    return odf.Odf(odf.GREETING + body).build()


def ods_source(url: str) -> bytes:
    """A sheet that copies a table from elsewhere when it opens."""
    source = (
        f'<table:table-source xlink:href="{url}" table:table-name="First" table:mode="copy-all"/>'
    )
    row = (
        "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    )
    body = f'<table:table table:name="First">{source}<table:table-column/>{row}</table:table>'
    return odf.Odf(body, "spreadsheet").build()


def html_page() -> bytes:
    """A web page that loads things in every way it knows."""
    head = (
        f'<link rel="stylesheet" href="{CANARY_URL}/a.css"><base href="{CANARY_URL}/">'
        f"<style>@import url({CANARY_URL}/b.css); body {{ background: url({PICTURE_URL}) }}"
        f"@font-face {{ font-family: x; src: url({CANARY_URL}/x.ttf) }} p {{ font-family: x }}"
        "</style>"
    )
    body = (
        f'<img src="{PICTURE_URL}"><img src="relative.png" srcset="{PICTURE_URL} 2x">'
        f'<iframe src="{CANARY_URL}/frame.html"></iframe>'
        f'<object data="{CANARY_URL}/o.svg"></object>'
        f'<embed src="{CANARY_URL}/e.svg"><video src="{CANARY_URL}/v.mp4"></video>'
    )
    return plain.html(body, head)


def rtf_page() -> bytes:
    """RTF that loads a picture and a template."""
    picture = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{PICTURE_URL}" \\\\d}}{{\\fldrslt x}}}}'
    return plain.rtf(f"{{\\*\\template {CANARY_URL}/t.dotm}}{picture}")


# The forms in which an address inside the house may be written.
ADDRESSES = {
    "metadata-service": "http://169.254.169.254/latest/meta-data/",
    "mapped-v6": "http://[::ffff:10.0.0.1]/image.png",
    "loopback-v6": f"http://[::1]:{CANARY_PORT}/image.png",
    "decimal": f"http://2130706433:{CANARY_PORT}/image.png",
    "hexadecimal": f"http://0x7f000001:{CANARY_PORT}/image.png",
    "octal": f"http://0177.0.0.1:{CANARY_PORT}/image.png",
    "short": f"http://127.1:{CANARY_PORT}/image.png",
    "rebinding-name": f"http://rebind.example.invalid:{CANARY_PORT}/image.png",
    "user-part": f"http://example.invalid@{CANARY_HOST}:{CANARY_PORT}/image.png",
    "no-scheme": f"//{CANARY_HOST}:{CANARY_PORT}/image.png",
    "backslashes": f"http:\\\\{CANARY_HOST}:{CANARY_PORT}\\image.png",
    "ftp": f"ftp://{CANARY_HOST}:{CANARY_PORT}/image.png",
    "smb": f"smb://{CANARY_HOST}/share/image.png",
    "webdav": f"vnd.sun.star.webdav://{CANARY_HOST}:{CANARY_PORT}/image.png",
    "gopher": f"gopher://{CANARY_HOST}:{CANARY_PORT}/_x",
    "file": PASSWD_URL,
}


def html_files() -> bytes:
    """A web page that wants files of the host, also as an attachment of the result."""
    links = (f'<link rel="attachment" href="{url}">' for url in (CANARY_FILE_URL, PASSWD_URL))
    head = "".join(links)
    body = f'<iframe src="{CANARY_FILE_URL}"></iframe><img src="{PASSWD_URL}">'
    return plain.html(body + f'<object data="{CANARY_FILE_URL}"></object>', head)


def _remote(slug: str, name: str, build: partial[bytes], canary: str | None = None) -> Case:
    """A case 20 with the usual outcome."""
    return Case(20, slug, name, build, OK, REMOTE, canary)


def _file(slug: str, name: str, build: partial[bytes]) -> Case:
    """A case 21 that reads the canary file."""
    return Case(21, slug, name, build, OK, REMOTE, CANARY_TEXT)


CASES = (
    _remote("docx-image", "a.docx", partial(docx_image, PICTURE_URL)),
    _remote("docx-vml-image", "a.docx", partial(docx_vml_image)),
    _remote("docx-template", "a.docx", partial(docx_template, f"{CANARY_URL}/t.dotm")),
    _remote("docx-ole-link", "a.docx", partial(docx_ole_link)),
    _remote("docx-unc-image", "a.docx", partial(docx_image, UNC)),
    _remote("docx-unc-template", "a.docx", partial(docx_template, "file://///127.0.0.1/s/t.dotm")),
    _remote(
        "docx-includepicture", "a.docx", partial(docx_field, f'INCLUDEPICTURE "{PICTURE_URL}" \\d')
    ),
    _remote("docx-altchunk", "a.docx", partial(docx_chunk)),
    Case(20, "docx-altchunk-inside", "a.docx", docx_inner_chunk, OK),
    _remote("docx-subdocument", "a.docx", partial(docx_subdocument)),
    _remote("docx-frame", "a.docx", partial(docx_frame)),
    Case(
        20,
        "docx-hyperlink",
        "a.docx",
        partial(docx_hyperlink, f"{CANARY_URL}/page"),
        OK,
        codes("external_link"),
    ),
    _remote("xlsx-image", "a.xlsx", partial(xlsx_image)),
    _remote("pptx-image", "a.pptx", partial(pptx_image)),
    _remote("pptx-linked-media", "a.pptx", partial(pptx_linked_media)),
    _remote("odt-image", "a.odt", partial(odt, odf.image(PICTURE_URL))),
    _remote("odt-section", "a.odt", partial(odt, odf.linked_section(f"{CANARY_URL}/part.odt"))),
    _remote("ods-table-source", "a.ods", partial(ods_source, f"{CANARY_URL}/t.ods")),
    _remote("html-page", "a.html", partial(html_page)),
    _remote("rtf-page", "a.rtf", partial(rtf_page)),
    *(
        Case(
            21,
            f"docx-image-{slug}",
            "a.docx",
            partial(docx_image, url),
            OK,
            REMOTE,
            PASSWD_CANARY if url == PASSWD_URL else None,
        )
        for slug, url in ADDRESSES.items()
    ),
    _file(
        "docx-includetext-file", "a.docx", partial(docx_field, f'INCLUDETEXT "{CANARY_FILE_URL}"')
    ),
    _file("odt-section-file", "a.odt", partial(odt, odf.linked_section(CANARY_FILE_URL))),
    _file("odt-image-file", "a.odt", partial(odt, odf.image(CANARY_FILE_URL))),
    _file("ods-source-file", "a.ods", partial(ods_source, CANARY_FILE_URL)),
    _file("html-files", "a.html", partial(html_files)),
    Case(
        21,
        "docx-includetext-passwd",
        "a.docx",
        partial(docx_field, 'INCLUDETEXT "/etc/passwd"'),
        OK,
        REMOTE,
        PASSWD_CANARY,
    ),
)
