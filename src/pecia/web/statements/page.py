"""What the standing texts are given."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.web.frame.page import NO_META, Meta


@dataclass(frozen=True)
class StatementPage:
    """`web/statements/how.html`, `terms.html`, `privacy.html`.

    `paragraphs` are what the operator adds to the standard text. `log_days` is how long addresses
    of visitors are kept, `unfinished_days` how long an upload that broke off.
    """

    paragraphs: tuple[str, ...] = ()
    log_days: int = 0
    unfinished_days: int = 0
    meta: Meta = NO_META
