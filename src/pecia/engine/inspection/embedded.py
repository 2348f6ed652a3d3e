"""Files inside a container: programs, archives, pictures that know where they were taken."""

from __future__ import annotations

import re

from PIL import Image

from pecia.engine.envelope.zip_index import Entry, ZipIndex
from pecia.engine.formats import magic
from pecia.engine.inspection.inspection import Inspection

MEDIA = (".mp3", ".mp4", ".wav", ".avi", ".wmv", ".mov", ".m4a", ".m4v", ".wma", ".mpg", ".ogg")
_JPEG_HEAD = 262_144
_HEAD = 4_096
_GPS = 0x8825
# The EICAR string, cut in two so that this file is not taken for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_PROGRAM = re.compile(rb"MZ.{58,120}?This program (?:cannot|must)", re.DOTALL)


def look(index: ZipIndex, entry: Entry, inspection: Inspection) -> None:
    """Look at the beginning of a part that is not XML."""
    if entry.size == 0 or entry.encrypted:
        return
    long = entry.name.lower().endswith(("jpg", "jpeg"))
    head = index.read(entry.name, _JPEG_HEAD if long else _HEAD)
    look_at(entry.name, head, inspection)


def look_at(name: str, head: bytes, inspection: Inspection) -> None:
    """Look at the first bytes of a file that lies in another."""
    kind = magic.by_first_bytes(head)
    if kind in ("exe", "elf", "lnk") or _PROGRAM.search(head):
        inspection.findings.add("embedded_file", f"a program: {name}")
    elif kind in ("zip", "7z", "rar", "gz", "tar"):
        inspection.findings.add("embedded_file", f"{kind}: {name}")
    elif kind == "jpeg" and has_location(head):
        inspection.hidden.has_location = True
    if EICAR in head:
        inspection.findings.add("malware_test_file", name)


def has_location(head: bytes) -> bool:
    """Whether the EXIF data at the beginning of a JPEG hold GPS coordinates."""
    if b"Exif\0\0" not in head[:65_536]:
        return False
    exif = Image.Exif()
    try:
        start = head.index(b"Exif\0\0")
        exif.load(head[start : start + 65_536])
        return bool(exif.get_ifd(_GPS))
    except Exception:  # noqa: BLE001 - Pillow raises many kinds on damaged EXIF
        return False
