"""What the checker of a part says when something is not as it must be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken invariant: its stable code, where, and what an operator can do about it."""

    code: str
    what: str
    remedy: str
