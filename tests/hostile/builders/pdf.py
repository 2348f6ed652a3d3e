"""A minimal PDF writer that does what it is told, right or wrong.

Object numbers are fixed: 1 catalog, 2 page tree, 3 font, 4 information, pages from 10 and their
contents one behind each, and anything extra from 100 up.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from itertools import groupby

Objects = Mapping[int, bytes]

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
A4 = "[0 0 595 842]"


def stream(data: bytes, entries: str = "") -> bytes:
    """A stream object with a true length."""
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def flate(data: bytes, entries: str = "") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(data, 9), f"/Filter /FlateDecode {entries}")


def text(words: str, x: int = 72, y: int = 720, size: int = 12, before: str = "") -> bytes:
    """One line of text as page content."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {before} /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET\n".encode("latin-1")


GREETING = text("An ordinary sentence.")


def body(objects: Objects, start: int) -> tuple[bytes, dict[int, int]]:
    """The objects one after the other, and the offset of each."""
    made, offsets = bytearray(), {}
    for number, data in objects.items():
        offsets[number] = start + len(made)
        made += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    return bytes(made), offsets


def table(offsets: Mapping[int, int]) -> bytes:
    """A cross-reference table, one section for each run of numbers."""
    rows = ["xref"]
    for _, pairs in groupby(enumerate(sorted(offsets)), lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in pairs]
        rows.append(f"{numbers[0]} {len(numbers)}")
        rows += [
            f"{offsets[n]:010} {65535 if n == 0 else 0:05} {'f' if n == 0 else 'n'} "
            for n in numbers
        ]
    return "\n".join(rows).encode() + b"\n"


def end(trailer: str, at: int) -> bytes:
    """The trailer and the pointer to the table."""
    return f"trailer\n<< {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode()


def write(objects: Objects, trailer: str = "/Root 1 0 R", header: bytes = HEADER) -> bytes:
    """A whole file with a classic table."""
    made, offsets = body(objects, len(header))
    at = len(header) + len(made)
    size = f"/Size {max(objects) + 1} "
    return header + made + table({0: 0, **offsets}) + end(size + trailer, at)


def last_xref(data: bytes) -> int:
    """Where the newest cross-reference table of a file begins."""
    return int(data.rpartition(b"startxref")[2].split()[0])


def update(base: bytes, objects: Objects, trailer: str = "/Root 1 0 R", size: int = 200) -> bytes:
    """An incremental update: new objects behind the old file."""
    made, offsets = body(objects, len(base))
    at = len(base) + len(made)
    links = f"/Size {size} /Prev {last_xref(base)} "
    return base + made + table(offsets) + end(links + trailer, at)


def page_object(content: int, extra: str = "", resources: str = "", box: str = A4) -> bytes:
    """A page that takes its content from one stream."""
    wanted = f"/Resources << /Font << /F1 3 0 R >> {resources} >>"
    place = f"/MediaBox {box}" if box else ""
    return (
        f"<< /Type /Page /Parent 2 0 R {place} {wanted} /Contents {content} 0 R {extra} >>".encode()
    )


def tree(count: int, claimed: int | None = None) -> bytes:
    """The page tree, which may lie about the number of pages."""
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(count))
    total = count if claimed is None else claimed
    return f"<< /Type /Pages /Kids [{kids}] /Count {total} >>".encode()


def catalog(entries: str = "") -> bytes:
    """The document catalog."""
    return f"<< /Type /Catalog /Pages 2 0 R {entries} >>".encode()


def objects(
    pages: Sequence[bytes] = (GREETING,),
    *,
    root: str = "",
    page: str = "",
    resources: str = "",
    box: str = A4,
    extra: Objects | None = None,
) -> dict[int, bytes]:
    """The objects of a document; ``root``, ``page`` and ``resources`` add dictionary entries.

    A page is given as content, or as a finished stream object when it starts with ``<<``.
    """
    made = {1: catalog(root), 2: tree(len(pages)), 3: FONT}
    for number, content in enumerate(pages):
        made[10 + 2 * number] = page_object(11 + 2 * number, page, resources, box)
        done = content.startswith(b"<<")
        made[11 + 2 * number] = content if done else stream(content)
    return made | dict(extra or {})


def document(
    pages: Sequence[bytes] = (GREETING,),
    *,
    root: str = "",
    page: str = "",
    resources: str = "",
    box: str = A4,
    info: str = "",
    extra: Objects | None = None,
) -> bytes:
    """A whole document."""
    made = objects(pages, root=root, page=page, resources=resources, box=box, extra=extra)
    if not info:
        return write(made)
    return write(made | {4: f"<< {info} >>".encode()}, "/Root 1 0 R /Info 4 0 R")


def text_string(words: str) -> str:
    """A PDF text string in UTF-16, as a hexadecimal literal."""
    return f"<feff{words.encode('utf-16-be').hex()}>"
