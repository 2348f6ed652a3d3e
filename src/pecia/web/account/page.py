"""What the account page is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.frame.page import HIDDEN, Meta


@dataclass(frozen=True)
class Passkey:
    """A key to the account, under the name its owner gave it."""

    name: str
    added_at: datetime


@dataclass(frozen=True)
class SessionRow:
    """A browser that is signed in."""

    browser: str
    address: str
    seen_at: datetime
    is_this: bool = False


@dataclass(frozen=True)
class AccountPage:
    """`web/account/account.html`. `form` has `display_name` and `handle`, sent with `act=name`."""

    display_name: str
    masked_name: str
    form: object
    email: str = ""
    is_email_confirmed: bool = False
    has_password: bool = True
    has_totp: bool = False
    recovery_codes_left: int = 0
    passkeys: tuple[Passkey, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    remembers_reading: bool = False
    read_count: int = 0
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class ClosePage:
    """`web/account/close.html`; `form`: `documents` (radio `keep`, `withdraw`), `sure` (box)."""

    form: object
    document_count: int
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class ExportPage:
    """`web/account/export.html`: the archive, once it is there. Sent by POST to begin."""

    state: str = ""
    ready_at: datetime | None = None
    size_bytes: int = 0
    download_url: str = ""
    meta: Meta = HIDDEN
