"""A minimal Word document, and the markup the hostile ones are made of."""

from __future__ import annotations

from collections.abc import Sequence

from tests.hostile.builders import zipped
from tests.hostile.builders.opc import XML, Part, Rel, Rels, entries, merge
from tests.hostile.builders.zipped import Entry

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCX = WORD + "document.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
MAIN = "word/document.xml"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
GREETING = "<w:p><w:r><w:t>An ordinary sentence.</w:t></w:r></w:p>"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def document_xml(body: str) -> bytes:
    """The main part around a body."""
    return f"{XML}<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()


def word_part(name: str, root: str, inner: str) -> Part:
    """Another Word part, such as comments or settings, by its root element."""
    data = f"{XML}<w:{root} {SPACES}>{inner}</w:{root}>".encode()
    return Part(f"word/{name}.xml", data, f"{WORD}{name}+xml")


def package(
    document: bytes,
    rels: Sequence[Rel] = (),
    parts: Sequence[Part] = (),
    more: Rels | None = None,
    main_type: str = DOCX,
) -> list[Entry]:
    """The members of a document whose main part is given as bytes."""
    base: Rels = {"": [Rel("rId1", "officeDocument", MAIN)], MAIN: list(rels)}
    return entries([Part(MAIN, document, main_type), *parts], merge(base, more))


def docx(
    body: str = GREETING,
    rels: Sequence[Rel] = (),
    parts: Sequence[Part] = (),
    more: Rels | None = None,
    main_type: str = DOCX,
) -> bytes:
    """A whole document."""
    return zipped.write(package(document_xml(body), rels, parts, more, main_type))


def from_xml(document: bytes) -> bytes:
    """A document with a main part made by hand, well formed or not."""
    return zipped.write(package(document))


def plain_entries() -> list[Entry]:
    """The members of a harmless document, to hide something between."""
    return package(document_xml(GREETING))


def paragraph(text: str, run: str = "") -> str:
    """A paragraph, with run properties if wanted."""
    marks = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:p><w:r>{marks}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def field(instruction: str, result: str = "cached result") -> str:
    """A complex field with its cached result."""
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"<w:p>{begin}{code}{middle}<w:r><w:t>{result}</w:t></w:r>{end}</w:p>"


def picture(rel: str, how: str = "embed", extension: str = "") -> str:
    """An inline picture; ``how`` is ``embed`` or, for one outside the file, ``link``."""
    blip = f'<a:blip r:{how}="{rel}">{extension}</a:blip><a:stretch><a:fillRect/></a:stretch>'
    shape = (
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    )
    name = '<pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
    inner = f"<pic:pic>{name}<pic:blipFill>{blip}</pic:blipFill>{shape}</pic:pic>"
    graphic = f'<a:graphic><a:graphicData uri="{PICTURE}">{inner}</a:graphicData></a:graphic>'
    size = '<wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p"/>'
    return f"<w:p><w:r><w:drawing><wp:inline>{size}{graphic}</wp:inline></w:drawing></w:r></w:p>"


def ole_object(rel: str, kind: str = "Embed", program: str = "Package", icon: str = "") -> str:
    """An OLE object with a VML shape to show in its place."""
    image = f'<v:imagedata r:id="{icon}"/>' if icon else ""
    shape = f'<v:shape id="s1" style="width:60pt;height:40pt">{image}</v:shape>'
    thing = (
        f'<o:OLEObject Type="{kind}" ProgID="{program}" ShapeID="s1" DrawAspect="Icon" '
        f'ObjectID="_1" r:id="{rel}"/>'
    )
    return f"<w:p><w:r><w:object>{shape}{thing}</w:object></w:r></w:p>"


def hyperlink(rel: str, text: str) -> str:
    """A link the reader may click; nothing is loaded until then."""
    return f'<w:p><w:hyperlink r:id="{rel}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink></w:p>'
