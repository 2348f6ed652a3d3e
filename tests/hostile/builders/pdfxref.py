"""PDF files with object streams and cross-reference streams.

Scanners that look for a word in the raw bytes see nothing here: the dictionaries are compressed.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.hostile.builders import pdf

HOLDER = 150  # the number of the object stream
INDEX = 151  # the number of the cross-reference stream


def object_stream(objects: Mapping[int, bytes], extra: str = "") -> bytes:
    """Several dictionaries packed into one stream."""
    pairs, packed = [], bytearray()
    for number, data in objects.items():
        pairs.append(f"{number} {len(packed)}")
        packed += data + b"\n"
    head = " ".join(pairs).encode() + b"\n"
    entries = f"/Type /ObjStm /N {len(objects)} /First {len(head)} {extra}"
    return pdf.flate(head + bytes(packed), entries)


def _rows(plain: Mapping[int, int], held: list[int], at: int) -> bytes:
    """One row of the index for every number up to the last."""
    rows = []
    for number in range(INDEX + 1):
        if number in held:
            rows.append(struct.pack(">BLH", 2, HOLDER, held.index(number)))
        elif number in plain or number == INDEX:
            rows.append(struct.pack(">BLH", 1, plain.get(number, at), 0))
        else:
            rows.append(struct.pack(">BLH", 0, 0, 0))
    return b"".join(rows)


def write(objects: Mapping[int, bytes], extra: str = "", holder_extra: str = "") -> bytes:
    """A whole file; streams stay plain objects, everything else goes into the object stream."""
    plain = {n: data for n, data in objects.items() if b"\nstream\n" in data}
    held = {n: data for n, data in objects.items() if n not in plain}
    plain[HOLDER] = object_stream(held, holder_extra)
    made, offsets = pdf.body(plain, len(pdf.HEADER))
    at = len(pdf.HEADER) + len(made)
    entries = f"/Type /XRef /Size {INDEX + 1} /W [1 4 2] /Root 1 0 R {extra}"
    index = pdf.flate(_rows(offsets, list(held), at), entries)
    tail = f"startxref\n{at}\n%%EOF\n".encode()
    return pdf.HEADER + made + f"{INDEX} 0 obj\n".encode() + index + b"\nendobj\n" + tail
