"""What the standing texts are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.frame.page import NO_META, Meta


@dataclass(frozen=True)
class Fee:
    """What the operator keeps of a sale, from when on."""

    version: int
    percent: str
    effective_at: datetime
    reason: str


@dataclass(frozen=True)
class StatementPage:
    """`web/statements/how.html`, `terms.html`, `privacy.html`.

    `paragraphs` are what the operator adds to the standard text. `log_days` is how long addresses
    of visitors are kept, `unfinished_days` how long an upload that broke off. Of trade: all `fees`
    that were announced, newest first; for how many days earnings wait, and those of new
    publishers; within how many days buyers may want their money back, and are answered.
    """

    paragraphs: tuple[str, ...] = ()
    log_days: int = 0
    unfinished_days: int = 0
    fees: tuple[Fee, ...] = ()
    notice_days: int = 7
    hold_days: int = 0
    hold_days_new: int = 0
    return_days: int = 14
    answer_days: int = 3
    terms_version: str = ""
    meta: Meta = NO_META
