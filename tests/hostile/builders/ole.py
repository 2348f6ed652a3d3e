"""OLE payloads: a packaged file, an equation object and a VBA project.

The macros are harmless: at worst they would write one marker file that the tests look for.
"""

from __future__ import annotations

import struct

from tests.hostile.builders import cfb
from tests.hostile.model import MARKER_FILE

PACKAGE_CLASS = bytes.fromhex("0c00030000000000c000000000000046")
EQUATION_CLASS = bytes.fromhex("02ce020000000000c000000000000046")
CHUNK = 4096
LITERALS = 8

AUTO_OPEN = f"""Attribute VB_Name = "Module1"
Sub AutoOpen()
    Open "{MARKER_FILE}" For Output As #1
    Print #1, "ran"
    Close #1
End Sub
Sub Document_Open()
    AutoOpen
End Sub
Sub Workbook_Open()
    AutoOpen
End Sub
"""

PROJECT = """ID="{00000000-0000-0000-0000-000000000001}"
Module=Module1
Name="VBAProject"
HelpContextID="0"
VersionCompatible32="393222000"

[Host Extender Info]
&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000
"""


def native(name: str, payload: bytes) -> bytes:
    """The stream in which the Packager keeps a file and its name."""
    label = name.encode() + b"\0"
    path = b"C:\\" + label
    body = struct.pack("<H", 2) + label + path + struct.pack("<HHL", 0, 3, len(path)) + path
    body += struct.pack("<L", len(payload)) + payload
    return struct.pack("<L", len(body)) + body


def package(name: str, payload: bytes) -> bytes:
    """An OLE object that carries a file."""
    return cfb.write({"\x01Ole10Native": native(name, payload)}, PACKAGE_CLASS)


def equation() -> bytes:
    """An old equation object; the record that once overflowed is left as zeros."""
    header = struct.pack("<HLHLLLLL", 28, 0x00020000, 0xC1C1, 32, 0, 0, 0, 0)
    return cfb.write({"Equation Native": header + bytes(32)}, EQUATION_CLASS)


def ole1(program: str, payload: bytes) -> bytes:
    """The older OLE 1 wrapper that RTF uses."""
    name = program.encode() + b"\0"
    head = struct.pack("<LLL", 0x0501, 2, len(name)) + name
    return head + struct.pack("<LLL", 0, 0, len(payload)) + payload


def _compress_chunk(data: bytes) -> bytes:
    """One chunk of MS-OVBA compression that uses literal bytes only."""
    groups = [data[at : at + LITERALS] for at in range(0, len(data), LITERALS)]
    body = b"".join(b"\0" + group for group in groups)
    return struct.pack("<H", 0xB000 | (len(body) + 2 - 3)) + body


def compress(data: bytes) -> bytes:
    """MS-OVBA compression; chunks are kept short so that literals always fit."""
    step = CHUNK * LITERALS // (LITERALS + 1) - LITERALS
    if len(data) > step:
        raise ValueError("a chunk that is not the last must hold exactly 4096 bytes")
    return b"\x01" + _compress_chunk(data)


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HL", number, len(data)) + data


def _project_records() -> bytes:
    """The part of the ``dir`` stream that describes the project."""
    made = _record(0x01, struct.pack("<L", 3)) + _record(0x02, struct.pack("<L", 0x409))
    made += _record(0x14, struct.pack("<L", 0x409)) + _record(0x03, struct.pack("<H", 1252))
    made += _record(0x04, b"VBAProject")
    made += b"".join(_record(number, b"") for number in (0x05, 0x40, 0x06, 0x3D))
    made += _record(0x07, bytes(4)) + _record(0x08, bytes(4))
    made += struct.pack("<HLLH", 0x09, 4, 1, 0) + _record(0x0C, b"") + _record(0x3C, b"")
    return made


def _module_records(name: str) -> bytes:
    """The part that describes one module."""
    plain, wide = name.encode(), name.encode("utf-16-le")
    made = _record(0x19, plain) + _record(0x47, wide) + _record(0x1A, plain) + _record(0x32, wide)
    made += _record(0x1C, b"") + _record(0x48, b"") + _record(0x31, bytes(4))
    made += _record(0x1E, bytes(4)) + _record(0x2C, b"\xff\xff")
    return made + _record(0x21, b"") + _record(0x2B, b"")


def vba_project(source: str = AUTO_OPEN) -> bytes:
    """A ``vbaProject.bin`` with one module, readable by the usual macro viewers."""
    listing = _project_records() + _record(0x0F, struct.pack("<H", 1)) + _record(0x13, b"\xff\xff")
    listing += _module_records("Module1") + _record(0x10, b"")
    streams = {
        "VBA/dir": compress(listing),
        "VBA/_VBA_PROJECT": bytes.fromhex("cc61ffff000000"),
        "VBA/Module1": compress(source.replace("\n", "\r\n").encode()),
        "PROJECT": PROJECT.replace("\n", "\r\n").encode(),
    }
    return cfb.write(streams)
