"""How LibreOffice is to open a document of a known format."""

from __future__ import annotations

from pecia.engine.formats import magic
from pecia.engine.formats.catalogue import Family, Format

_EPUB = b"mimetypeapplication/epub+zip"  # where a book's container begins, after 30 bytes


def office_manner(format_: Format, east_asian: bool, locale: str | None) -> dict[str, str]:
    """What a job of the office zygote says of its document.

    `east_asian`: it is written in Chinese; `locale`: as the caller wants it.
    """
    # Other documents say themselves how they are to be set.
    chinese = east_asian and (format_.family == Family.SHEETS or format_.name == "txt")
    return {
        "file_name": f"document.{format_.office_extension}",
        "locale": locale or ("zh-CN" if chinese else ""),
        "filter": format_.office_filter,
        "family": str(format_.family),
    }


def begins_like_office(head: bytes) -> bool:
    """Whether the first kilobyte looks like a container of Office's, or like RTF.

    A guess that decides who looks first, not what the document is.
    """
    kind = magic.by_first_bytes(head)
    return kind in (magic.ZIP, magic.OLE, "rtf") and not head[30:].startswith(_EPUB)
