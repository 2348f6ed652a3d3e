"""A TrueType font that is plausible at the top and absurd below.

The glyph refers to itself, the character map covers everything, and the offsets lead outside.
"""

from __future__ import annotations

import struct

OBFUSCATION_KEY = "{00112233-4455-6677-8899-AABBCCDDEEFF}"


def _head() -> bytes:
    fixed = struct.pack(">LLLLHH", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 16)
    return fixed + bytes(16) + struct.pack(">hhhhHHhhh", 0, 0, 16, 16, 0, 8, 2, 1, 0)


def _cmap() -> bytes:
    """A format 12 map with one group over every possible code."""
    group = struct.pack(">HHLLL", 12, 0, 28, 0, 1) + struct.pack(">LLL", 0, 0xFFFFFFFF, 1)
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + group


def _composite() -> bytes:
    """A composite glyph made of itself."""
    return struct.pack(">hhhhh", -1, 0, 0, 16, 16) + struct.pack(">HHbb", 0x0002, 1, 0, 0)


def _names(family: str) -> bytes:
    words = family.encode("utf-16-be")
    rows = b"".join(struct.pack(">6H", 3, 1, 0x409, kind, len(words), 0) for kind in (1, 4, 6))
    return struct.pack(">HHH", 0, 3, 6 + len(rows)) + rows + words


def _tables(family: str) -> dict[bytes, bytes]:
    glyph = _composite()
    return {
        b"OS/2": struct.pack(">HhHH", 4, 8, 400, 5) + bytes(88),
        b"cmap": _cmap(),
        b"fpgm": b"\x40\xff" + b"\xff" * 30,
        b"glyf": glyph,
        b"head": _head(),
        b"hhea": struct.pack(">Lhhh", 0x10000, 16, -4, 0) + bytes(24) + b"\xff\xff",
        b"hmtx": struct.pack(">Hh", 16, 0),
        b"loca": struct.pack(">LLL", 0, 0, 0xFFFFFFF0),
        b"maxp": struct.pack(">LH", 0x10000, 0xFFFF) + b"\xff" * 26,
        b"name": _names(family),
        b"post": struct.pack(">L", 0x30000) + bytes(28),
    }


def broken(family: str = "Broken") -> bytes:
    """The font file."""
    tables = _tables(family)
    at = 12 + 16 * len(tables)
    rows, made = b"", b""
    for tag, data in tables.items():
        rows += tag + struct.pack(">LLL", 0, at + len(made), len(data))
        made += data + bytes(-len(data) % 4)
    return struct.pack(">LHHHH", 0x10000, len(tables), 128, 3, 48) + rows + made


def obfuscated(font: bytes, key: str = OBFUSCATION_KEY) -> bytes:
    """The font as Word embeds it: the first 32 bytes are mixed with a key."""
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1] * 2
    head = bytes(one ^ other for one, other in zip(font[:32], mask, strict=True))
    return head + font[32:]
