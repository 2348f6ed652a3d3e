"""Formats that show themselves in their first bytes. A pure table; nothing is parsed here."""

from __future__ import annotations

from collections.abc import Callable

ZIP, OLE, TEXT = "zip", "ole", "text"

_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}

# (prefix, format, container or refused name)
_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"%!PS", "ps"),
    (b"\xc5\xd0\xd3\xc6", "ps"),
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"#!", "script"),
    (b"L\0\0\0\x01\x14\x02\0", "lnk"),
    (b"ITSF", "chm"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gz"),
    (b"ID3", "audio-video"),
    (b"OggS", "audio-video"),
    (b"\x1aE\xdf\xa3", "audio-video"),
)


def _is_bmp(head: bytes) -> bool:
    """`BM` alone is also how words begin: the reserved words are zero, the header size is known."""
    return head[6:10] == b"\0\0\0\0" and head[14:15] in (b"\x0c", b"\x28", b"\x6c", b"\x7c")


def _is_program(head: bytes) -> bool:
    """`MZ` alone is also how words begin: a program has bytes that no text has."""
    return b"\0" in head[:64]


_CONFIRM: dict[str, Callable[[bytes], bool]] = {"bmp": _is_bmp, "exe": _is_program}


def by_first_bytes(head: bytes) -> str | None:
    """A format's name, `ZIP`, `OLE`, the name of a refused kind, or None when it may be text.

    `head` is the first kilobyte or more.
    """
    for prefix, name in _PREFIXES:
        if head.startswith(prefix) and _CONFIRM.get(name, bool)(head):
            return name
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"RIFF":
        return "webp" if head[8:12] == b"WEBP" else "audio-video"
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _HEIF_BRANDS else "audio-video"
    if head[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return "mobi"
    if head[257:262] == b"ustar":
        return "tar"
    return None
