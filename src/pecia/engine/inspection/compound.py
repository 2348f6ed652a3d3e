"""Word, Excel and PowerPoint before 2007. [MS-DOC], [MS-XLS], [MS-PPT], [MS-OLEPS]."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime

import olefile

from pecia.engine.inspection.inspection import Inspection

_FILEPASS, _BOUNDSHEET = 0x2F, 0x85
_MAX_STREAM = 64 << 20
_WORD_97 = 0xC1  # nFib
_ENCRYPTED_TOKEN = 0xF3D1C4DF


def inspect(ole: olefile.OleFileIO, inspection: Inspection) -> None:
    """Fill the inspection."""
    paths = [[part.lower() for part in path] for path in ole.listdir(streams=True, storages=True)]
    for path in paths:
        _storage(path, inspection)
    _summary(ole, inspection)
    if inspection.format.name == "doc":
        _word(ole, inspection)
    elif inspection.format.name == "xls":
        _excel(ole, inspection)
    elif inspection.format.name == "ppt":
        _powerpoint(ole, inspection)


def _storage(path: list[str], inspection: Inspection) -> None:
    if path[-1] in ("macros", "_vba_project_cur", "vba", "_vba_project"):
        inspection.findings.add("macro", "/".join(path))
    elif path[0] == "objectpool" and len(path) == 2:
        inspection.findings.add("embedded_object", path[1][:60])
    elif path[-1] == "\x01ole10native":
        inspection.findings.add("embedded_file", "a packaged file")
    elif path[0].startswith("mbd") and len(path) == 1:
        inspection.findings.add("embedded_object", path[0][:60])
    elif path[0] in ("_signatures", "_xmlsignatures"):
        inspection.findings.add("signature", "the document is signed")


def _summary(ole: olefile.OleFileIO, inspection: Inspection) -> None:
    try:
        facts = ole.get_metadata()
    except Exception:  # noqa: BLE001 - olefile raises many kinds on damaged properties
        return
    codepage = f"cp{facts.codepage}" if facts.codepage and facts.codepage > 0 else "cp1252"
    if facts.codepage in (65001, -535):
        codepage = "utf-8"
    meta = inspection.metadata
    meta.title = _text(facts.title, codepage)
    meta.author = _text(facts.author, codepage)
    meta.producer = _text(facts.creating_application, codepage)
    meta.created = _date(facts.create_time)
    meta.modified = _date(facts.last_saved_time)
    for name in (meta.author, _text(facts.last_saved_by, codepage), _text(facts.manager, codepage)):
        inspection.add_person(name)


def _text(raw: object, codepage: str) -> str:
    if not isinstance(raw, bytes):
        return str(raw or "").strip("\0 ")[:500]
    try:
        return raw.decode(codepage, "replace").strip("\0 ")[:500]
    except LookupError:
        return raw.decode("latin-1").strip("\0 ")[:500]


def _date(value: object) -> str:
    sensible = isinstance(value, datetime) and value.year > 1980
    return value.isoformat(timespec="seconds") if sensible else ""  # type: ignore[attr-defined]


def _stream(ole: olefile.OleFileIO, *names: str) -> bytes:
    for name in names:
        try:
            if ole.exists(name):
                return bytes(ole.openstream(name).read(_MAX_STREAM))
        except Exception:  # noqa: S112, BLE001 - a damaged stream holds nothing for us
            continue
    return b""


def _word(ole: olefile.OleFileIO, inspection: Inspection) -> None:
    """The file information block: flags at 0x0A, and counts by the size of their tables."""
    fib = _stream(ole, "WordDocument")[:2048]
    if len(fib) < 0x200 or struct.unpack_from("<H", fib, 2)[0] < _WORD_97:
        return  # older ones have their tables elsewhere
    (flags,) = struct.unpack_from("<H", fib, 0x0A)
    inspection.encrypted = inspection.encrypted or bool(flags & 0x0100)
    base = 0x9A  # FibRgFcLcb97
    (comments_size,) = struct.unpack_from("<I", fib, base + 8 * 4 + 4)  # PlcfandRef
    table = _stream(ole, "1Table" if flags & 0x0200 else "0Table")
    if 4 < comments_size <= len(table):
        inspection.hidden.comments += (comments_size - 4) // 34
    names_at, names_size = struct.unpack_from("<II", fib, base + 8 * 51)  # SttbfRMark
    authors = list(_string_table(table[names_at : names_at + names_size]))
    if len(authors) > 1:  # the first is always "Unknown"
        inspection.hidden.tracked_changes += 1
        for name in authors[1:]:
            inspection.add_person(name)
    fonts_at, fonts_size = struct.unpack_from("<II", fib, base + 8 * 15)  # SttbfFfn
    inspection.fonts += list(_font_table(table[fonts_at : fonts_at + fonts_size]))


def _string_table(data: bytes) -> Iterator[str]:
    if len(data) < 6 or data[:2] != b"\xff\xff":
        return
    count, position = struct.unpack_from("<H", data, 2)[0], 6
    for _ in range(min(count, 200)):
        if position + 2 > len(data):
            return
        (length,) = struct.unpack_from("<H", data, position)
        yield data[position + 2 : position + 2 + 2 * length].decode("utf-16-le", "replace")[:200]
        position += 2 + 2 * length


def _font_table(data: bytes) -> Iterator[str]:
    """FFN records: a size byte, 39 bytes of facts, then the name in UTF-16."""
    if len(data) < 4:
        return
    position = 4
    while position < len(data):
        size = data[position]
        if size < 41:
            return
        record = data[position + 40 : position + 1 + size]
        name = record.decode("utf-16-le", "replace").split("\0")[0]
        if name:
            yield name[:100]
        position += 1 + size


def _excel(ole: olefile.OleFileIO, inspection: Inspection) -> None:
    for kind, body in _records(_stream(ole, "Workbook", "Book")):
        if kind == _FILEPASS:
            inspection.encrypted = True
        elif kind == _BOUNDSHEET and len(body) > 8:
            if body[4] & 3:
                inspection.hidden.hidden_sheets.append(_sheet_name(body))
            if body[5] == 1:
                inspection.findings.add("macro", "an Excel 4 macro sheet")
        elif kind == 0x1C:
            inspection.hidden.comments += 1
        elif kind == 0x01AE and body[2:4] == b"\x01\x04":
            continue  # the workbook itself
        elif kind == 0x01AE and len(body) > 4:
            inspection.findings.add("external_link", "another workbook")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _sheet_name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    raw = body[8 : 8 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")[:100]


def _powerpoint(ole: olefile.OleFileIO, inspection: Inspection) -> None:
    user = _stream(ole, "Current User")
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_TOKEN:
        inspection.encrypted = True
    slide = 0
    for kind, body in _atoms(_stream(ole, "PowerPoint Document")):
        if kind == 0x03EF:  # SlideAtom: one a slide
            slide += 1
        elif kind == 0x03F9 and len(body) >= 12 and body[10] & 4:  # SSSlideInfoAtom.fHidden
            inspection.hidden.hidden_slides.append(slide)
        elif kind == 0x2EE0:  # Comment10
            inspection.hidden.comments += 1
        elif kind == 0x0FB7:  # FontEntityAtom
            name = body[:64].decode("utf-16-le", "replace").split("\0")[0]
            inspection.fonts += [name] if name and name not in inspection.fonts else []


def _atoms(stream: bytes, limit: int = 200_000) -> Iterator[tuple[int, bytes]]:
    """Records in the order of the file; containers (version 15) are entered, not skipped."""
    position = 0
    for _ in range(limit):
        if position + 8 > len(stream):
            return
        version, kind, size = struct.unpack_from("<HHI", stream, position)
        body = stream[position + 8 : position + 8 + min(size, 4096)]
        yield kind, body
        position += 8 if version & 0xF == 0xF else 8 + size
