"""Every change to people and to the operator's profile."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pecia.accounts.events import AccountErased
from pecia.accounts.models import (
    Credential,
    CredentialKind,
    Membership,
    OperatorProfile,
    Organisation,
    RoleGrant,
    User,
)
from pecia.accounts.permissions import Role
from pecia.kernel import clock, events, text
from pecia.kernel.errors import PeciaError
from pecia.kernel.ids import new_handle

# What allauth keeps of a person, by the names of its relations.
_SIGN_IN_ROWS = ("emailaddress_set", "socialaccount_set", "authenticator_set", "usersession_set")


class NoSuchUser(PeciaError):
    """Nobody has that address."""

    code = "no_such_user"
    advice = "Nobody here has the address %(email)s. Make the account first."
    status = 404


def create_user(email: str, *, password: str | None = None, display_name: str = "") -> User:
    """A person who may sign in; the caller has checked the password."""
    return User.objects.create_user(
        email, password, display_name=text.one_line(display_name, 60), date_joined=clock.now()
    )


def find_user(handle: str) -> User:
    """The person of that public name. Raises `NoSuchUser`."""
    user = User.objects.filter(handle=handle.strip(), is_active=True).first()
    if user is None:
        raise NoSuchUser
    return user


def get_user(email: str) -> User:
    """The person with that address. Raises `NoSuchUser`."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise NoSuchUser(email=email)
    return user


@transaction.atomic
def grant_role(user: User, role: Role) -> bool:
    """Give a role; False when they had it."""
    _, made = RoleGrant.objects.get_or_create(
        user=user, role=role, revoked_at=None, defaults={"granted_at": clock.now()}
    )
    user.__dict__.pop("_roles", None)
    return made


def revoke_role(user: User, role: Role) -> bool:
    """Take a role back; False when they did not have it."""
    rows = RoleGrant.objects.filter(user=user, role=role, revoked_at__isnull=True)
    user.__dict__.pop("_roles", None)
    return rows.update(revoked_at=clock.now()) > 0


def there_is_an_operator() -> bool:
    """Whether somebody can run this site."""
    return RoleGrant.objects.filter(role=Role.OPERATOR, revoked_at__isnull=True).exists()


@transaction.atomic
def create_operator(email: str, password: str) -> User:
    """A person with the role of operator; an account with that address is promoted."""
    user = User.objects.filter(email=email.lower()).first() or create_user(email)
    user.set_password(password)
    user.is_superuser = True
    user.save(update_fields=["password", "is_superuser"])
    grant_role(user, Role.OPERATOR)
    return user


def set_active(user: User, *, active: bool) -> None:
    """Open or close an account; a closed one can't sign in and its documents stay."""
    User.objects.filter(pk=user.pk, erased_at__isnull=True).update(is_active=active)


class HandleTaken(PeciaError):
    """Somebody else has that name in their address."""

    code = "handle_taken"
    advice = "Somebody else has this name. Choose another."
    status = 409


def change_name(user: User, *, display_name: str, handle: str) -> None:
    """How somebody is called, and where their public page is. Raises `HandleTaken`."""
    if User.objects.filter(handle=handle).exclude(pk=user.pk).exists():
        raise HandleTaken
    user.display_name, user.handle = text.one_line(display_name, 60), handle
    user.save(update_fields=["display_name", "handle"])


def change_language(user: User, language: str) -> None:
    """In which language somebody wants the site and its letters."""
    User.objects.filter(pk=user.pk).update(language=language)


def add_member(user: User, organisation: Organisation) -> None:
    """Make somebody a colleague there."""
    Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"joined_at": clock.now()}
    )


def create_organisation(name: str) -> Organisation:
    """A publisher of several people."""
    return Organisation.objects.create(name=text.one_line(name, 120), created_at=clock.now())


@transaction.atomic
def erase_account(user: User) -> None:
    """Remove what says who somebody was. Rows that others need keep pointing to an empty person.

    Tells `AccountErased`; other parts remove what is theirs to remove.
    """
    for relation in (
        "emailaddress_set",
        "socialaccount_set",
        "authenticator_set",
        "usersession_set",
    ):
        related: Any = getattr(user, relation, None)
        if related is not None:
            related.all().delete()
    Membership.objects.filter(user=user).delete()
    for role in Role:
        revoke_role(user, role)
    User.objects.filter(pk=user.pk).update(
        email=f"{new_handle()}@erased.invalid",
        display_name="",
        handle=new_handle(),
        password=make_password(None),
        is_active=False,
        is_superuser=False,
        shows_masked_name=True,
        erased_at=clock.now(),
        last_login=None,
    )
    events.tell(AccountErased(user_id=user.pk))


def operator_profile() -> OperatorProfile:
    """Who runs the site; an empty one until the operator has said so."""
    return OperatorProfile.objects.order_by("pk").first() or OperatorProfile()


def credentials(today: date | None = None) -> list[Credential]:
    """The operator's numbers that are in force."""
    today = today or clock.now().date()
    return [
        row for row in Credential.objects.all() if not row.expires_on or row.expires_on >= today
    ]


def change_operator_profile(**fields: Any) -> OperatorProfile:
    """Say who runs the site. Raises `TypeError` for a field that is not there."""
    profile = OperatorProfile.objects.order_by("pk").first() or OperatorProfile()
    for name, value in fields.items():
        if not hasattr(profile, name):
            raise TypeError(name)
        setattr(profile, name, text.paragraphs(value, 4_000) if isinstance(value, str) else value)
    profile.save()
    return profile


def add_credential(
    kind: str, number: str, issuer: str, *, expires_on: date | None = None, evidence_url: str = ""
) -> Credential:
    """A number that an authority has given to the operator.

    Raises `ValueError` for a kind that there is not: a filing can't become a licence by its label,
    since labels come from the kind alone.
    """
    return Credential.objects.create(
        kind=CredentialKind(kind),
        number=text.one_line(number, 120),
        issuer=text.one_line(issuer, 160),
        expires_on=expires_on,
        evidence_url=evidence_url,
        position=Credential.objects.count(),
    )


def remove_credential(key: int) -> None:
    """Take a number off the footer."""
    Credential.objects.filter(pk=key).delete()
