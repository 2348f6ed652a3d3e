"""Minimal OpenDocument text, spreadsheet and presentation files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.hostile.builders import zipped
from tests.hostile.builders.zipped import Entry

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
MIME = "application/vnd.oasis.opendocument."
BASE = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    **{
        name: f"{BASE}{name}:1.0"
        for name in ("office", "text", "table", "style", "meta", "script", "presentation")
    },
    "draw": f"{BASE}drawing:1.0",
    "fo": f"{BASE}xsl-fo-compatible:1.0",
    "svg": f"{BASE}svg-compatible:1.0",
    "of": f"{BASE}of:1.2",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ooo": "http://openoffice.org/2004/office",
    "dom": "http://www.w3.org/2001/xml-events",
}
SPACES = " ".join(f'xmlns:{name}="{uri}"' for name, uri in PREFIXES.items())
GREETING = "<text:p>An ordinary sentence.</text:p>"


@dataclass(frozen=True)
class Odf:
    """An OpenDocument file; ``kind`` is text, spreadsheet or presentation."""

    body: str = GREETING
    kind: str = "text"
    before: str = ""
    meta: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    content: bytes | None = None
    manifest: str | None = None

    def content_xml(self) -> bytes:
        """The main part: what stands before the body (scripts, fonts, styles), then the body."""
        if self.content is not None:
            return self.content
        inner = f"<office:{self.kind}>{self.body}</office:{self.kind}>"
        return content(f"{self.before}<office:body>{inner}</office:body>")

    def entries(self) -> list[Entry]:
        """The members, the type first and stored as the standard asks."""
        made = [Entry("mimetype", (MIME + self.kind).encode(), deflate=False)]
        made.append(Entry("content.xml", self.content_xml()))
        if self.meta:
            made.append(Entry("meta.xml", _meta(self.meta)))
        made += [Entry(name, data) for name, data in self.files.items()]
        return [*made, Entry("META-INF/manifest.xml", self.manifest_xml(made))]

    def manifest_xml(self, made: list[Entry]) -> bytes:
        """The list of members with their types."""
        root = (
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}{self.kind}"/>'
        )
        lines = self.manifest or "".join(_line(entry.name) for entry in made[1:])
        spaces = f'xmlns:manifest="{BASE}manifest:1.0" manifest:version="1.3"'
        return f"{XML}<manifest:manifest {spaces}>{root}{lines}</manifest:manifest>".encode()

    def build(self) -> bytes:
        """The whole file."""
        return zipped.write(self.entries())


def content(inner: str, doctype: str = "") -> bytes:
    """A content part around anything, with a document type if wanted."""
    root = f'<office:document-content {SPACES} office:version="1.3">'
    return f"{XML}{doctype}{root}{inner}</office:document-content>".encode()


def _meta(inner: str) -> bytes:
    root = f'<office:document-meta {SPACES} office:version="1.3"><office:meta>'
    return f"{XML}{root}{inner}</office:meta></office:document-meta>".encode()


def _line(name: str) -> str:
    kind = "text/xml" if name.endswith(".xml") else ""
    return f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'


def title(words: str) -> str:
    """The title element of the metadata."""
    return f"<dc:title>{escape(words)}</dc:title>"


def image(href: str) -> str:
    """A picture in a text document, inside the file or outside it."""
    link = f'xlink:href="{escape(href)}" xlink:type="simple" xlink:show="embed"'
    frame = 'text:anchor-type="paragraph" svg:width="3cm" svg:height="2cm"'
    picture = f'<draw:image {link} xlink:actuate="onLoad"/>'
    return f"<text:p><draw:frame {frame}>{picture}</draw:frame></text:p>"


def linked_section(href: str) -> str:
    """A section whose text is loaded from elsewhere."""
    source = f'<text:section-source xlink:href="{escape(href)}" xlink:type="simple"/>'
    return f'<text:section text:name="linked">{source}{GREETING}</text:section>'


def listener(event: str, href: str) -> str:
    """An event that calls a script."""
    target = f'xlink:href="{escape(href)}" xlink:type="simple"'
    name = f'script:language="ooo:script" script:event-name="{event}"'
    return f"<script:event-listener {name} {target}/>"


def scripts(listeners: str) -> str:
    """The place for document-wide event listeners."""
    inner = f"<office:event-listeners>{listeners}</office:event-listeners>"
    return f"<office:scripts>{inner}</office:scripts>"


def sheet(rows: str, attributes: str = "", name: str = "First") -> str:
    """A table of a spreadsheet."""
    return (
        f'<table:table table:name="{name}" {attributes}><table:table-column/>{rows}</table:table>'
    )


def formula_row(formula: str, cached: str = "cached value") -> str:
    """A row with one formula and its cached value."""
    value = f'office:value-type="string" office:string-value="{cached}"'
    cell = f'<table:table-cell table:formula="{escape(formula, {chr(34): "&quot;"})}" {value}>'
    return f"<table:table-row>{cell}<text:p>{cached}</text:p></table:table-cell></table:table-row>"
