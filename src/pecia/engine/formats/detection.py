"""The format of a file, from its content; the name only chooses among kinds of plain text.

The order: first bytes, then what a container declares, then what a text looks like.
"""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass

import olefile

from pecia.engine.envelope import xml_safety
from pecia.engine.envelope.zip_index import ZipIndex
from pecia.engine.errors import Refusal
from pecia.engine.formats import catalogue, containers, encodings, magic
from pecia.engine.formats.catalogue import Format

_FLAT_ODF = {
    b"application/vnd.oasis.opendocument.text": "fodt",
    b"application/vnd.oasis.opendocument.presentation": "fodp",
    b"application/vnd.oasis.opendocument.spreadsheet": "fods",
}
_FLAT_MIMETYPE = re.compile(rb"office:mimetype\s*=\s*[\"']([^\"']+)[\"']")
_ROOT = re.compile(rb"<\s*([a-zA-Z][\w.\-]*:)?([a-zA-Z][\w.\-]*)")
_SKIPPED = re.compile(
    rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[.*?\])?[^>]*>", re.DOTALL | re.IGNORECASE
)
_HTML_LIKE = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# Names under which programs of old wrote web pages and tables in text.
_LOOSE = {"doc", "dot", "wps", "wpt", "xls", "xlt", "et", "ppt", "pps", "pot", "dps", "rtf"}
_TEXT_FORMATS = {"txt", "md", "csv", "tsv"}


@dataclass(slots=True)
class Detected:
    """What a file is."""

    format: Format
    encoding: str | None = None  # of plain text
    zip: ZipIndex | None = None
    ole: olefile.OleFileIO | None = None
    encrypted: bool = False  # a compound file around an encrypted OOXML document


def detect(data: bytes | mmap.mmap, name: str) -> Detected:
    """Find the format of `data`, whose file name was `name`.

    Raises `Refusal`: `empty`, `type_unknown`, `type_not_allowed`, `type_mismatch`,
    `archive_in_document`, `zip_*`, `ratio`, `damaged`.
    """
    if not len(data):
        raise Refusal("empty", "no bytes")
    head = bytes(data[:4096])
    extension = extension_of(name)
    kind = magic.by_first_bytes(head)
    if kind == magic.ZIP:
        return _in_zip(data)
    if kind == magic.OLE:
        return _in_compound(data, extension)
    if kind is not None:
        return Detected(_known(kind, extension))
    return _text(data, extension)


def extension_of(name: str) -> str:
    """The extension, lower case and without the dot; empty when there is none."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[1].lower() if "." in base.strip(".") else ""


def name_agrees(format_: Format, name: str) -> bool:
    """Whether the file name's extension is one that the format goes by, or is missing."""
    extension = extension_of(name)
    return not extension or extension in format_.extensions


def _known(kind: str, extension: str) -> Format:
    """The format of that name; raises `Refusal` for a kind that is not taken."""
    if kind in catalogue.BY_NAME:
        return catalogue.BY_NAME[kind]
    pretends = bool(catalogue.formats_of_extension(extension))
    code = "type_mismatch" if pretends else "type_not_allowed"
    raise Refusal(code, f"{kind}: {catalogue.REFUSED.get(kind, 'not a document')}")


def _in_zip(data: bytes | mmap.mmap) -> Detected:
    index = ZipIndex(data)
    kind = containers.of_zip(index)
    if kind is None:
        raise Refusal("archive_in_document", f"an archive of {len(index.entries)} parts")
    if kind in catalogue.REFUSED:
        raise Refusal("type_not_allowed", f"{kind}: {catalogue.REFUSED[kind]}")
    return Detected(catalogue.BY_NAME[kind], zip=index)


def _in_compound(data: bytes | mmap.mmap, extension: str) -> Detected:
    try:
        ole = olefile.OleFileIO(bytes(data))
        names = {path[0].lower() for path in ole.listdir(streams=True, storages=True)}
    except Exception as error:  # olefile raises many kinds on damage
        raise Refusal("damaged", f"compound file: {error}"[:200]) from error
    kind = containers.of_compound(names)
    if kind == "encrypted-ooxml":
        # What lies inside is known only after decryption; until then the name is believed.
        inner = extension if extension in containers.OOXML else "docx"
        return Detected(catalogue.BY_NAME[inner], ole=ole, encrypted=True)
    if kind is None or kind not in catalogue.BY_NAME:
        raise Refusal("type_not_allowed", "a compound file that is no document")
    return Detected(catalogue.BY_NAME[kind], ole=ole)


def _text(data: bytes | mmap.mmap, extension: str) -> Detected:
    head = bytes(data[:65_536])
    plain = xml_safety.as_single_bytes(head).lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if plain[:1] == b"<" and (kind := _markup(plain, extension)):
        _check_text_name(kind, extension)
        return Detected(_known(kind, extension))
    if re.match(rb"(?:[\w\-]+:[^\n]*\n)*?content-type:\s*multipart/related", head, re.IGNORECASE):
        raise Refusal("type_not_allowed", f"mhtml: {catalogue.REFUSED['mhtml']}")
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Refusal("empty", "nothing but white space or zero bytes")
    if not encodings.is_text(head):
        _refuse_binary(extension)
    _check_text_name("txt", extension)
    kind = next((f.name for f in catalogue.formats_of_extension(extension)), "txt")
    if kind == "html":
        kind = "html" if _HTML_LIKE.search(head) or b"</" in head else "txt"
    chosen = kind if kind in _TEXT_FORMATS | {"html"} else "txt"
    return Detected(catalogue.BY_NAME[chosen], encoding=encodings.detect(bytes(data)))


def _check_text_name(kind: str, extension: str) -> None:
    """A text may go by many names, but not by that of a picture, a PDF or a container."""
    formats = catalogue.formats_of_extension(extension)
    if not formats or extension in _LOOSE or kind in {f.name for f in formats}:
        return
    if not any(f.name in _TEXT_FORMATS | {"html"} or f.name.startswith("fod") for f in formats):
        raise Refusal("type_mismatch", f"a text named .{extension}")


def _refuse_binary(extension: str) -> None:
    if catalogue.formats_of_extension(extension):
        raise Refusal("type_mismatch", f"the content is not {extension}")
    raise Refusal("type_unknown", "no known format")


def _markup(plain: bytes, extension: str) -> str | None:
    """What kind of XML or HTML it is, by its root element; None when it is just text."""
    mimetype = _FLAT_MIMETYPE.search(plain)
    if mimetype and mimetype[1].removesuffix(b"-template") in _FLAT_ODF:
        return _FLAT_ODF[mimetype[1].removesuffix(b"-template")]
    position = 0
    while skipped := _SKIPPED.match(plain, position):
        position = skipped.end()
    root = _ROOT.match(plain, position)
    name = root[2].lower() if root else b""
    if name == b"html" or _HTML_LIKE.match(plain):
        return "html"
    if name in (b"svg", b"fictionbook"):
        return "svg" if name == b"svg" else "fb2"
    if extension in {"html", "htm", "xhtml"}:
        return "html"
    return "xml" if plain.startswith(b"<?xml") and extension not in _TEXT_FORMATS else None
