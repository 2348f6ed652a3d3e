"""Windows metafiles, and SVG, with something in them that wants to run."""

from __future__ import annotations

import struct

SET_ABORT_PROC = 9
META_ESCAPE = 0x0626
EMR_HEADER, EMR_EOF, EMR_COMMENT = 1, 14, 70


def wmf_escape() -> bytes:
    """A placeable WMF with the escape record that once ran code; its payload is zeros."""
    place = struct.pack("<LHhhhhHL", 0x9AC6CDD7, 0, 0, 0, 1000, 1000, 1440, 0)
    check = 0
    for (word,) in struct.iter_unpack("<H", place):
        check ^= word
    escape = struct.pack("<LHHH", 9, META_ESCAPE, SET_ABORT_PROC, 8) + bytes(8)
    stop = struct.pack("<LH", 3, 0)
    words = 9 + 9 + 3
    header = struct.pack("<HHHLHLH", 1, 9, 0x0300, words, 0, 9, 0)
    return place + struct.pack("<H", check) + header + escape + stop


def emf_comment(words: str) -> bytes:
    """An EMF that draws nothing and carries a comment record."""
    note = words.encode() + bytes(-len(words.encode()) % 4)
    comment = struct.pack("<LLL", EMR_COMMENT, 12 + len(note), len(note)) + note
    stop = struct.pack("<LLLLL", EMR_EOF, 20, 0, 16, 20)
    size = 88 + len(comment) + len(stop)
    bounds = struct.pack("<8l", 0, 0, 100, 100, 0, 0, 2540, 2540)
    rest = struct.pack("<LLLHHLLL", 0x464D4520, 0x10000, size, 3, 1, 0, 0, 0)
    device = struct.pack("<4L", 1024, 768, 320, 240)
    return struct.pack("<LL", EMR_HEADER, 88) + bounds + rest + device + comment + stop


def svg(inner: str, doctype: str = "") -> bytes:
    """An SVG picture."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    root = f'<svg {spaces} width="100" height="100" viewBox="0 0 100 100">'
    shape = '<rect x="10" y="10" width="80" height="80" fill="teal"/>'
    return f'<?xml version="1.0"?>{doctype}{root}{shape}{inner}</svg>'.encode()
