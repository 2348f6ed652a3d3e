"""What the one-time page is given."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.web.frame.page import HIDDEN, Meta


@dataclass(frozen=True)
class SetupPage:
    """`web/setup/operator.html`; `form` has `email` and `password`."""

    form: object
    meta: Meta = HIDDEN
