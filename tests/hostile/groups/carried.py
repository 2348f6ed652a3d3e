"""Cases 28 to 31: objects, fonts, drawings and media carried inside a document."""

from __future__ import annotations

import base64
from functools import partial

from tests.hostile.builders import fonts, images, metafiles, odf, ole, pdf, plain, slidesx, wordx
from tests.hostile.builders.opc import Part, Rel
from tests.hostile.model import CANARY_FILE_URL, CANARY_TEXT, CANARY_URL, OK, Case, codes

FONT_OUTCOMES = codes("ok render_failed")
OBJECT = codes("embedded_object")
MEDIA = codes("media")
SVG_KIND = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
ESCAPING_FAMILY = "../../../../../../../tmp/pecia-font"


def docx_object(part: Part, program: str = "Package") -> bytes:
    """A document with an embedded object."""
    rel = Rel("rId9", "oleObject", part.name.removeprefix("word/"))
    body = wordx.GREETING + wordx.ole_object("rId9", program=program)
    return wordx.docx(body, [rel], [part])


def docx_package_exe() -> bytes:
    """A packaged program."""
    data = ole.package("setup.exe", plain.executable())
    return docx_object(Part("word/embeddings/oleObject1.bin", data))


def docx_equation() -> bytes:
    """An equation of the old kind."""
    return docx_object(Part("word/embeddings/oleObject1.bin", ole.equation()), "Equation.3")


def docx_bare_exe() -> bytes:
    """A program that is simply a part of the package."""
    rel = Rel("rId9", "package", "embeddings/setup.exe")
    part = Part("word/embeddings/setup.exe", plain.executable())
    return wordx.docx(wordx.GREETING + wordx.ole_object("rId9"), [rel], [part])


def pptx_package_exe() -> bytes:
    """A packaged program on a slide."""
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="o"/><p:cNvGraphicFramePr/>'
        '<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole">'
        '<p:oleObj progId="Package" r:id="rId9" imgW="9" imgH="9"><p:embed/></p:oleObj>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    part = Part("ppt/embeddings/oleObject1.bin", ole.package("setup.exe", plain.executable()))
    more = {slidesx.slide_name(0): [Rel("rId9", "oleObject", "../embeddings/oleObject1.bin")]}
    shapes = slidesx.text_box("A slide") + frame
    return slidesx.pptx([slidesx.slide(shapes)], [part], more)


def odt_object() -> bytes:
    """An OLE object in OpenDocument."""
    link = 'xlink:href="./Object 1" xlink:type="simple"'
    frame = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:object-ole {link}/></draw:frame>'
    data = ole.package("setup.exe", plain.executable())
    return odf.Odf(f"{odf.GREETING}<text:p>{frame}</text:p>", files={"Object 1": data}).build()


def docx_font() -> bytes:
    """A broken font embedded the way Word does it."""
    inner = (
        '<w:font w:name="Broken"><w:charset w:val="00"/>'
        f'<w:embedRegular r:id="rId1" w:fontKey="{fonts.OBFUSCATION_KEY}"/></w:font>'
    )
    table = wordx.word_part("fontTable", "fonts", inner)
    data = fonts.obfuscated(fonts.broken())
    more = {table.name: [Rel("rId1", "font", "fonts/font1.odttf")]}
    use = '<w:rFonts w:ascii="Broken" w:hAnsi="Broken"/>'
    parts = [table, Part("word/fonts/font1.odttf", data)]
    rel = Rel("rId9", "fontTable", "fontTable.xml")
    return wordx.docx(wordx.paragraph("Words in it.", use), [rel], parts, more)


def odt_font(family: str, href: str = "Fonts/font1.ttf") -> bytes:
    """A broken font in OpenDocument; the family may be a path."""
    uri = f'<svg:font-face-uri xlink:href="{href}" xlink:type="simple"/>'
    source = f"<svg:font-face-src>{uri}</svg:font-face-src>"
    face = f'<style:font-face style:name="B" svg:font-family="{family}">{source}</style:font-face>'
    use = '<style:text-properties style:font-name="B"/>'
    use = f'<style:style style:name="P1" style:family="paragraph">{use}</style:style>'
    before = (
        f"<office:font-face-decls>{face}</office:font-face-decls>"
        f"<office:automatic-styles>{use}</office:automatic-styles>"
    )
    body = '<text:p text:style-name="P1">Words in it.</text:p>'
    return odf.Odf(body, before=before, files={"Fonts/font1.ttf": fonts.broken()}).build()


def pdf_font() -> bytes:
    """A broken font in a PDF."""
    widths = " ".join(["600"] * 95)
    extra = {
        100: b"<< /Type /Font /Subtype /TrueType /BaseFont /Broken /FirstChar 32 /LastChar 126 "
        b"/Widths [" + widths.encode() + b"] /FontDescriptor 101 0 R >>",
        101: b"<< /Type /FontDescriptor /FontName /Broken /Flags 32 /FontBBox [0 0 16 16] "
        b"/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 102 0 R >>",
        102: pdf.flate(fonts.broken(), f"/Length1 {len(fonts.broken())}"),
    }
    content = b"BT /F2 12 Tf 72 700 Td (Words in it.) Tj ET\n"
    made = pdf.objects([pdf.GREETING + content], extra=extra)
    made[10] = made[10].replace(b"/F1 3 0 R", b"/F1 3 0 R /F2 100 0 R")
    return pdf.write(made)


def html_font() -> bytes:
    """A broken font inside a web page."""
    data = base64.b64encode(fonts.broken()).decode()
    face = f"@font-face {{ font-family: B; src: url(data:font/ttf;base64,{data}) }}"
    return plain.html("", f"<style>{face} p {{ font-family: B }}</style>")


def hostile_svg() -> bytes:
    """A drawing with scripts, links and a file in it."""
    return metafiles.svg(
        f"<script>document.title = '{CANARY_TEXT}'</script>"
        f'<image xlink:href="{CANARY_URL}/image.png" width="9" height="9"/>'
        f'<image xlink:href="{CANARY_FILE_URL}" width="9" height="9"/>'
        f'<use xlink:href="{CANARY_URL}/shapes.svg#x"/>'
        f'<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" '
        f'src="{CANARY_FILE_URL}"/></foreignObject>'
        '<a xlink:href="javascript:alert(1)"><text y="50">go</text></a>'
        '<rect width="9" height="9" onload="alert(1)" onclick="alert(1)"/>'
    )


def docx_drawing(name: str, data: bytes) -> bytes:
    """A document that shows a picture of any kind."""
    rel = Rel("rId9", "image", f"media/{name}")
    return wordx.docx(
        wordx.GREETING + wordx.picture("rId9"), [rel], [Part(f"word/media/{name}", data)]
    )


def docx_svg() -> bytes:
    """A drawing the way Word embeds it: a PNG with the SVG as an extension."""
    extension = (
        f'<a:extLst><a:ext uri="{SVG_KIND}"><asvg:svgBlip r:embed="rId8"/></a:ext></a:extLst>'
    )
    rels = [Rel("rId8", "image", "media/image1.svg"), Rel("rId9", "image", "media/image2.png")]
    parts = [
        Part("word/media/image1.svg", hostile_svg()),
        Part("word/media/image2.png", images.png()),
    ]
    body = wordx.GREETING + wordx.picture("rId9", extension=extension)
    return wordx.docx(body, rels, parts)


def odt_svg() -> bytes:
    """The same drawing in OpenDocument."""
    body = odf.GREETING + odf.image("Pictures/a.svg")
    return odf.Odf(body, files={"Pictures/a.svg": hostile_svg()}).build()


def tone() -> bytes:
    """A tenth of a second of silence as a WAV file."""
    sound = bytes(b"\x80" * 800)
    shape = bytes.fromhex("1000000001000100401f0000401f000001000800")
    body = b"WAVEfmt " + shape + b"data" + len(sound).to_bytes(4, "little") + sound
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def film() -> bytes:
    """The start of an MP4 file without any frames."""
    return bytes.fromhex("00000018") + b"ftypmp42" + bytes(4) + b"mp42isom" + bytes(64)


def pptx_media(kind: str, name: str, data: bytes) -> bytes:
    """A slide with a sound or a film and its poster."""
    shapes = slidesx.picture('r:embed="rId8"', f'<a:{kind}File r:link="rId9"/>')
    rels = [Rel("rId8", "image", "../media/p.png"), Rel("rId9", kind, f"../media/{name}")]
    parts = [Part("ppt/media/p.png", images.png()), Part(f"ppt/media/{name}", data)]
    return slidesx.pptx([slidesx.slide(shapes)], parts, {slidesx.slide_name(0): rels})


def odp_media() -> bytes:
    """A film on an OpenDocument slide."""
    kind = 'draw:mime-type="application/vnd.sun.star.media"'
    link = f'xlink:href="Media/film.mp4" xlink:type="simple" {kind}'
    frame = f'<draw:frame svg:width="5cm" svg:height="4cm"><draw:plugin {link}/></draw:frame>'
    page = f'<draw:page draw:name="p1" draw:master-page-name="Default">{frame}</draw:page>'
    return odf.Odf(page, "presentation", files={"Media/film.mp4": film()}).build()


def pdf_media() -> bytes:
    """A sound and a film in a PDF, set to play when the page opens."""
    extra = {
        100: b"<< /Type /Annot /Subtype /Screen /Rect [72 500 172 600] /P 10 0 R /A 101 0 R "
        b"/AA << /PO 101 0 R >> >>",
        101: b"<< /S /Rendition /OP 0 /AN 100 0 R /R 102 0 R >>",
        102: b"<< /Type /Rendition /S /MR /C << /S /MCD /CT (video/mp4) /D 103 0 R >> >>",
        103: b"<< /Type /Filespec /F (film.mp4) /EF << /F 104 0 R >> >>",
        104: pdf.stream(film(), "/Type /EmbeddedFile"),
        105: b"<< /Type /Annot /Subtype /Sound /Rect [72 400 172 440] /Sound 106 0 R >>",
        106: pdf.stream(bytes(800), "/Type /Sound /R 8000"),
    }
    return pdf.document(page="/Annots [100 0 R 105 0 R]", extra=extra)


CASES = (
    Case(28, "docx-package-exe", "a.docx", docx_package_exe, OK, OBJECT),
    Case(28, "docx-equation", "a.docx", docx_equation, OK, OBJECT),
    Case(28, "docx-bare-exe", "a.docx", docx_bare_exe, OK, codes("embedded_file")),
    Case(28, "pptx-package-exe", "a.pptx", pptx_package_exe, OK, OBJECT),
    Case(28, "odt-object-exe", "a.odt", odt_object, OK, OBJECT),
    Case(29, "docx-broken-font", "a.docx", docx_font, FONT_OUTCOMES),
    Case(29, "odt-broken-font", "a.odt", partial(odt_font, "Broken"), FONT_OUTCOMES),
    Case(
        29,
        "odt-font-path",
        "a.odt",
        partial(odt_font, ESCAPING_FAMILY),
        FONT_OUTCOMES,
        note="a family name that is a path must not create a file",
    ),
    Case(
        29,
        "odt-font-remote",
        "a.odt",
        partial(odt_font, "Broken", f"{CANARY_URL}/font.ttf"),
        FONT_OUTCOMES,
        codes("remote_content"),
    ),
    Case(29, "pdf-broken-font", "a.pdf", pdf_font, FONT_OUTCOMES),
    Case(29, "html-broken-font", "a.html", html_font, FONT_OUTCOMES),
    Case(30, "docx-svg", "a.docx", docx_svg, OK, canary=CANARY_TEXT),
    Case(
        30,
        "docx-svg-direct",
        "a.docx",
        lambda: docx_drawing("image1.svg", hostile_svg()),
        OK,
        canary=CANARY_TEXT,
    ),
    Case(30, "odt-svg", "a.odt", odt_svg, OK, canary=CANARY_TEXT),
    Case(30, "docx-wmf", "a.docx", lambda: docx_drawing("a.wmf", metafiles.wmf_escape()), OK),
    Case(
        30,
        "docx-emf",
        "a.docx",
        lambda: docx_drawing("a.emf", metafiles.emf_comment(f"EMF+ {CANARY_URL}/x")),
        OK,
    ),
    Case(31, "pptx-audio", "a.pptx", lambda: pptx_media("audio", "a.wav", tone()), OK, MEDIA),
    Case(31, "pptx-video", "a.pptx", lambda: pptx_media("video", "a.mp4", film()), OK, MEDIA),
    Case(31, "odp-video", "a.odp", odp_media, OK, MEDIA),
    Case(31, "pdf-media", "a.pdf", pdf_media, OK, MEDIA),
)
