"""What the operator's pages are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from pecia.web.catalogue.page import Option
from pecia.web.frame.page import HIDDEN, Meta, Pager
from pecia.web.reader.page import Edition


@dataclass(frozen=True)
class Figure:
    """A counted figure with its word and a remark."""

    label: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Attention:
    """Something that waits for the operator."""

    title: str
    text: str
    url: str
    action: str
    is_urgent: bool = False


@dataclass(frozen=True)
class OperatorHome:
    """`web/operator/home.html`."""

    figures: tuple[Figure, ...]
    attention: tuple[Attention, ...] = ()
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class CategoryRow:
    """A category in the tree, in order; `depth` is 0 for the first level."""

    key: str
    title_en: str
    title_zh: str
    slug: str
    depth: int
    count: int
    is_first: bool = False
    is_last: bool = False

    @property
    def title_language(self) -> str:
        """That of the page, where there is a name in it."""
        chinese = (get_language() or "").startswith("zh") and self.title_zh
        return "zh-hans" if chinese else "en"

    @property
    def other_language(self) -> str:
        """The other one."""
        return "en" if self.title_language == "zh-hans" else "zh-hans"

    @property
    def title(self) -> str:
        """Its name in the language of the page."""
        return self.title_en if self.title_language == "en" else self.title_zh

    @property
    def other_title(self) -> str:
        """Its name in the other one."""
        return self.title_zh if self.title_language == "en" else self.title_en


@dataclass(frozen=True)
class CategoriesPage:
    """`web/operator/categories.html`.

    Sent with `act=add` and `form` (`parent`, `title_en`, `title_zh`, `slug`), with `act=change` and
    `edit_form` (the same fields) for `editing`, or with `up`, `down`, `remove` and a key.
    """

    rows: tuple[CategoryRow, ...]
    form: object
    editing: str = ""
    edit_form: object | None = None
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class CredentialRow:
    """A credential under the name of its kind; filing and licence are different kinds."""

    key: str
    kind: str
    number: str
    issuer: str
    url: str = ""


@dataclass(frozen=True)
class ProfilePage:
    """`web/operator/profile.html`.

    `form`: `legal_name`, `since_year`, `contact_email`, `service_hours`, `tagline`, `statement`,
    `rights_statement`, `crawler_policy`, `source_url`, sent with `act=save`. `credential_form`:
    `kind`, `number`, `issuer`, `url`, sent with `act=add-credential`; `remove-credential` carries
    a key.
    """

    form: object
    credential_form: object
    credentials: tuple[CredentialRow, ...] = ()
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class DocumentRow:
    """A document in the operator's list."""

    number: int
    title: str
    extension: str
    language: str
    format_code: str
    owner: str
    state: str
    state_label: str
    uploaded_at: datetime
    page_count: int = 0


@dataclass(frozen=True)
class DocumentsPage:
    """`web/operator/documents.html`: searched with `q`, filtered with `state`."""

    documents: tuple[DocumentRow, ...]
    pager: Pager
    query: str = ""
    states: tuple[Option, ...] = ()
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class LogEntry:
    """A step of the pipeline, as it went. `outcome` is `ok`, `wait`, `hold` or `bad`."""

    started_at: datetime
    step: str
    outcome: str
    outcome_label: str
    attempt: int
    seconds: float | None = None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class DocumentPage:
    """`web/operator/document.html`. `withdraw_form` has `reason`, sent with `act=withdraw`.

    `act=note` is sent with `note`, its reason; `act=end-note` ends it.
    """

    number: int
    title: str
    extension: str
    language: str
    owner: str
    state: str
    state_label: str
    sha256: str
    editions: tuple[Edition, ...]
    log: tuple[LogEntry, ...]
    withdraw_form: object | None = None
    may_retry: bool = False
    may_release: bool = False
    held_reason: str = ""
    restrictions: tuple[str, ...] = ()
    may_note: bool = False
    note: str = ""
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class Letter:
    """A letter about a document; answered with `key` and `answer`."""

    number: int
    kind: str
    message: str
    sent_at: datetime
    document_number: int
    document_title: str
    document_language: str = ""
    sender: str = ""
    email: str = ""
    leaf: int = 0


@dataclass(frozen=True)
class ReportsPage:
    """`web/operator/reports.html`."""

    letters: tuple[Letter, ...]
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class DeadLetter:
    """A step that was given up. Sent back with `retry` and the key, or dropped with `drop`."""

    key: str
    file_name: str
    step: str
    code: str
    message: str
    attempts: int
    failed_at: datetime
    language: str = ""
    document_number: int | None = None


@dataclass(frozen=True)
class DeadLettersPage:
    """`web/operator/dead_letters.html`."""

    letters: tuple[DeadLetter, ...]
    pager: Pager
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class UserRow:
    """An account in the operator's list. Roles are given and taken with `role` and the key."""

    key: str
    display_name: str
    email: str
    roles: tuple[str, ...]
    document_count: int
    joined_at: datetime
    seen_at: datetime | None = None
    is_active: bool = True


@dataclass(frozen=True)
class UsersPage:
    """`web/operator/users.html`: searched with `q`; `roles` are those that may be given.

    Sent with `act=roles` (`key`, `role` several times), `act=suspend` or `act=restore` and `key`.
    """

    users: tuple[UserRow, ...]
    pager: Pager
    roles: tuple[Option, ...]
    query: str = ""
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class Check:
    """Something that was looked at: `state` is `ok`, `hold` or `bad`."""

    title: str
    state: str
    state_label: str
    detail: str = ""


@dataclass(frozen=True)
class StepRow:
    """A step of the pipeline in figures: seconds, of its latest tries."""

    step: str
    tries: int
    failed: int
    median: float
    slow: float


@dataclass(frozen=True)
class HealthPage:
    """`web/operator/health.html`."""

    checks: tuple[Check, ...]
    figures: tuple[Figure, ...]
    looked_at: datetime
    steps: tuple[StepRow, ...] = ()
    version: str = ""
    meta: Meta = HIDDEN
