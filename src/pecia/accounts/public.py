"""The door of `accounts`: who asks, what roles allow, and every change to people."""

from __future__ import annotations

from pecia.accounts.actors import STRANGER, Actor, actor_for
from pecia.accounts.events import AccountErased
from pecia.accounts.masking import masked
from pecia.accounts.models import (
    Credential,
    CredentialKind,
    Membership,
    OperatorProfile,
    Organisation,
    User,
)
from pecia.accounts.permissions import Permission, Role
from pecia.accounts.services import (
    HandleTaken,
    NoSuchUser,
    add_credential,
    add_member,
    change_language,
    change_name,
    change_operator_profile,
    create_operator,
    create_organisation,
    create_user,
    credentials,
    erase_account,
    find_user,
    get_user,
    grant_role,
    operator_profile,
    remove_credential,
    revoke_role,
    set_active,
    there_is_an_operator,
)

__all__ = [
    "STRANGER",
    "AccountErased",
    "Actor",
    "Credential",
    "CredentialKind",
    "HandleTaken",
    "Membership",
    "NoSuchUser",
    "OperatorProfile",
    "Organisation",
    "Permission",
    "Role",
    "User",
    "actor_for",
    "add_credential",
    "add_member",
    "change_language",
    "change_name",
    "change_operator_profile",
    "create_operator",
    "create_organisation",
    "create_user",
    "credentials",
    "erase_account",
    "find_user",
    "get_user",
    "grant_role",
    "masked",
    "operator_profile",
    "remove_credential",
    "revoke_role",
    "set_active",
    "there_is_an_operator",
]
