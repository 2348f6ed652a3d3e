"""What the reader's templates are given. Every value has passed the gate before it is put here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.frame.page import HIDDEN, NO_META, Crumb, Meta


@dataclass(frozen=True)
class TextLine:
    """A line of the text layer, in the page's points: left edge, baseline, height, width."""

    x: float
    y: float
    size: float
    length: float
    text: str


@dataclass(frozen=True)
class TextLayer:
    """The selectable text of a page: `web/reader/_text_layer.html` writes it as SVG."""

    width: float
    height: float
    lines: tuple[TextLine, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A page that the viewer may read.

    `srcset` is `url 640w, url 1240w, …`; `width` and `height` are the pixels of the largest image
    and keep its place. `alt` and `caption` say which page it is. `layer` is given for the first
    pages only, the others are fetched from `layer_url` when they come near.
    """

    number: int
    width: int
    height: int
    image_url: str
    srcset: str
    thumbnail_url: str
    layer_url: str
    alt: str
    caption: str
    language: str = ""
    layer: TextLayer | None = None


@dataclass(frozen=True)
class Uploader:
    """Who put the document in, under the name that readers see; no handle, no link."""

    name: str
    handle: str = ""
    document_count: int = 0


@dataclass(frozen=True)
class Edition:
    """One file of the document's history. `note` is what the publisher said of the change."""

    ordinal: int
    uploaded_at: datetime
    is_current: bool = False
    is_shown: bool = False
    note: str = ""


@dataclass(frozen=True)
class Piece:
    """A numbered piece of the text. `where` names the pages it lies on."""

    number: int
    first_page: int
    where: str
    text: str


@dataclass(frozen=True)
class Finding:
    """A line of the certificate. `state` is `""` (in order), `hold`, `bad` or `plain`."""

    title: str
    detail: str = ""
    state: str = ""


@dataclass(frozen=True)
class Certificate:
    """What is known of the exemplar: no promises; everything has a date or a source."""

    sha256: str
    received_at: datetime
    inspected_at: datetime | None = None
    licence: str = ""
    licence_url: str = ""
    rights_basis: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Citation:
    """A finished citation; `style` is the last part of `reader-cite`."""

    style: str
    label: str
    text: str
    language: str = ""


@dataclass(frozen=True)
class CardRow:
    """A line of an offer card: an icon, what is counted, and whether it is a warning."""

    icon: str
    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class Download:
    """Whether the viewer may take the original: `state` is `free`, `sign-in`, `priced`, `bought`
    or `closed`. A priced one has its prices as people read them, and what the file really is."""

    state: str
    size_bytes: int
    reason: str = ""
    prices: tuple[str, ...] = ()
    card: tuple[CardRow, ...] = ()
    uploader_share: str = ""
    sample_page: int = 0
    sample_url: str = ""


@dataclass(frozen=True)
class Standing:
    """Why a document is not open to everybody, shown to those who may still see it.

    `state` is `held`, `private`, `processing`, `withdrawn` or `refused`; `reason` is a sentence
    and `due_at` the time by which it is decided.
    """

    state: str
    title: str
    reason: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class DocumentPage:
    """`web/reader/document.html`, `text.html` and `print.html`.

    `sheets` is the window of pages from `first_sheet` on; `earlier_url` and `later_url` lead to the
    windows beside it. `readable_pages` is how many pages this viewer may read; when it is less
    than `page_count` the end of the preview says so. `pieces` are shown, `folded_pieces` unfold.
    """

    number: int
    title: str
    extension: str
    language: str
    language_name: str
    format_code: str
    format_name: str
    size_bytes: int
    page_count: int
    readable_pages: int
    uploader: Uploader
    uploaded_at: datetime
    edition: Edition
    editions: tuple[Edition, ...]
    sheets: tuple[Sheet, ...]
    download: Download
    certificate: Certificate
    permanent_url: str
    crumbs: tuple[Crumb, ...] = ()
    earlier_url: str = ""
    later_url: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    folded_pieces: tuple[Piece, ...] = ()
    folded_characters: int = 0
    citations: tuple[Citation, ...] = ()
    reads: int = 0
    downloads: int = 0
    is_favourite: bool = False
    may_edit: bool = False
    standing: Standing | None = None
    meta: Meta = NO_META

    @property
    def is_whole(self) -> bool:
        """Whether every page of the document may be read."""
        return self.readable_pages >= self.page_count

    @property
    def first_sheet(self) -> int:
        """The number of the first page in the window."""
        return self.sheets[0].number if self.sheets else 1

    @property
    def last_sheet(self) -> int:
        """The number of the last page in the window."""
        return self.sheets[-1].number if self.sheets else 0

    @property
    def ends_here(self) -> bool:
        """Whether the window reaches the end of what may be read."""
        return self.last_sheet >= self.readable_pages

    @property
    def category(self) -> Crumb | None:
        """The category, which is the last step of the breadcrumb."""
        return self.crumbs[-1] if self.crumbs else None


@dataclass(frozen=True)
class TextPage:
    """One page as running text."""

    number: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class TextView:
    """`web/reader/text.html`: the readable pages as text, for phones and slow lines."""

    number: int
    title: str
    extension: str
    language: str
    page_count: int
    readable_pages: int
    pages: tuple[TextPage, ...]
    earlier_url: str = ""
    later_url: str = ""
    crumbs: tuple[Crumb, ...] = ()
    meta: Meta = NO_META


@dataclass(frozen=True)
class TombstonePage:
    """`web/reader/tombstone.html`: what was here, since when it is gone, and why."""

    number: int
    removed_at: datetime
    reason: str
    title: str = ""
    extension: str = ""
    language: str = ""
    removed_by: str = ""
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class NoticePage:
    """`web/reader/report.html` and `web/reader/rights.html`: `form` is a Django form.

    Fields of the report: `kind` (radio), `page`, `words`, `email`. Fields of the rights notice:
    `name`, `email`, `capacity` (radio), `work`, `passages`, `statement_true` and
    `statement_entitled` (boxes). After sending, `receipt` is the number under which it is kept.
    """

    number: int
    title: str
    extension: str
    language: str
    form: object
    receipt: str = ""
    meta: Meta = HIDDEN
