"""A minimal PowerPoint presentation."""

from __future__ import annotations

from collections.abc import Sequence

from tests.hostile.builders import zipped
from tests.hostile.builders.opc import XML, Part, Rel, Rels, entries, merge

POINT = "application/vnd.openxmlformats-officedocument.presentationml."
DECK = "ppt/presentation.xml"
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
EMPTY_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
)
ACCENTS = [f"accent{number}" for number in range(1, 7)]
COLOURS = ["bg1", "tx1", "bg2", "tx2", *ACCENTS, "hlink", "folHlink"]
BOX = (
    '<p:spPr><a:xfrm><a:off x="914400" y="914400"/><a:ext cx="3657600" cy="914400"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
)


def text_box(text: str, number: int = 2) -> str:
    """A shape with one line of text."""
    name = f'<p:cNvPr id="{number}" name="t{number}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
    words = f"<a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
    return f"<p:sp><p:nvSpPr>{name}</p:nvSpPr>{BOX}<p:txBody>{words}</p:txBody></p:sp>"


def picture(blip: str, media: str = "", number: int = 3) -> str:
    """A picture; with ``media`` it is the poster of a sound or film."""
    name = f'<p:cNvPr id="{number}" name="p{number}"/><p:cNvPicPr/><p:nvPr>{media}</p:nvPr>'
    fill = f"<p:blipFill><a:blip {blip}/><a:stretch><a:fillRect/></a:stretch></p:blipFill>"
    return f"<p:pic><p:nvPicPr>{name}</p:nvPicPr>{fill}{BOX}</p:pic>"


def _page(root: str, shapes: str, attributes: str = "", tail: str = "") -> bytes:
    tree = f"<p:cSld><p:spTree>{EMPTY_TREE}{shapes}</p:spTree></p:cSld>"
    return f"{XML}<p:{root} {SPACES}{attributes}>{tree}{tail}</p:{root}>".encode()


def slide(shapes: str, hidden: bool = False) -> bytes:
    """One slide part."""
    return _page("sld", shapes, ' show="0"' if hidden else "")


def _frame(count: int) -> tuple[list[Part], dict[str, list[Rel]]]:
    """The master, the layout and the list of slides that PowerPoint insists on."""
    colours = " ".join(
        f'{name}="{name.replace("bg", "lt").replace("tx", "dk")}"' for name in COLOURS
    )
    layouts = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
    master = _page("sldMaster", "", "", f"<p:clrMap {colours}/>{layouts}")
    slides = "".join(f'<p:sldId id="{256 + n}" r:id="rIdS{n}"/>' for n in range(count))
    deck = (
        f"{XML}<p:presentation {SPACES}><p:sldMasterIdLst>"
        '<p:sldMasterId id="2147483648" r:id="rIdM"/></p:sldMasterIdLst>'
        f'<p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    parts = [
        Part(DECK, deck.encode(), POINT + "presentation.main+xml"),
        Part("ppt/slideMasters/slideMaster1.xml", master, POINT + "slideMaster+xml"),
        Part(
            "ppt/slideLayouts/slideLayout1.xml", _page("sldLayout", ""), POINT + "slideLayout+xml"
        ),
    ]
    return parts, _frame_rels()


def _frame_rels() -> dict[str, list[Rel]]:
    layout, master = "../slideLayouts/slideLayout1.xml", "../slideMasters/slideMaster1.xml"
    return {
        "": [Rel("rId1", "officeDocument", DECK)],
        DECK: [Rel("rIdM", "slideMaster", "slideMasters/slideMaster1.xml")],
        "ppt/slideMasters/slideMaster1.xml": [Rel("rId1", "slideLayout", layout)],
        "ppt/slideLayouts/slideLayout1.xml": [Rel("rId1", "slideMaster", master)],
    }


def slide_name(number: int) -> str:
    """The part name of a slide, counted from 0."""
    return f"ppt/slides/slide{number + 1}.xml"


def pptx(slides: Sequence[bytes], parts: Sequence[Part] = (), more: Rels | None = None) -> bytes:
    """A whole presentation."""
    made, rels = _frame(len(slides))
    for number, data in enumerate(slides):
        made.append(Part(slide_name(number), data, POINT + "slide+xml"))
        rels[DECK].append(Rel(f"rIdS{number}", "slide", f"slides/slide{number + 1}.xml"))
        layout = Rel("rIdL", "slideLayout", "../slideLayouts/slideLayout1.xml")
        rels[slide_name(number)] = [layout]
    return zipped.write(entries([*made, *parts], merge(rels, more)))
