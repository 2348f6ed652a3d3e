"""What every template is given beside its own `page`: the context processor fills these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Credential:
    """A registration, licence or appointed contact of the operator, called what it is.

    `label` is the translated name of its kind: a filing is never labelled a licence.
    """

    label: str
    number: str
    issuer: str = ""
    url: str = ""


@dataclass(frozen=True)
class Site:
    """The `site`: the exchange and who operates it, from the operator profile.

    `statement` holds the operator's own paragraphs for the foot of the page; where it is empty
    the pages show the standard text. `languages` are (code, own name).
    """

    name: str
    tagline: str = ""
    legal_name: str = ""
    since_year: int = 0
    this_year: int = 0
    credentials: tuple[Credential, ...] = ()
    contact_email: str = ""
    service_hours: str = ""
    statement: tuple[str, ...] = ()
    rights_statement: tuple[str, ...] = ()
    source_url: str = ""
    languages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Viewer:
    """The `viewer`: who looks at the page, as far as a template may know."""

    is_signed_in: bool = False
    display_name: str = ""
    masked_name: str = ""
    handle: str = ""
    is_operator: bool = False
    is_supervisor: bool = False


@dataclass(frozen=True)
class Language:
    """The `alternate_language`: the one the menu offers, in its own name."""

    code: str
    name: str


@dataclass(frozen=True)
class Crumb:
    """A step of the breadcrumb; the last one has no address."""

    title: str
    url: str = ""
    language: str = ""


@dataclass(frozen=True)
class Meta:
    """What a page says of itself to other programs.

    `alternates` are (language code, absolute URL); `structured_data` is written as JSON-LD.
    All of it comes from behind the gate: nothing that the viewer may not see.
    """

    canonical_url: str = ""
    description: str = ""
    image_url: str = ""
    image_width: int = 0
    image_height: int = 0
    kind: str = "website"
    robots: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    structured_data: dict[str, object] | None = None


NO_META = Meta()
HIDDEN = Meta(robots="noindex")


@dataclass(frozen=True)
class Pager:
    """Where a list stands. Addresses are relative and keep the filters; empty where there is none.

    `pages` are (number, address); an empty address is the page shown, number 0 a gap.
    """

    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""
    pages: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """A document in a list, wherever it stands.

    `shape` is `""` for upright pages, `wide` for slides, `sheet` for workbooks. `state` is one of
    `ok`, `wait`, `hold`, `bad`, with its word in `state_label`; both empty in public lists.
    `price` is empty where the file costs nothing.
    """

    number: int
    title: str
    extension: str
    language: str
    format_code: str
    page_count: int
    uploader_name: str
    uploaded_at: datetime
    cover_url: str = ""
    shape: str = ""
    size_bytes: int = 0
    downloads: int = 0
    snippet: str = ""
    uploader_handle: str = ""
    state: str = ""
    state_label: str = ""
    price: str = ""

    @property
    def address(self) -> str:
        """Of its page, as the route has it; `reverse` is too slow for dozens of them."""
        return f"/d/{self.number}/"


@dataclass(frozen=True)
class Offer:
    """A document that somebody may like. `why` is a sentence, which `title` may end."""

    entry: Entry
    why: str
    title: str = ""
    title_language: str = ""


@dataclass(frozen=True)
class Chip:
    """A search to click on."""

    text: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Noted:
    """A document that a supervisor recommends, with the reason as it was signed."""

    entry: Entry
    reason: str
    by: str
    noted_at: datetime
