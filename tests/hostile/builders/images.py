"""Images: true ones that carry something, and headers that promise too much."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

from PIL import Image

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
ORANGE = (210, 120, 40)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk with its check sum."""
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(
    width: int = 1,
    height: int = 1,
    packed: bytes | None = None,
    extra: bytes = b"",
    depth: int = 8,
) -> bytes:
    """A greyscale PNG; ``packed`` replaces the true pixel data, ``extra`` is added chunks."""
    rows = zlib.compress(bytes((width * depth // 8 + 1) * height), 9) if packed is None else packed
    header = png_chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, depth, 0, 0, 0, 0))
    return PNG_MAGIC + header + extra + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def jpeg(width: int = 48, height: int = 32) -> bytes:
    """A small, true JPEG."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), ORANGE).save(made, "JPEG", quality=80)
    return made.getvalue()


def with_segment(image: bytes, marker: int, data: bytes) -> bytes:
    """A JPEG with one more segment right after its start."""
    return image[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + image[2:]


def jpeg_of_size(width: int, height: int) -> bytes:
    """A JPEG whose frame header claims another size than its data has."""
    image = jpeg()
    at = image.index(b"\xff\xc0")
    return image[: at + 5] + struct.pack(">HH", height, width) + image[at + 9 :]


def _directory(rows: Sequence[tuple[int, int, int, bytes]], after: int = 0) -> bytes:
    packed = b"".join(struct.pack("<HHL", *row[:3]) + row[3] for row in rows)
    return struct.pack("<H", len(rows)) + packed + struct.pack("<L", after)


def exif_gps() -> bytes:
    """An Exif segment with a place: the middle of the Pacific, where nobody lives."""
    latitude, longitude = 44, 68
    gps = _directory(
        [
            (1, 2, 2, b"S\0\0\0"),
            (2, 5, 3, struct.pack("<L", latitude + 48)),
            (3, 2, 2, b"W\0\0\0"),
            (4, 5, 3, struct.pack("<L", longitude + 48)),
        ]
    )
    first = _directory([(0x8825, 4, 1, struct.pack("<L", 26))])
    where = struct.pack("<6L", 48, 1, 52, 1, 6, 10) + struct.pack("<6L", 123, 1, 23, 1, 6, 10)
    head = b"II*\0" + struct.pack("<L", 8) + first
    middle = head + gps
    gap = bytes(latitude + 48 - len(middle))
    return b"Exif\0\0" + middle + gap + where


def gps_jpeg() -> bytes:
    """A photograph that says where it was taken."""
    return with_segment(jpeg(), 0xE1, exif_gps())


def xmp_jpeg(properties: str) -> bytes:
    """A JPEG with an XMP packet."""
    return with_segment(jpeg(), 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(properties))


def xmp(properties: str) -> bytes:
    """An XMP packet with some properties in it."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" rdf:about="">'
        f'{properties}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data) + 8) + kind + data


def c2pa_store() -> bytes:
    """A manifest store in JUMBF boxes; its signature is noise, so it can never verify."""
    tail = bytes.fromhex("00110010800000aa00389b71")
    label = _box(b"jumd", b"c2pa" + tail + b"\x03c2pa\0")
    inner = _box(b"jumd", b"c2ma" + tail + b"\x03urn:uuid:00000000\0")
    claim = _box(b"jumb", inner + _box(b"cbor", b"\xa1\x63alg\x66sha256"))
    return _box(b"jumb", label + claim)


def c2pa_jpeg(store: bytes) -> bytes:
    """A JPEG with a manifest store in its APP11 segment."""
    return with_segment(jpeg(), 0xEB, b"JP" + struct.pack(">HL", 1, 1) + store)


def gif(frames: int, screen: int = 1) -> bytes:
    """A GIF of one-pixel frames on a screen of any size."""
    head = b"GIF89a" + struct.pack("<HHBBB", screen, screen, 0x80, 0, 0) + bytes(3) + b"\xff" * 3
    delay = b"\x21\xf9\x04" + bytes.fromhex("0001000000")
    frame = delay + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b"\x3b"


def _tiff_rows(side: int) -> list[tuple[int, int, int, bytes]]:
    """A greyscale frame whose one strip is the first byte behind the header."""
    numbers = {256: side, 257: side, 258: 8, 259: 1, 262: 1, 273: 8, 278: side, 279: 1}
    return [(tag, 4, 1, struct.pack("<L", value)) for tag, value in numbers.items()]


def tiff(frames: int, side: int = 1, loop: bool = False) -> bytes:
    """A TIFF with many frames; with ``loop`` the last one points back at the first."""
    size = 2 + 12 * 8 + 4
    made = bytearray(b"II*\0" + struct.pack("<L", 10) + b"\x80\x00")
    for number in range(frames):
        last = number == frames - 1
        after = (10 if loop else 0) if last else 10 + size * (number + 1)
        made += _directory(_tiff_rows(side), after)
    return bytes(made)
