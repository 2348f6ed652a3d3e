"""What the upload page's templates are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.frame.page import HIDDEN, Crumb, Meta
from pecia.web.reader.page import Finding


@dataclass(frozen=True)
class Limits:
    """What the browser checks before bytes move. `extensions` are lower case, with the dot."""

    max_bytes: int
    extensions: tuple[str, ...]
    chunk_bytes: int
    formats_label: str


@dataclass(frozen=True)
class Step:
    """One of the four steps; `state` is `""` (to come), `done`, `now`, `hold` or `bad`."""

    label: str
    state: str = ""


@dataclass(frozen=True)
class JobNotice:
    """What stands in the way and what to do. `state` is `hold` or `bad`."""

    state: str
    title: str
    text: str
    due_at: datetime | None = None


@dataclass(frozen=True)
class JobAction:
    """A button of the job: `act` is `withdraw`, `retry` or `discard`, `label` its word."""

    act: str
    label: str


@dataclass(frozen=True)
class Job:
    """`web/upload/_job.html`: one file on its way.

    `poll_milliseconds` is 0 once nothing will change by itself. `can_describe` makes the name a
    link to `upload-describe`; `is_chosen` marks the one described beside. `document_number` is
    given once it is published.
    """

    token: str
    file_name: str
    format_code: str
    size_bytes: int
    steps: tuple[Step, ...]
    language: str = ""
    note: str = ""
    notice: JobNotice | None = None
    actions: tuple[JobAction, ...] = ()
    poll_milliseconds: int = 0
    can_describe: bool = False
    is_chosen: bool = False
    needs_attention: bool = False
    document_number: int | None = None


@dataclass(frozen=True)
class Preview:
    """Page 1 as readers will see it; without an image while it is being painted."""

    page_count: int
    image_url: str = ""
    width: int = 0
    height: int = 0
    poll_milliseconds: int = 0


@dataclass(frozen=True)
class Description:
    """`web/upload/_describe.html` and `describe.html`: the form beside the live page 1.

    Fields of `form`: `title`, `category`, `language`, `description`, `keywords`,
    `readable_pages`, `shown_name` (radio `masked`, `display`), `rights_basis` (radio `made`,
    `permitted`, `public`, `open`), `reader_licence` (for `made`, `permitted`), `permission`
    (for `permitted`), `public_ground` (for `public`), `open_licence` (for `open`),
    `no_personal_data` (box). `next_token` is the next job that can be described.
    """

    token: str
    file_name: str
    title: str
    extension: str
    format_code: str
    size_bytes: int
    form: object
    preview: Preview
    masked_name: str
    display_name: str
    language: str = ""
    findings: tuple[Finding, ...] = ()
    saved_at: datetime | None = None
    next_token: str = ""
    crumbs: tuple[Crumb, ...] = ()
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class Described:
    """`web/upload/_described.html`: what came of publish, save or discard.

    `outcome` is `published`, `held`, `saved` or `discarded`.
    """

    outcome: str
    token: str
    title: str
    language: str = ""
    document_number: int | None = None
    reason: str = ""
    next_token: str = ""


@dataclass(frozen=True)
class UploadPage:
    """`web/upload/upload.html`. With `edition_of` every file is a new edition of that document."""

    limits: Limits
    batch: str
    jobs: tuple[Job, ...] = ()
    chosen: Description | None = None
    edition_of: int | None = None
    edition_of_title: str = ""
    meta: Meta = HIDDEN
