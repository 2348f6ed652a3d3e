"""What comes out of a document. Files lie in the rendering's folder; texts are plain strings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pecia.engine.findings import Finding


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: box in points from the page's top left corner, in reading order."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(slots=True)
class Page:
    """One page, numbered from 1. Sizes are in points (1/72 inch)."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...] = ()
    image: Path | None = None  # WebP; None until the page is rendered
    thumbnail: Path | None = None  # WebP, 240 pixels wide
    failed: str = ""  # why the page could not be painted

    @property
    def text(self) -> str:
        """The page's text, line by line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; control characters removed, nothing verified."""

    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
    producer: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class HiddenData:
    """What a publisher may not know to be in the file."""

    comments: int = 0
    tracked_changes: int = 0
    hidden_sheets: tuple[str, ...] = ()
    hidden_slides: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    has_location: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What an inspection found."""

    type: str
    family: str
    encoding: str | None = None
    findings: tuple[Finding, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    hidden: HiddenData = field(default_factory=HiddenData)
    fonts_missing: dict[str, str] = field(default_factory=dict)  # family -> what stands in
    east_asian: bool = False


@dataclass(slots=True)
class Rendering:
    """A document as pages."""

    folder: Path
    facts: Facts
    pdf: Path
    pages: list[Page]
    first_image: Path | None  # JPEG of page 1, made before anything else
    language: str  # ISO 639-1, by the text; `und` when there is too little of it
    findings: tuple[Finding, ...]
    timings: dict[str, float]  # milliseconds; `first_page_ms`, `pdf_ms`, `total_ms` and steps

    @property
    def text(self) -> list[str]:
        """The whole text, page by page."""
        return [page.text for page in self.pages]
