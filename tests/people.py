"""The people of the tests: Alice owns, Bob works with her, Charlie reads, Sue supervises, Olga
operates; a stranger is nobody."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.accounts.public import (
    STRANGER,
    Actor,
    Organisation,
    Role,
    User,
    actor_for,
    add_member,
    create_organisation,
    create_user,
    grant_role,
)

PASSWORD = "a-long-pass-phrase-42"


@dataclass(frozen=True)
class People:
    """Everybody, made anew for each test."""

    alice: User
    bob: User
    charlie: User
    sue: User
    olga: User
    press: Organisation

    def actor(self, name: str) -> Actor:
        """The actor of that name; `stranger` is nobody."""
        return STRANGER if name == "stranger" else actor_for(getattr(self, name))


def make_people() -> People:
    """All of them, with their roles and places."""
    names = ("alice", "bob", "charlie", "sue", "olga")
    users = {
        name: create_user(f"{name}@example.org", password=PASSWORD, display_name=f"{name}-longname")
        for name in names
    }
    press = create_organisation("The Press")
    add_member(users["alice"], press)
    add_member(users["bob"], press)
    grant_role(users["sue"], Role.SUPERVISOR)
    grant_role(users["olga"], Role.OPERATOR)
    return People(**users, press=press)
