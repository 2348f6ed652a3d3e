"""Cases 45 to 47 and 52: pictures that are too large, are programs, or say who made them."""

from __future__ import annotations

import gzip
import json
from functools import partial

from tests.hostile.builders import bombs, images, metafiles, pdf, plain, wordx
from tests.hostile.builders.opc import XML, Part, Rel
from tests.hostile.model import (
    CANARY_FILE,
    CANARY_FILE_URL,
    CANARY_TEXT,
    CANARY_URL,
    OK,
    Case,
    codes,
)

PIXELS = codes("pixels")
FRAMES = codes("pixels ok")
CUT = codes("truncated")
MISMATCH = codes("type_mismatch")
NOT_ALLOWED = codes("type_not_allowed")
WEB = codes("active_content remote_content")
PROVENANCE = codes("provenance")
SIDE = 50_000
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUE_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
# The label that Chinese law asks generating services to put into the metadata.
AIGC = json.dumps({"Label": "1", "ContentProducer": "test", "ProduceID": "1"})


def big_png() -> bytes:
    """A true picture of 20 000 by 20 000 pixels, one bit each, all black."""
    side, depth = 20_000, 1
    rows = bytes(side // 8 + 1) * 100
    return images.png(side, side, bombs.repeat_zlib(rows, side // 100), depth=depth)


def text_bomb() -> bytes:
    """A small picture with 256 MB of compressed comment."""
    data = b"Comment\0\0" + bombs.repeat_zlib(b" " * bombs.MEGABYTE, 256)
    return images.png(4, 4, extra=images.png_chunk(b"zTXt", data))


def docx_big_png() -> bytes:
    """The promised giant inside a document."""
    rel = Rel("rId9", "image", "media/a.png")
    body = wordx.GREETING + wordx.picture("rId9")
    return wordx.docx(body, [rel], [Part("word/media/a.png", images.png(SIDE, SIDE, b"x"))])


def bmp() -> bytes:
    """A bitmap header that promises the same."""
    info = (40).to_bytes(4, "little") + SIDE.to_bytes(4, "little") * 2 + b"\x01\0\x18\0" + bytes(24)
    return b"BM" + (54 + 64).to_bytes(4, "little") + bytes(4) + b"\x36\0\0\0" + info + bytes(64)


MVG = f"""push graphic-context
viewbox 0 0 640 480
image over 0,0 0,0 'label:@{CANARY_FILE}'
fill 'url({CANARY_URL}/image.png)'
pop graphic-context
""".encode()

MSL = f"""<?xml version="1.0" encoding="UTF-8"?>
<image>
 <read filename="label:@{CANARY_FILE}" />
 <write filename="/tmp/pecia-image.png" />
</image>
""".encode()

LABEL = f"label:@{CANARY_FILE}".encode()


def web_body() -> str:
    """Everything a web page may try."""
    return (
        f"<script>document.write('{CANARY_TEXT}')</script>"
        f'<script src="{CANARY_URL}/a.js"></script><img src="{CANARY_URL}/image.png" '
        f'onerror="alert(1)"/><iframe src="{CANARY_FILE_URL}"></iframe>'
        f'<form action="{CANARY_URL}/form"><input name="a"/></form>'
        '<a href="javascript:alert(1)">go</a>'
    )


def html() -> bytes:
    """A web page."""
    head = f'<meta http-equiv="refresh" content="0;url={CANARY_URL}/next">'
    return plain.html(web_body(), head)


def svg() -> bytes:
    """A drawing with a script."""
    inner = f"<script>alert(1)</script><image xlink:href='{CANARY_URL}/image.png'/>"
    return metafiles.svg(inner)


def c2pa_png() -> bytes:
    """A PNG with a manifest store."""
    return images.png(4, 4, extra=images.png_chunk(b"caBX", images.c2pa_store()))


def label_jpeg() -> bytes:
    """A picture that says it was generated."""
    return images.xmp_jpeg(
        f"<Iptc4xmpExt:DigitalSourceType>{TRAINED}</Iptc4xmpExt:DigitalSourceType>"
    )


def aigc_jpeg() -> bytes:
    """A picture with the Chinese label."""
    return images.xmp_jpeg(f"<TC260:AIGC>{AIGC}</TC260:AIGC>")


def label_pdf() -> bytes:
    """A PDF whose metadata say that it was generated."""
    properties = f"<Iptc4xmpExt:DigitalSourceType>{TRAINED}</Iptc4xmpExt:DigitalSourceType>"
    packet = pdf.stream(images.xmp(properties), "/Type /Metadata /Subtype /XML")
    return pdf.document(root="/Metadata 100 0 R", extra={100: packet})


def aigc_pdf() -> bytes:
    """The Chinese label in a PDF's information dictionary."""
    return pdf.document(info=f"/AIGC {pdf.text_string(AIGC)}")


def aigc_docx() -> bytes:
    """The Chinese label as a custom property of a Word document."""
    text = AIGC.replace('"', "&quot;")
    row = (
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="AIGC">'
        f"<vt:lpwstr>{text}</vt:lpwstr></property>"
    )
    data = f'{XML}<Properties xmlns="{CUSTOM_SPACE}" xmlns:vt="{VALUE_SPACE}">{row}</Properties>'
    part = Part("docProps/custom.xml", data.encode(), CUSTOM_TYPE)
    more = {"": [Rel("rIdC", "custom-properties", "docProps/custom.xml")]}
    return wordx.docx(parts=[part], more=more)


def c2pa_pdf() -> bytes:
    """A PDF with a manifest store as an associated file."""
    extra = {
        100: b"<< /Type /Filespec /AFRelationship /C2PA_Manifest /F (manifest.c2pa) "
        b"/EF << /F 101 0 R >> >>",
        101: pdf.stream(images.c2pa_store(), "/Type /EmbeddedFile /Subtype /application#2Fc2pa"),
    }
    return pdf.document(root="/AF [100 0 R]", extra=extra)


LARGE = (
    Case(45, "png-promise", "a.png", partial(images.png, SIDE, SIDE, b"x"), PIXELS),
    Case(45, "png-true", "a.png", big_png, PIXELS),
    Case(45, "png-largest", "a.png", partial(images.png, 2**31 - 1, 2**31 - 1, b"x"), PIXELS),
    Case(45, "png-comment-bomb", "a.png", text_bomb, codes("ok damaged pixels")),
    Case(45, "jpeg-promise", "a.jpg", partial(images.jpeg_of_size, 65500, 65500), PIXELS),
    Case(45, "bmp-promise", "a.bmp", bmp, codes("pixels type_not_allowed")),
    Case(45, "gif-frames", "a.gif", partial(images.gif, 50_000), FRAMES, codes("media")),
    Case(45, "gif-screen", "a.gif", partial(images.gif, 5_000, 60_000), PIXELS),
    Case(45, "tiff-frames", "a.tif", partial(images.tiff, 10_000), FRAMES, CUT),
    Case(45, "tiff-large-frame", "a.tif", partial(images.tiff, 1, SIDE), PIXELS),
    Case(
        45,
        "tiff-circle",
        "a.tif",
        partial(images.tiff, 3, 1, True),
        codes("ok damaged pixels"),
        note="the last frame points back at the first",
    ),
    Case(45, "docx-png-promise", "a.docx", docx_big_png, FRAMES),
)

PROGRAMS = (
    Case(46, "mvg-as-png", "a.png", lambda: MVG, MISMATCH, canary=CANARY_TEXT),
    Case(46, "mvg-as-jpg", "a.jpg", lambda: MVG, MISMATCH, canary=CANARY_TEXT),
    Case(46, "msl-as-gif", "a.gif", lambda: MSL, MISMATCH, canary=CANARY_TEXT),
    Case(46, "label-as-png", "a.png", lambda: LABEL, MISMATCH, canary=CANARY_TEXT),
    Case(
        46,
        "label-as-name",
        f"label:@{CANARY_FILE}.png",
        images.png,
        OK,
        canary=CANARY_TEXT,
        note="a true picture under a name that a drawing program would obey",
    ),
)

WEB_PAGES = (
    Case(47, "svg", "a.svg", svg, NOT_ALLOWED),
    Case(47, "svg-as-png", "a.png", svg, MISMATCH),
    Case(
        47,
        "svgz",
        "a.svgz",
        lambda: gzip.compress(svg(), mtime=0),
        codes("type_not_allowed type_mismatch archive_in_document"),
    ),
    Case(47, "mhtml", "a.mhtml", lambda: plain.mhtml(html()), NOT_ALLOWED),
    Case(47, "html", "a.html", html, OK, WEB, CANARY_TEXT),
    Case(47, "html-as-txt", "a.txt", html, codes("ok type_mismatch")),
    Case(47, "xhtml", "a.xhtml", lambda: plain.xhtml(web_body()), OK, WEB, CANARY_TEXT),
    Case(47, "html-as-docx", "a.docx", html, MISMATCH),
)

LABELLED = (
    Case(52, "jpeg-c2pa", "a.jpg", lambda: images.c2pa_jpeg(images.c2pa_store()), OK, PROVENANCE),
    Case(
        52,
        "jpeg-c2pa-cut",
        "a.jpg",
        lambda: images.c2pa_jpeg(images.c2pa_store()[:-9]),
        OK,
        PROVENANCE,
        note="the boxes are longer than the segment: present, but invalid",
    ),
    Case(52, "png-c2pa", "a.png", c2pa_png, OK, PROVENANCE),
    Case(52, "pdf-c2pa", "a.pdf", c2pa_pdf, OK, PROVENANCE),
    Case(52, "jpeg-generated", "a.jpg", label_jpeg, OK, PROVENANCE),
    Case(52, "jpeg-aigc", "a.jpg", aigc_jpeg, OK, PROVENANCE),
    Case(52, "pdf-generated", "a.pdf", label_pdf, OK, PROVENANCE),
    Case(52, "pdf-aigc", "a.pdf", aigc_pdf, OK, PROVENANCE),
    Case(52, "docx-aigc", "a.docx", aigc_docx, OK, PROVENANCE),
)

CASES = LARGE + PROGRAMS + WEB_PAGES + LABELLED
