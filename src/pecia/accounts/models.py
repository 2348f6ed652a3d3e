"""Tables of people, organisations, roles, and the operator's profile."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from pecia.accounts.masking import masked
from pecia.accounts.permissions import Permission, Role, permissions_of
from pecia.kernel import clock
from pecia.kernel.ids import new_handle


class UserManager(BaseUserManager["User"]):
    """Makes users the way Django's tools expect; there is no default password anywhere."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with that address; without a password they can't sign in by one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with the role of operator."""
        user = self.create_user(email, password, is_superuser=True, **fields)
        RoleGrant.objects.create(user=user, role=Role.OPERATOR, granted_at=clock.now())
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is the name to sign in with and is shown to nobody else."""

    email = models.EmailField(max_length=254, unique=True)
    handle = models.CharField(max_length=40, unique=True, default=new_handle)  # in public URLs
    display_name = models.CharField(max_length=60, blank=True)
    shows_masked_name = models.BooleanField(default=True)
    language = models.CharField(max_length=12, blank=True)  # "" : as the browser says
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_an_address")]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """The name as everybody sees it."""
        return masked(self.name) if self.shows_masked_name else self.name

    @property
    def masked_name(self) -> str:
        """The name with its middle hidden."""
        return masked(self.name)

    @property
    def name(self) -> str:
        """The display name, or the handle where none was given."""
        return self.display_name or self.handle

    @property
    def roles(self) -> frozenset[Role]:
        """Their roles, asked of the database once an object."""
        known: frozenset[Role] | None = self.__dict__.get("_roles")
        if known is None:
            rows = RoleGrant.objects.filter(user=self, revoked_at__isnull=True)
            known = frozenset(Role(role) for role in rows.values_list("role", flat=True))
            self.__dict__["_roles"] = known
        return known

    def may(self, permission: Permission) -> bool:
        """Whether one of their roles gives this permission."""
        return self.is_active and permission in permissions_of(self.roles)

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin lets them in: operators only."""
        return self.is_active and Role.OPERATOR in self.roles


class RoleGrant(models.Model):
    """A role given to a person; kept after it was taken back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=[(role, role) for role in Role])
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_active_grant_of_a_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} for {self.user_id}"


class Organisation(models.Model):
    """A publisher of several people."""

    handle = models.CharField(max_length=40, unique=True, default=new_handle)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an organisation: colleagues see each other's documents there."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_place_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}"


class OperatorProfile(models.Model):
    """Who runs the site, as the footer and the terms say. There is one row."""

    site_name = models.CharField(max_length=60, default="Pecia")
    legal_name = models.CharField(max_length=160, blank=True)
    since_year = models.PositiveIntegerField(null=True, blank=True)
    contact_email = models.EmailField(blank=True)
    service_hours = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    tagline = models.CharField(max_length=160, blank=True)
    statement = models.TextField(blank=True)  # paragraphs; empty: the standard text
    rights_statement = models.TextField(blank=True)
    crawler_policy = models.CharField(
        max_length=8, default="deny", choices=[("allow", "allow"), ("deny", "deny")]
    )  # whether crawlers that train models may come, as robots.txt says it

    def __str__(self) -> str:
        return self.site_name


class CredentialKind(models.TextChoices):
    """What a number in the footer is. A filing says that somebody was told; a licence, that
    somebody allowed. They are never shown under each other's name (互联网信息服务管理办法 arts
    4, 7, 8: non-commercial services file, commercial ones need the licence)."""

    FILING = "filing"
    LICENCE = "licence"
    POLICE_FILING = "police_filing"
    DMCA_AGENT = "dmca_agent"
    DSA_CONTACT = "dsa_contact"


class Credential(models.Model):
    """One number that the operator has from an authority."""

    kind = models.CharField(max_length=20, choices=CredentialKind.choices)
    number = models.CharField(max_length=120)
    issuer = models.CharField(max_length=160)
    expires_on = models.DateField(null=True, blank=True)
    evidence_url = models.URLField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
