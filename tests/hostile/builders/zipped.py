"""A ZIP writer that can lie.

``zipfile`` from the standard library refuses to write most of what an attacker writes. Here
every header field can be set apart from the data it describes.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DOS_DATE = 0x0021  # 1 January 1980: a fixed date keeps two builds equal
UTF8_NAME = 0x0800
UNIX = 3 << 8 | 20
NO_VALUE_16 = 0xFFFF
NO_VALUE_32 = 0xFFFFFFFF


@dataclass(frozen=True)
class Entry:
    """One archive member. Fields left as ``None`` are filled in truthfully."""

    name: str
    data: bytes = b""
    deflate: bool = True
    packed: bytes | None = None
    size: int | None = None
    crc: int | None = None
    local_name: str | None = None
    local_size: int | None = None
    mode: int = stat.S_IFREG | 0o644
    extra: bytes = b""


def raw_deflate(data: bytes) -> bytes:
    """Compress without the zlib header, as ZIP wants it."""
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


def packed_bytes(entry: Entry) -> bytes:
    """The bytes that stand in the archive for this member."""
    if entry.packed is not None:
        return entry.packed
    return raw_deflate(entry.data) if entry.deflate else entry.data


def _fields(entry: Entry, packed: bytes, size: int | None, name: bytes) -> bytes:
    """The part that local and central headers have in common."""
    crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
    plain = len(entry.data) if size is None else size
    flags = 0 if name.isascii() else UTF8_NAME
    method = 8 if entry.deflate else 0
    times = struct.pack("<HHHH", flags, method, 0, DOS_DATE)
    sizes = struct.pack("<LLL", crc, len(packed) & NO_VALUE_32, plain & NO_VALUE_32)
    return times + sizes + struct.pack("<HH", len(name), len(entry.extra))


def local_header(entry: Entry, packed: bytes) -> bytes:
    """The header in front of the data; it may disagree with the central directory."""
    name = (entry.local_name or entry.name).encode()
    size = entry.local_size if entry.local_size is not None else entry.size
    fields = _fields(entry, packed, size, name)
    return b"PK\x03\x04" + struct.pack("<H", 20) + fields + name + entry.extra


def central_header(entry: Entry, packed: bytes, offset: int) -> bytes:
    """The directory record, which is what most readers believe."""
    name = entry.name.encode()
    fields = _fields(entry, packed, entry.size, name)
    tail = struct.pack("<HHHLL", 0, 0, 0, entry.mode << 16, offset)
    return b"PK\x01\x02" + struct.pack("<HH", UNIX, 20) + fields + tail + name + entry.extra


def end_record(count: int, size: int, offset: int, comment: bytes = b"") -> bytes:
    """The record at the end that says where the directory is."""
    counts = struct.pack("<HHHH", 0, 0, count & NO_VALUE_16, count & NO_VALUE_16)
    place = struct.pack("<LLH", size, offset & NO_VALUE_32, len(comment))
    return b"PK\x05\x06" + counts + place + comment


def zip64_end(count: int, size: int, offset: int, at: int) -> bytes:
    """The 64-bit end record and its locator, for archives that claim to be enormous."""
    head = struct.pack("<QHHLL", 44, 45, 45, 0, 0)
    record = b"PK\x06\x06" + head + struct.pack("<QQQQ", count, count, size, offset)
    return record + b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1)


def finish(body: bytes, listed: Iterable[tuple[Entry, bytes, int]], comment: bytes = b"") -> bytes:
    """Put a directory behind ``body``; the listed offsets may be anything."""
    records = [central_header(*one) for one in listed]
    directory = b"".join(records)
    return body + directory + end_record(len(records), len(directory), len(body), comment)


def lay_out(
    entries: Sequence[Entry], start: bytes = b"", gap: bytes = b""
) -> tuple[bytes, list[tuple[Entry, bytes, int]]]:
    """Write local headers and data one after the other, and remember where each began."""
    body = bytearray(start)
    listed: list[tuple[Entry, bytes, int]] = []
    for entry in entries:
        packed = packed_bytes(entry)
        listed.append((entry, packed, len(body)))
        body += local_header(entry, packed) + packed + gap
    return bytes(body), listed


def write(entries: Sequence[Entry], *, before: bytes = b"", after: bytes = b"") -> bytes:
    """A whole archive, with foreign bytes before or after it if wanted."""
    return finish(*lay_out(entries, before)) + after


def claim_count(entries: Sequence[Entry], count: int) -> bytes:
    """An archive whose 64-bit end record claims ``count`` members."""
    body, listed = lay_out(entries)
    directory = b"".join(central_header(*one) for one in listed)
    at = len(body) + len(directory)
    end = zip64_end(count, len(directory), len(body), at)
    return body + directory + end + end_record(NO_VALUE_16, NO_VALUE_32, NO_VALUE_32)


def symlink(name: str, target: str) -> Entry:
    """A member that unpacks to a symbolic link on Unix."""
    return Entry(name, target.encode(), deflate=False, mode=stat.S_IFLNK | 0o777)


def zip64_extra(size: int, packed: int) -> bytes:
    """The extra field that holds sizes too big for 32 bits."""
    return struct.pack("<HHQQ", 1, 16, size, packed)
