"""The table of formats. To add one, add a row here; see CONTRIBUTING."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What kind of document a format holds."""

    TEXT = "text"
    SLIDES = "slides"
    SHEETS = "sheets"
    FIXED = "fixed"
    BOOK = "book"
    IMAGE = "image"


class Converter(StrEnum):
    """What turns a format into pages."""

    OFFICE = "office"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "markdown"
    EPUB = "epub"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Format:
    """One format: `name` is also the file name extension under which it is converted."""

    name: str
    family: Family
    converter: Converter
    extensions: tuple[str, ...]
    title: str

    @property
    def is_plain(self) -> bool:
        """Whether LibreOffice would guess the encoding, so that it must be made certain."""
        return self.name in ("txt", "csv", "tsv")

    @property
    def office_extension(self) -> str:
        """The extension under which LibreOffice is given the file."""
        return {"works": "wps"}.get(self.name, self.name)

    @property
    def office_filter(self) -> str:
        """Filter options: separator, quote, UTF-8, first line; cells are never formulas."""
        separator = {"csv": 44, "tsv": 9}.get(self.name)
        return (
            "" if separator is None else f"{separator},34,76,1,,0,false,true,false,false,false,-1"
        )


def _format(
    name: str, family: Family, converter: Converter, title: str, *more_extensions: str
) -> Format:
    return Format(name, family, converter, (name, *more_extensions), title)


_T, _S, _C = Family.TEXT, Family.SLIDES, Family.SHEETS
_O = Converter.OFFICE

FORMATS: tuple[Format, ...] = (
    _format("docx", _T, _O, "Word"),
    _format("docm", _T, _O, "Word with macros"),
    _format("dotx", _T, _O, "Word template"),
    _format("dotm", _T, _O, "Word template with macros"),
    _format("doc", _T, _O, "Word 97-2003, WPS Writer", "dot", "wps", "wpt"),
    _format("works", _T, _O, "Microsoft Works", "wps"),
    _format("rtf", _T, _O, "Rich Text", "doc"),
    _format("odt", _T, _O, "OpenDocument text"),
    _format("ott", _T, _O, "OpenDocument text template"),
    _format("fodt", _T, _O, "Flat OpenDocument text", "xml"),
    _format("txt", _T, _O, "Plain text", "text", "log"),
    _format("md", _T, Converter.MARKDOWN, "Markdown", "markdown"),
    _format("html", _T, Converter.HTML, "HTML", "htm", "xhtml"),
    _format("pptx", _S, _O, "PowerPoint"),
    _format("pptm", _S, _O, "PowerPoint with macros"),
    _format("ppsx", _S, _O, "PowerPoint show"),
    _format("ppsm", _S, _O, "PowerPoint show with macros"),
    _format("potx", _S, _O, "PowerPoint template"),
    _format("potm", _S, _O, "PowerPoint template with macros"),
    _format("ppt", _S, _O, "PowerPoint 97-2003", "pps", "pot", "dps"),
    _format("odp", _S, _O, "OpenDocument presentation"),
    _format("otp", _S, _O, "OpenDocument presentation template"),
    _format("fodp", _S, _O, "Flat OpenDocument presentation", "xml"),
    _format("xlsx", _C, _O, "Excel"),
    _format("xlsm", _C, _O, "Excel with macros"),
    _format("xltx", _C, _O, "Excel template"),
    _format("xltm", _C, _O, "Excel template with macros"),
    _format("xlsb", _C, _O, "Excel binary"),
    _format("xls", _C, _O, "Excel 97-2003", "xlt", "et"),
    _format("ods", _C, _O, "OpenDocument spreadsheet"),
    _format("ots", _C, _O, "OpenDocument spreadsheet template"),
    _format("fods", _C, _O, "Flat OpenDocument spreadsheet", "xml"),
    _format("csv", _C, _O, "Comma separated values"),
    _format("tsv", _C, _O, "Tab separated values", "tab"),
    _format("pdf", Family.FIXED, Converter.PDF, "PDF"),
    _format("epub", Family.BOOK, Converter.EPUB, "EPUB"),
    _format("png", Family.IMAGE, Converter.IMAGE, "PNG"),
    _format("jpeg", Family.IMAGE, Converter.IMAGE, "JPEG", "jpg", "jpe"),
    _format("webp", Family.IMAGE, Converter.IMAGE, "WebP"),
    _format("tiff", Family.IMAGE, Converter.IMAGE, "TIFF", "tif"),
    _format("gif", Family.IMAGE, Converter.IMAGE, "GIF"),
    _format("bmp", Family.IMAGE, Converter.IMAGE, "BMP"),
    _format("heic", Family.IMAGE, Converter.IMAGE, "HEIC", "heif"),
)

BY_NAME = {format_.name: format_ for format_ in FORMATS}

# What can be recognised, and is refused by name with the code `type_not_allowed`.
REFUSED = {
    "svg": "SVG drawings can carry scripts",
    "mhtml": "web archives are not documents",
    "ofd": "OFD has no renderer yet that may be used here",
    "ps": "PostScript is a program, not a document",
    "exe": "this is a program",
    "elf": "this is a program",
    "script": "this is a program",
    "lnk": "this is a shortcut",
    "mobi": "Kindle books are not read here; EPUB is",
    "chm": "compiled help is not read here",
    "7z": "archives are not documents; upload what is in it",
    "rar": "archives are not documents; upload what is in it",
    "gz": "archives are not documents; upload what is in it",
    "tar": "archives are not documents; upload what is in it",
    "audio-video": "audio and video are not documents",
    "fb2": "FictionBook is not read here; EPUB is",
    "xml": "XML of an unknown kind",
    "odg": "drawings are not read here; PDF is",
    "iwork": "Apple's formats are not read here; PDF is",
}


def formats_of_extension(extension: str) -> tuple[Format, ...]:
    """The formats that a file with this extension may hold, lower case and without the dot."""
    return tuple(row for row in FORMATS if extension in row.extensions)
