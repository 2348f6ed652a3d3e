"""Who asks. Built once a request, from the session; everything below the web knows only this."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from pecia.accounts.models import Membership, User
from pecia.accounts.permissions import Permission, permissions_of


@dataclass(frozen=True)
class Actor:
    """A person, or a stranger (`user` is None)."""

    user: User | None = None
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    passes: frozenset[str] = field(default_factory=frozenset)  # hashes; of a guest's purchases

    @property
    def is_stranger(self) -> bool:
        """Nobody has signed in."""
        return self.user is None

    @property
    def user_id(self) -> int | None:
        """The person's key, for rows that point to them."""
        return None if self.user is None else self.user.pk

    def may(self, permission: Permission) -> bool:
        """Whether their role gives this."""
        return permission in self.permissions

    @cached_property
    def organisations(self) -> frozenset[int]:
        """Keys of the organisations they belong to."""
        rows = Membership.objects.filter(user=self.user_id) if self.user else ()
        return frozenset(row.organisation_id for row in rows)


STRANGER = Actor()


def actor_for(user: User | None, passes: frozenset[str] = frozenset()) -> Actor:
    """The actor that a signed-in person is; a stranger for nobody and for closed accounts.

    `passes` are the hashes of what this browser has opened as a guest.
    """
    if user is None or not user.is_active:
        return Actor(passes=passes) if passes else STRANGER
    return Actor(user, permissions_of(user.roles), passes)
