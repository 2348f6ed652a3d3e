"""Open Packaging Conventions: the content types and relationships that OOXML rests on."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tests.hostile.builders.zipped import Entry

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
CORE_REL = PACKAGE + "relationships/metadata/core-properties"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "png": "image/png",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "bin": "application/vnd.openxmlformats-officedocument.oleObject",
    "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "zip": "application/zip",
    "exe": "application/x-msdownload",
    "html": "text/html",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Part:
    """One file of the package; parts without a type take it from their extension."""

    name: str
    data: bytes
    content_type: str | None = None


@dataclass(frozen=True)
class Rel:
    """A relationship from one part to another, or to the outside world."""

    id: str
    kind: str
    target: str
    external: bool = False

    def xml(self) -> str:
        """The relationship as an element; a kind without a colon is an Office kind."""
        kind = self.kind if ":" in self.kind else OFFICE_RELS + self.kind
        mode = ' TargetMode="External"' if self.external else ""
        target = quoteattr(self.target)
        return f'<Relationship Id="{self.id}" Type="{kind}" Target={target}{mode}/>'


Rels = Mapping[str, Sequence[Rel]]


def content_types(parts: Sequence[Part]) -> bytes:
    """The list of types that every package must have."""
    lines = [f'<Default Extension="{ext}" ContentType="{kind}"/>' for ext, kind in DEFAULTS.items()]
    lines += [
        f'<Override PartName="/{part.name}" ContentType="{part.content_type}"/>'
        for part in parts
        if part.content_type
    ]
    return f'{XML}<Types xmlns="{PACKAGE}content-types">{"".join(lines)}</Types>'.encode()


def rels_name(source: str) -> str:
    """Where the relationships of a part are kept; the package itself is the empty name."""
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def rels_xml(rels: Sequence[Rel]) -> bytes:
    """A relationships part."""
    lines = "".join(rel.xml() for rel in rels)
    return f'{XML}<Relationships xmlns="{PACKAGE}relationships">{lines}</Relationships>'.encode()


def entries(parts: Sequence[Part], rels: Rels) -> list[Entry]:
    """The archive members of a package, content types first as Office writes them."""
    made = [Entry("[Content_Types].xml", content_types(parts))]
    made += [Entry(rels_name(source), rels_xml(some)) for source, some in rels.items()]
    return made + [Entry(part.name, part.data) for part in parts]


def merge(first: Rels, second: Rels | None) -> dict[str, list[Rel]]:
    """Join two sets of relationships part by part."""
    joined = {source: list(some) for source, some in first.items()}
    for source, some in (second or {}).items():
        joined.setdefault(source, []).extend(some)
    return joined


def core(title: str = "", creator: str = "", editor: str = "") -> Part:
    """The core properties: title, author and last editor."""
    body = (
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(editor)}</cp:lastModifiedBy>"
    )
    spaces = (
        f'xmlns:cp="{PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    data = f"{XML}<cp:coreProperties {spaces}>{body}</cp:coreProperties>"
    return Part("docProps/core.xml", data.encode(), CORE_TYPE)


CORE_RELS: Rels = {"": [Rel("rIdCore", CORE_REL, "docProps/core.xml")]}
