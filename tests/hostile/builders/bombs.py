"""Streams that are small on disk and huge once decoded."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from tests.hostile.builders.zipped import Entry, finish, lay_out, local_header

MEGABYTE = 1 << 20
LZW_CLEAR = 256
LZW_END = 257
LZW_LAST = 4090  # stop before the table is full: decoders differ on what follows
FINAL_EMPTY_BLOCK = b"\x03\x00"


def repeat_deflate(unit: bytes, times: int) -> bytes:
    """Raw deflate of ``unit * times``, made without ever holding that many bytes.

    A full flush ends on a byte and forgets the window, so the block can be copied.
    """
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = engine.compress(unit) + engine.flush(zlib.Z_FULL_FLUSH)
    return block * times + FINAL_EMPTY_BLOCK


def repeat_zlib(unit: bytes, times: int) -> bytes:
    """The same with the zlib header and check sum that PDF and PNG want."""
    check = 1
    for _ in range(times):
        check = zlib.adler32(unit, check)
    return b"\x78\xda" + repeat_deflate(unit, times) + struct.pack(">L", check)


def repeat_crc(unit: bytes, times: int) -> int:
    """The CRC of ``unit * times``, so that the lie is only in the place we choose."""
    check = 0
    for _ in range(times):
        check = zlib.crc32(unit, check)
    return check


def nested_flate(layers: int, megabytes: int) -> bytes:
    """Flate inside Flate: the first layer alone looks harmless."""
    data = repeat_zlib(b" " * MEGABYTE, megabytes)
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    return data


def _lzw_run(byte: int) -> list[tuple[int, int]]:
    """One table full of codes, each standing for one byte more than the one before.

    The widths follow PDF's "early change": a code grows one step before it must.
    """
    codes = [(LZW_CLEAR, 12), (byte, 9)]
    return codes + [(code, max(9, (code + 1).bit_length())) for code in range(258, LZW_LAST)]


def lzw_bomb(byte: int, tables: int) -> bytes:
    """LZW data of one repeated byte, about 7 MB for each table of 6 kB."""
    value = width = 0
    for code, size in _lzw_run(byte):
        value, width = value << size | code, width + size
    total, length = 0, 0
    for _ in range(tables):
        total, length = total << width | value, length + width
    # The very first clear is 9 bits wide, not 12: its three leading zero bits do not count.
    total, length = total << 12 | LZW_END, length + 12 - 3
    pad = -length % 8
    return (total << pad).to_bytes((length + pad) // 8, "big")


def full_overlap(real: Sequence[Entry], copies: int, megabytes: int) -> bytes:
    """Many directory records that all point at one kernel of compressed zeros."""
    unit = bytes(MEGABYTE)
    kernel = Entry(
        "word/media/kernel0.bin",
        packed=repeat_deflate(unit, megabytes),
        size=megabytes * MEGABYTE,
        crc=repeat_crc(unit, megabytes),
    )
    body, listed = lay_out([*real, kernel])
    packed, offset = listed[-1][1], listed[-1][2]
    names = [f"word/media/kernel{number}.bin" for number in range(1, copies)]
    ghosts = [
        (Entry(name, packed=packed, size=kernel.size, crc=kernel.crc), packed, offset)
        for name in names
    ]
    return finish(body, listed + ghosts)


def _quote(header: bytes) -> bytes:
    """A deflate block that stores the next member's header as if it were data."""
    return b"\x00" + struct.pack("<HH", len(header), len(header) ^ 0xFFFF) + header


def quoted_overlap(real: Sequence[Entry], copies: int) -> bytes:
    """Members nested in each other, each quoting the header of the next, sizes all true."""
    contents, packed = bytes(MEGABYTE), repeat_deflate(bytes(MEGABYTE), 1)
    tail: list[tuple[Entry, bytes]] = []
    for number in range(copies):
        entry = Entry(f"word/media/k{copies - number:04}.bin", contents, packed=packed)
        tail.append((entry, packed))
        header = local_header(entry, packed)
        contents, packed = header + contents, _quote(header) + packed
    body, listed = lay_out(real)
    whole = packed[5:]
    end = len(body) + len(whole)
    for entry, data in reversed(tail):
        listed.append((entry, data, end - len(data) - len(local_header(entry, data))))
    return finish(body + whole, listed)
