"""How much the streams of a PDF unpack to: measured piece by piece, never kept."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from math import prod
from typing import Any

import pikepdf

from pecia.engine.errors import Refusal

MAX_STREAM = 512 << 20  # bytes that one stream may unpack to
MAX_OTHER = 192 << 20  # the same where the stream is neither a picture nor an attached file
_MAX_PACKERS = 3
_STEP = 1 << 18
_NAMES = {
    "/FlateDecode": "flate", "/Fl": "flate", "/LZWDecode": "lzw", "/LZW": "lzw",
    "/RunLengthDecode": "run", "/RL": "run",
}  # fmt: skip
_RATIOS = {"flate": 1_032, "lzw": 2_560, "run": 64}  # what each can do at most
_CLEAR, _END = 256, 257

Chunks = Iterable[bytes]


def check(stream: Any) -> None:
    """Raise `Refusal` (`stream_limit`) for a stream by which a few bytes become gigabytes."""
    packers, others = _packers(stream)
    if len(packers) > _MAX_PACKERS:
        raise Refusal("stream_limit", f"a stream packed {len(packers)} times")
    kinds = {str(stream.get(key, "")) for key in ("/Type", "/Subtype")}
    limit = MAX_STREAM if kinds & {"/Image", "/EmbeddedFile"} else MAX_OTHER
    if packers and not others and size(stream, limit) >= limit:
        raise Refusal("stream_limit", f"a stream unpacks to more than {limit >> 20} MiB")


def size(stream: Any, limit: int) -> int:
    """The unpacked size where it may come near `limit`, else 0; at most about `limit`."""
    packers, others = _packers(stream)
    raw = stream.read_raw_bytes() if _may_reach(stream, packers, limit) else b""
    total = 0
    for chunk in () if others else _unpacked(raw, packers):
        total += len(chunk)
        if total >= limit:
            break
    return total


def head(stream: Any, length: int) -> bytes:
    """The beginning of what a stream unpacks to; as it lies there when it is packed otherwise."""
    packers, others = _packers(stream)
    found = b""
    for chunk in _unpacked(stream.read_raw_bytes(), [] if others else packers):
        found += chunk[: length - len(found)]
        if len(found) >= length:
            break
    return found


def _packers(stream: Any) -> tuple[list[str], bool]:
    """Names of packers in the order in which they are undone, and whether there are others."""
    filters = stream.get("/Filter", [])
    listed = list(filters)[:5_000] if isinstance(filters, pikepdf.Array) else [filters]
    packers = [_NAMES[str(name)] for name in listed if str(name) in _NAMES]
    return packers, len(packers) < len(listed)


def _may_reach(stream: Any, packers: list[str], limit: int) -> bool:
    length = stream.get("/Length", 0)
    packed = int(length) if isinstance(length, int) else 0
    return packed * prod(_RATIOS[packer] for packer in packers) >= limit


def _unpacked(raw: bytes, packers: list[str]) -> Chunks:
    chunks: Chunks = (raw[start : start + _STEP] for start in range(0, len(raw), _STEP))
    for packer in packers:
        chunks = _UNPACK[packer](chunks)
    return chunks


def _flate(chunks: Chunks) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield unpacker.decompress(rest, _STEP)
                rest = unpacker.unconsumed_tail
    except zlib.error:
        return  # damage: PDFium too stops there


def _run_lengths(chunks: Chunks) -> Iterator[bytes]:
    """A byte n, then n + 1 bytes as they are; or, above 128, one byte to repeat 257 - n times."""
    rest = b""
    for chunk in chunks:
        data, position = rest + chunk, 0
        pieces: list[bytes] = []
        while position < len(data) and data[position] != 128:
            count = data[position]
            needed = 2 if count > 128 else count + 2
            if position + needed > len(data):
                break
            body = data[position + 1 : position + needed]
            pieces.append(body * (257 - count) if count > 128 else body)
            position += needed
        yield b"".join(pieces)
        rest = data[position:]


def _lzw(chunks: Chunks) -> Iterator[bytes]:
    """Codes of 9 to 12 bits; widths grow one code early, as nearly every writer does."""
    table: list[bytes] = _fresh()
    previous, bits, held, width = b"", 0, 0, 9
    for chunk in _small(chunks):
        pieces: list[bytes] = []
        for byte in chunk:
            held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
            if bits < width:
                continue
            bits -= width
            code = held >> bits & ((1 << width) - 1)
            if code == _CLEAR:
                table, previous, width = _fresh(), b"", 9
                continue
            if code == _END or code > len(table) or (code == len(table) and not previous):
                yield b"".join(pieces)
                return
            entry = table[code] if code < len(table) else previous + previous[:1]
            if previous and len(table) < 4_096:
                table.append(previous + entry[:1])
                width = min(12, (len(table) + 1).bit_length())
            previous = entry
            pieces.append(entry)
        yield b"".join(pieces)


def _small(chunks: Chunks) -> Iterator[bytes]:
    for chunk in chunks:
        yield from (chunk[start : start + 2_048] for start in range(0, len(chunk), 2_048))


def _fresh() -> list[bytes]:
    return [bytes((value,)) for value in range(256)] + [b"", b""]


_UNPACK: dict[str, Callable[[Chunks], Iterator[bytes]]] = {
    "flate": _flate,
    "lzw": _lzw,
    "run": _run_lengths,
}
