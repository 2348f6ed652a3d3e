"""The table of contents of a ZIP container, read with suspicion.

A ZIP can be read in several ways: by its central directory, by its local headers, from either
end. A container is taken only when all ways agree. Layout: APPNOTE.TXT 6.3.10, sections 4.3-4.5.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Protocol

from pecia.engine.errors import Refusal

MAX_ENTRIES = 10_000
MAX_TOTAL = 1 << 30  # bytes after unpacking
MAX_RATIO = 200  # of the whole container, once it is large
_RATIO_MATTERS = 64 << 20
_END, _END64_LOCATOR, _END64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_DESCRIBED = 8  # a flag: a descriptor of these lengths follows the data
_DESCRIPTORS = (0, 12, 16, 20, 24)


class Data(Protocol):
    """Bytes or a memory map."""

    def __len__(self) -> int: ...
    def __getitem__(self, key: slice, /) -> bytes: ...
    def rfind(self, sub: bytes, start: int = ..., end: int = ..., /) -> int: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the container."""

    name: str
    compressed: int
    size: int
    method: int
    offset: int  # of the local header
    data: int  # of the compressed bytes
    crc: int
    encrypted: bool
    symlink: bool
    described: bool  # sizes may stand behind the data instead of in the local header
    consistent: bool  # the local header says the same as the directory


class ZipIndex:
    """A container that can be read in one way only. Raises `Refusal` when it is made."""

    def __init__(self, data: Data) -> None:
        self._data = data
        count, start, size, self.trailing = _find_directory(data)
        if count > MAX_ENTRIES:
            raise Refusal("zip_entries", f"{count} entries")
        self.entries = _read_directory(data, count, start, size)
        if not self.entries:
            raise Refusal("archive_in_document", "an empty archive")
        if data[len(data) - max(0, self.trailing) : len(data)].strip(b"\0 \t\r\n"):
            raise Refusal("zip_ambiguous", f"{self.trailing} bytes behind the container")
        _check_layout(self.entries, start)
        _check_names(self.entries)
        _check_sizes(self.entries)
        self.leading = min(entry.offset for entry in self.entries)
        self._by_name = {entry.name: entry for entry in self.entries}

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @property
    def names(self) -> list[str]:
        """All names, in the order of the directory."""
        return [entry.name for entry in self.entries]

    @property
    def encrypted(self) -> bool:
        """Whether any part is encrypted by ZIP's own means."""
        return any(entry.encrypted for entry in self.entries)

    def unpacked_size(self) -> int:
        """What all parts claim to unpack to, in bytes."""
        return sum(entry.size for entry in self.entries)

    def read(self, name: str, limit: int) -> bytes:
        """Unpack one part, at most `limit` bytes of it.

        Raises `Refusal` when it does not unpack, or to something else than it claims.
        """
        entry = self._by_name[name]
        raw = self._data[entry.data : entry.data + entry.compressed]
        if entry.method not in (_STORED, _DEFLATED):
            raise Refusal("zip_damaged", f"{name}: packing method {entry.method}")
        content = raw[:limit] if entry.method == _STORED else _inflate(raw, entry, limit)
        if len(content) == entry.size and not entry.encrypted and zlib.crc32(content) != entry.crc:
            raise Refusal("zip_damaged", f"{name}: its check sum is another")
        return content

    def size_ratio(self, name: str) -> float:
        """How many times its packed size a part claims to be."""
        entry = self._by_name[name]
        return entry.size / max(1, entry.compressed)


def _inflate(raw: bytes, entry: Entry, limit: int) -> bytes:
    stream = zlib.decompressobj(-15)
    try:
        content = stream.decompress(raw, min(limit, entry.size + 1))
    except zlib.error as error:
        raise Refusal("zip_damaged", f"{entry.name}: {error}") from error
    if len(content) > entry.size:
        raise Refusal("ratio", f"{entry.name} unpacks to more than it claims")
    if stream.eof and len(content) < entry.size:
        raise Refusal("zip_damaged", f"{entry.name} unpacks to less than it claims")
    return content


def _find_directory(data: Data) -> tuple[int, int, int, int]:
    """Entries, offset and size of the central directory, and bytes after the end record."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if _claims_the_rest(data, end):
        raise Refusal("zip_ambiguous", "two end records")
    if end < 0 or end + 22 > len(data):
        raise Refusal("zip_damaged", "no end record")
    fields = struct.unpack("<HHHHIIH", data[end + 4 : end + 22])
    disk, _, here, count, size, start, comment = fields
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (size, start):
        count, size, start = _zip64(data, end, count, size, start)
    if disk not in (0, 0xFFFF) or start + size > end:
        raise Refusal("zip_damaged", "the directory lies outside the file")
    return count, start, size, len(data) - (end + 22 + comment)


def _claims_the_rest(data: Data, end: int) -> bool:
    """Whether an earlier end record has the last one in its comment."""
    earlier = data.rfind(_END, max(0, len(data) - 65_557), end)
    if earlier < 0:
        return False
    (comment,) = struct.unpack("<H", data[earlier + 20 : earlier + 22])
    return bool(earlier + 22 + comment == len(data))


def _zip64(data: Data, end: int, count: int, size: int, start: int) -> tuple[int, int, int]:
    locator = end - 20
    if locator < 0 or data[locator : locator + 4] != _END64_LOCATOR:
        return count, size, start
    (record,) = struct.unpack("<Q", data[locator + 8 : locator + 16])
    body = data[record : record + 56] if record < len(data) else b""
    if len(body) < 56 or body[:4] != _END64:
        raise Refusal("zip_damaged", "the zip64 record is missing")
    count, size, start = struct.unpack("<QQQ", body[32:56])
    return count, size, start


def _read_directory(data: Data, count: int, start: int, size: int) -> list[Entry]:
    directory = data[start : start + size]
    entries = []
    position = 0
    for _ in range(count):
        header = directory[position : position + 46]
        if len(header) < 46 or header[:4] != _CENTRAL:
            raise Refusal("zip_damaged", "the directory is cut")
        name_size, extra_size, comment_size = struct.unpack("<HHH", header[28:34])
        name = directory[position + 46 : position + 46 + name_size]
        extra = directory[position + 46 + name_size : position + 46 + name_size + extra_size]
        entries.append(_entry(data, header, name, extra))
        position += 46 + name_size + extra_size + comment_size
    if position != size:
        raise Refusal("zip_ambiguous", "the directory holds more than it counts")
    return entries


def _entry(data: Data, header: bytes, raw_name: bytes, extra: bytes) -> Entry:
    flags, method = struct.unpack("<HH", header[8:12])
    compressed, size = struct.unpack("<II", header[20:28])
    (crc,) = struct.unpack("<I", header[16:20])
    attributes, offset = struct.unpack("<II", header[38:46])
    size, compressed, offset = _wide(extra, size, compressed, offset)
    local = data[offset : offset + 30]
    if len(local) < 30 or local[:4] != _LOCAL:
        raise Refusal("zip_damaged", "a local header is missing")
    name_size, extra_size = struct.unpack("<HH", local[26:30])
    utf8 = bool(flags & 0x800)
    return Entry(
        name=_decode(raw_name, utf8),
        compressed=compressed,
        size=size,
        method=method,
        offset=offset,
        data=offset + 30 + name_size + extra_size,
        crc=crc,
        encrypted=bool(flags & 1),
        symlink=(attributes >> 16) & 0o170000 == 0o120000,
        described=bool(flags & _DESCRIBED),
        consistent=data[offset + 30 : offset + 30 + name_size] == raw_name
        and _same_sizes(local, compressed, size),
    )


def _same_sizes(local: bytes, compressed: int, size: int) -> bool:
    """Sizes that come later, or that need 64 bits, do not stand in the local header."""
    (flags,) = struct.unpack("<H", local[6:8])
    here = struct.unpack("<II", local[18:26])
    return bool(flags & _DESCRIBED) or 0xFFFFFFFF in here or here == (compressed, size)


def _decode(raw: bytes, utf8: bool) -> str:
    try:
        return raw.decode("utf-8" if utf8 else "ascii")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if utf8 else raw.decode("cp437")


def _wide(extra: bytes, *values: int) -> tuple[int, ...]:
    """Replace values of 0xFFFFFFFF by those of the zip64 field, in the order it stores them."""
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack("<HH", extra[position : position + 4])
        if kind == 1:
            field = extra[position + 4 : position + 4 + size]
            wide = list(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            return tuple(wide.pop(0) if v == 0xFFFFFFFF and wide else v for v in values)
        position += 4 + size
    return values


def _check_names(entries: list[Entry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.name.replace("\\", "/")
        if entry.symlink or "\0" in name or name.startswith("/") or name[1:2] == ":":
            raise Refusal("zip_path", entry.name[:100])
        if ".." in name.split("/"):
            raise Refusal("zip_path", entry.name[:100])
        if name in seen or not entry.consistent:
            raise Refusal("zip_ambiguous", f"two parts, or two headers: {entry.name[:100]}")
        seen.add(name)


def _check_layout(entries: list[Entry], directory: int) -> None:
    """No two parts may share bytes (Fifield's bomb), nor a part and the directory.

    Nor may there be bytes between them, in which another reader could find further parts.
    """
    ordered = sorted(entries, key=lambda entry: entry.offset)
    ends = [entry.data + entry.compressed for entry in ordered]
    starts = [*(entry.offset for entry in ordered[1:]), directory]
    for entry, end, next_start in zip(ordered, ends, starts, strict=True):
        if end > next_start:
            raise Refusal("zip_overlap", entry.name[:100])
        if next_start - end not in (_DESCRIPTORS if entry.described else (0,)):
            raise Refusal("zip_ambiguous", f"bytes behind {entry.name[:100]}")


def _check_sizes(entries: list[Entry]) -> None:
    total = sum(entry.size for entry in entries)
    packed = sum(entry.compressed for entry in entries)
    if total > MAX_TOTAL or (total > _RATIO_MATTERS and total > MAX_RATIO * max(packed, 1)):
        raise Refusal("ratio", f"{packed} bytes claim to unpack to {total}")
