"""What happens to people, for other parts to hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pecia.kernel.events import Event


@dataclass(frozen=True, slots=True)
class AccountErased(Event):
    """Somebody closed their account; their name and address are gone."""

    name: ClassVar[str] = "account-erased"
    user_id: int
