"""Formats that live in a ZIP or in a compound file: by what is declared inside."""

from __future__ import annotations

import re

from pecia.engine.envelope.zip_index import ZipIndex

_OOXML_MAIN = {
    "wordprocessingml.document.main": "docx",
    "ms-word.document.macroenabled.main": "docm",
    "wordprocessingml.template.main": "dotx",
    "ms-word.template.macroenabledtemplate.main": "dotm",
    "spreadsheetml.sheet.main": "xlsx",
    "ms-excel.sheet.macroenabled.main": "xlsm",
    "spreadsheetml.template.main": "xltx",
    "ms-excel.template.macroenabled.main": "xltm",
    "ms-excel.sheet.binary.macroenabled.main": "xlsb",
    "presentationml.presentation.main": "pptx",
    "ms-powerpoint.presentation.macroenabled.main": "pptm",
    "presentationml.slideshow.main": "ppsx",
    "ms-powerpoint.slideshow.macroenabled.main": "ppsm",
    "presentationml.template.main": "potx",
    "ms-powerpoint.template.macroenabled.main": "potm",
}
_OOXML_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "pptx",
}
_MIMETYPES = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "ott",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.presentation-template": "otp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ots",
    "application/vnd.oasis.opendocument.graphics": "odg",
    "application/vnd.oasis.opendocument.graphics-template": "odg",
}
_STREAMS = {
    "encryptedpackage": "encrypted-ooxml",
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
    "pp97_dualstorage": "ppt",
    "pp40": "ppt",
    "matost": "works",
    "contents": "works",
}
OOXML = frozenset(_OOXML_MAIN.values())
_PART = re.compile(rb"ContentType\s*=\s*[\"']application/(?:vnd\.openxmlformats-officedocument\.|"
                   rb"vnd\.)([a-z0-9.\-]+)\+?x?m?l?[\"']", re.IGNORECASE)  # fmt: skip


def of_zip(index: ZipIndex) -> str | None:
    """A format's name, the name of a refused kind, or None: then it is just an archive."""
    if "mimetype" in index:
        declared = index.read("mimetype", 200).decode("ascii", "replace").strip()
        if declared in _MIMETYPES:
            return _MIMETYPES[declared]
    if "[Content_Types].xml" in index and (found := _declared_ooxml(index)):
        return found
    names = set(index.names)
    if found := next((kind for part, kind in _OOXML_PARTS.items() if part in names), None):
        return found
    if "META-INF/container.xml" in names:
        return "epub"
    if "OFD.xml" in names:
        return "ofd"
    return "iwork" if "Index/Document.iwa" in names or "index.apxl" in names else None


def of_compound(names: set[str]) -> str | None:
    """The same for a compound file, by the lower-case names of the streams at its root."""
    return next((kind for stream, kind in _STREAMS.items() if stream in names), None)


def _declared_ooxml(index: ZipIndex) -> str | None:
    content = index.read("[Content_Types].xml", 4 << 20).replace(b"\0", b"")
    for match in _PART.finditer(content):
        declared = match[1].decode("ascii").lower().removesuffix("+xml")
        if declared in _OOXML_MAIN:
            return _OOXML_MAIN[declared]
    return None
