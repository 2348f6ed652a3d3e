"""Cases 33 to 38: PDF files that swell, run in circles or lie about their size."""

from __future__ import annotations

import struct
from functools import partial

from tests.hostile.builders import bombs, pdf, pdfxref
from tests.hostile.model import OK, Case, codes

STREAM = codes("stream_limit")
BROKEN = codes("ok damaged render_failed no_pages")
CONTAINED = codes("ok damaged render_failed no_pages stream_limit pixels")
SECOND = pdf.text("The second page.")
IMAGE = "/Type /XObject /Subtype /Image /BitsPerComponent {} /ColorSpace /DeviceGray"
SHOW = pdf.GREETING + b"q 100 0 0 100 72 500 cm /X Do Q\n"
OPERATORS = 10_000_000


def content_bomb(data: bytes, filters: str) -> bytes:
    """A page whose content is the bomb."""
    return pdf.document([pdf.stream(data, f"/Filter [{filters}]"), SECOND])


def image_bomb(data: bytes, entries: str, bits: int = 8) -> bytes:
    """A page with one image that is the bomb."""
    image = pdf.stream(data, f"{IMAGE.format(bits)} {entries}")
    return pdf.document([SHOW, SECOND], resources="/XObject << /X 100 0 R >>", extra={100: image})


def nested_flate() -> bytes:
    """512 MB of spaces in three layers."""
    layers = 3
    return content_bomb(bombs.nested_flate(layers, 512), "/FlateDecode " * layers)


def flate_image() -> bytes:
    """A true image of 20 000 by 20 000 pixels in 400 kB."""
    side = 20_000
    data = bombs.repeat_zlib(bytes(side * 100), side // 100)
    return image_bomb(data, f"/Width {side} /Height {side} /Filter /FlateDecode")


def lzw() -> bytes:
    """700 MB of spaces as LZW."""
    return content_bomb(bombs.lzw_bomb(32, 100), "/LZWDecode")


def lzw_flate() -> bytes:
    """LZW again packed with Flate."""
    packed = b"\x78\xda" + bombs.repeat_deflate(bombs.lzw_bomb(32, 32), 1)
    return content_bomb(packed, "/FlateDecode /LZWDecode")


def run_length() -> bytes:
    """Run lengths packed with Flate: 128 bytes from two, two from almost none."""
    unit = b"\x81 " * (bombs.MEGABYTE // 2)
    return content_bomb(bombs.repeat_zlib(unit, 8), "/FlateDecode /RunLengthDecode")


def many_filters() -> bytes:
    """A filter list that is absurdly long."""
    return content_bomb(pdf.GREETING.hex().encode() + b">", "/ASCIIHexDecode " * 2000)


def _segment(number: int, kind: int, data: bytes, page: int = 1) -> bytes:
    """A JBIG2 segment."""
    return struct.pack(">LBBBL", number, kind, 0, page, len(data)) + data


def jbig2(width: int, height: int) -> bytes:
    """A JBIG2 page with one generic region of any size and next to no data."""
    page = struct.pack(">LLLLBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">LLLLB", width, height, 0, 0, 0) + b"\0" + bytes(8)
    data = _segment(0, 48, page) + _segment(1, 38, region + bytes(16))
    return image_bomb(data, f"/Width {width} /Height {height} /Filter /JBIG2Decode", bits=1)


def jbig2_self() -> bytes:
    """A symbol dictionary that refers to itself and promises four milliard symbols."""
    flags = struct.pack(">H", 0) + bytes(8) + struct.pack(">LL", 0xFFFFFFFF, 0xFFFFFFFF)
    head = struct.pack(">LBBBB", 1, 0, 0x20, 1, 1) + struct.pack(">L", len(flags) + 16)
    page = _segment(0, 48, struct.pack(">LLLLBH", 8, 8, 0, 0, 0, 0))
    data = page + head + flags + bytes(16)
    return image_bomb(data, "/Width 8 /Height 8 /Filter /JBIG2Decode", bits=1)


def jpx(width: int, tile: int, parts: int = 3) -> bytes:
    """A JPEG 2000 code stream with a huge image in tiny tiles and then nothing."""
    components = b"\x07\x01\x01" * parts
    size = struct.pack(">HLLLLLLLLH", 0, width, width, 0, 0, tile, tile, 0, 0, parts) + components
    head = b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size
    style = b"\xff\x52" + struct.pack(">HBBHBBBBBB", 12, 0, 0, 1, 0, 32, 4, 4, 0, 0)
    quant = b"\xff\x5c" + struct.pack(">H", 4) + b"\x40\x40"
    data = head + style + quant + b"\xff\x90" + struct.pack(">HHLBB", 10, 0, 14, 0, 1) + b"\xff\x93"
    return image_bomb(data, f"/Width {width} /Height {width} /Filter /JPXDecode")


def ccitt(columns: int, rows: int, k: int) -> bytes:
    """A fax image with absurd sizes over a few bytes."""
    params = f"/DecodeParms << /K {k} /Columns {columns} /Rows {rows} >>"
    size = f"/Width {min(columns, 60000)} /Height {min(rows, 60000)}"
    return image_bomb(b"\x00\x01\xff" * 50, f"{size} /Filter /CCITTFaxDecode {params}", bits=1)


def dct() -> bytes:
    """A JPEG whose frame header is cut off."""
    data = bytes.fromhex("ffd8ffc00011080bff0bff03011100") + b"\xff" * 64
    return image_bomb(data, "/Width 3071 /Height 3071 /Filter /DCTDecode")


def xref_circle() -> bytes:
    """A table whose older table is itself."""
    data = pdf.document()
    at = pdf.last_xref(data)
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + str(at).encode())


def xref_pair() -> bytes:
    """Two tables, each the older one of the other."""
    base = pdf.document().replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 0000000000")
    made = pdf.update(base, {11: pdf.stream(SECOND)})
    return made.replace(b"/Prev 0000000000", f"/Prev {pdf.last_xref(made):010}".encode())


def changed(**parts: str) -> bytes:
    """A two-page file with some objects replaced, named ``o`` and the number."""
    objects = pdf.objects([pdf.GREETING, SECOND])
    return pdf.write(objects | {int(name[1:]): body.encode() for name, body in parts.items()})


def outline_circle() -> bytes:
    """Bookmarks whose next one is the first, and whose child is the root."""
    extra = {
        100: b"<< /Type /Outlines /First 101 0 R /Last 102 0 R /Count 2 >>",
        101: b"<< /Title (a) /Parent 100 0 R /Next 102 0 R /First 100 0 R /Last 100 0 R >>",
        102: b"<< /Title (b) /Parent 100 0 R /Next 101 0 R /Prev 102 0 R >>",
    }
    return pdf.document(root="/Outlines 100 0 R", extra=extra)


def form_circle(times: int) -> bytes:
    """A form that draws itself."""
    entries = (
        "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X 100 0 R >> >>"
    )
    form = pdf.stream(b"/X Do\n" * times, entries)
    return pdf.document([SHOW], resources="/XObject << /X 100 0 R >>", extra={100: form})


def form_tree(levels: int = 30) -> bytes:
    """Each form draws the next one ten times: no circle, and yet no end."""
    forms = {}
    for level in range(levels):
        inner = (
            f"/Resources << /XObject << /X {101 + level} 0 R >> >>" if level < levels - 1 else ""
        )
        body = b"/X Do " * 10 if inner else b"0 0 9 9 re f\n"
        entries = f"/Type /XObject /Subtype /Form /BBox [0 0 99 99] {inner}"
        forms[100 + level] = pdf.stream(body, entries)
    return pdf.document([SHOW, SECOND], resources="/XObject << /X 100 0 R >>", extra=forms)


def length_circle() -> bytes:
    """A stream whose length is the stream itself."""
    body = b"<< /Length 11 0 R >>\nstream\n" + pdf.GREETING + b"\nendstream"
    return pdf.write(pdf.objects() | {11: body})


def object_stream_circle() -> bytes:
    """An object stream that extends itself."""
    return pdfxref.write(pdf.objects(), holder_extra=f"/Extends {pdfxref.HOLDER} 0 R")


def type3_circle() -> bytes:
    """A glyph drawn with its own font."""
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] "
        b"/CharProcs << /a 101 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 "
        b"/LastChar 97 /Widths [9] /Resources << /Font << /F1 100 0 R >> >> >>"
    )
    glyph = pdf.stream(b"9 0 d0 BT /F1 9 Tf (aaaaaaaaaa) Tj ET\n")
    return pdf.write(pdf.objects() | {3: font, 100: font, 101: glyph})


def counted(claimed: int) -> bytes:
    """Two pages and a false count."""
    return pdf.write(pdf.objects([pdf.GREETING, SECOND]) | {2: pdf.tree(2, claimed)})


def same_page(times: int) -> bytes:
    """One page object listed very often: page limits must count what is walked."""
    kids = "10 0 R " * times
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {times} >>"
    return pdf.write(pdf.objects() | {2: tree.encode()})


def boxed(box: str, page: str = "") -> bytes:
    """A page with a strange box."""
    return pdf.document(box=box, page=page)


def inline_operators() -> bytes:
    """Ten million path operators in one stream; the second page is ordinary."""
    unit = b"0 0 m 595 842 90 700 500 9 c S\n" * 1000
    data = bombs.repeat_zlib(unit, OPERATORS // 3000)
    return pdf.document([pdf.stream(data, "/Filter /FlateDecode"), SECOND])


def form_operators() -> bytes:
    """The same by a form of 30 000 operators drawn often: every stream is small."""
    unit = b"0 0 m 595 842 90 700 500 9 c S\n" * 10_000
    form = pdf.flate(unit, "/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    content = pdf.GREETING + b"/X Do\n" * (OPERATORS // 30_000)
    return pdf.document([content, SECOND], resources="/XObject << /X 100 0 R >>", extra={100: form})


SLOW = codes("ok time_limit")
ENDLESS = codes("ok time_limit memory_limit render_failed")
SLOW_PAGE = codes("page_failed")
BOXES = {
    "zero": "[0 0 0 0]",
    "one-line": "[0 0 595 0]",
    "not-a-number": "[0 0 nan nan]",
    "infinite": "[0 0 1e400 1e400]",
    "words": "[(a) (b) (c) (d)]",
    "short": "[0 0 595]",
    "missing": "",
}

SWELLING = (
    Case(33, "pdf-nested-flate", "a.pdf", nested_flate, STREAM),
    Case(33, "pdf-flate-image", "a.pdf", flate_image, codes("stream_limit pixels ok")),
    Case(33, "pdf-lzw", "a.pdf", lzw, STREAM),
    Case(33, "pdf-flate-lzw", "a.pdf", lzw_flate, STREAM),
    Case(33, "pdf-flate-run-length", "a.pdf", run_length, STREAM),
    Case(33, "pdf-jbig2-size", "a.pdf", partial(jbig2, 60000, 60000), CONTAINED),
    Case(33, "pdf-many-filters", "a.pdf", many_filters, CONTAINED),
)

CIRCLES = (
    Case(34, "pdf-xref-circle", "a.pdf", xref_circle, BROKEN),
    Case(34, "pdf-xref-pair", "a.pdf", xref_pair, BROKEN),
    Case(
        34,
        "pdf-page-tree-circle",
        "a.pdf",
        partial(changed, o2="<< /Type /Pages /Kids [2 0 R 10 0 R] /Count 2 >>"),
        BROKEN,
    ),
    Case(
        34,
        "pdf-parent-circle",
        "a.pdf",
        partial(changed, o2="<< /Type /Pages /Kids [10 0 R] /Count 1 /Parent 2 0 R >>"),
        BROKEN,
    ),
    Case(34, "pdf-reference-circle", "a.pdf", partial(changed, o2="2 0 R"), BROKEN),
    Case(34, "pdf-outline-circle", "a.pdf", outline_circle, OK),
    Case(34, "pdf-form-circle", "a.pdf", partial(form_circle, 1), ENDLESS),
    Case(
        34,
        "pdf-form-double-circle",
        "a.pdf",
        partial(form_circle, 2),
        ENDLESS,
        note="PDFium doubles the work at each level and fills its memory",
        slow=True,
    ),
    Case(34, "pdf-form-tree", "a.pdf", form_tree, ENDLESS),
    Case(34, "pdf-length-circle", "a.pdf", length_circle, BROKEN),
    Case(34, "pdf-object-stream-circle", "a.pdf", object_stream_circle, BROKEN),
    Case(34, "pdf-glyph-circle", "a.pdf", type3_circle, OK),
)

SIZES = (
    Case(35, "pdf-count-milliard", "a.pdf", partial(counted, 10**9), BROKEN),
    Case(35, "pdf-count-negative", "a.pdf", partial(counted, -1), BROKEN),
    Case(35, "pdf-same-page", "a.pdf", partial(same_page, 100_000), OK, codes("truncated")),
    Case(36, "pdf-huge-page", "a.pdf", partial(boxed, "[0 0 1000000 1000000]"), OK),
    Case(36, "pdf-user-unit", "a.pdf", partial(boxed, pdf.A4, "/UserUnit 100000"), OK),
    Case(
        36,
        "pdf-far-page",
        "a.pdf",
        partial(boxed, "[1e9 1e9 1000000595 1000000842]"),
        codes("ok page_size"),
    ),
    Case(36, "pdf-thin-page", "a.pdf", partial(boxed, "[0 0 1000000 0.01]"), codes("ok page_size")),
    *(
        Case(36, f"pdf-box-{slug}", "a.pdf", partial(boxed, box), codes("ok page_size"))
        for slug, box in BOXES.items()
    ),
    Case(37, "pdf-inline-operators", "a.pdf", inline_operators, SLOW, SLOW_PAGE),
    Case(37, "pdf-form-operators", "a.pdf", form_operators, SLOW, SLOW_PAGE),
)

DECODERS = (
    Case(38, "pdf-jpx-tiles", "a.pdf", partial(jpx, 60000, 1), CONTAINED),
    Case(38, "pdf-jpx-parts", "a.pdf", partial(jpx, 64, 64, 16000), CONTAINED),
    Case(38, "pdf-jbig2-self", "a.pdf", jbig2_self, CONTAINED),
    Case(38, "pdf-ccitt-wide", "a.pdf", partial(ccitt, 2**31 - 1, 60000, -1), CONTAINED),
    Case(38, "pdf-ccitt-mixed", "a.pdf", partial(ccitt, 60000, 60000, 4), CONTAINED),
    Case(38, "pdf-jpeg-cut", "a.pdf", dct, CONTAINED),
)

CASES = SWELLING + CIRCLES + SIZES + DECODERS
