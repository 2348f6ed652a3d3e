"""Somebody's right to the whole of a document. Granted and revoked by `trade`, read by the gate."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.library.models import Document, Entitlement


def grant_entitlement(
    user: User | None, document: Document, *, source: str, pass_hash: str = ""
) -> bool:
    """Give the right to a person, or to whoever has the pass; False when that source gave it
    before."""
    _, made = Entitlement.objects.get_or_create(
        source=source,
        defaults={
            "user": user,
            "pass_hash": "" if user else pass_hash,
            "document": document,
            "granted_at": clock.now(),
        },
    )
    return made


def revoke_entitlement(source: str) -> bool:
    """Take back what that source gave; False when there is nothing to take."""
    rows = Entitlement.objects.filter(source=source, revoked_at__isnull=True)
    return rows.update(revoked_at=clock.now()) == 1


def restore_entitlement(source: str) -> bool:
    """Give back what was revoked; False when there is nothing to give back."""
    rows = Entitlement.objects.filter(source=source, revoked_at__isnull=False)
    return rows.update(revoked_at=None) == 1


def claim_entitlements(user: User, pass_hash: str) -> int:
    """What a guest bought becomes theirs, since they have an account now; returns how many."""
    rows = Entitlement.objects.filter(pass_hash=pass_hash, user__isnull=True)
    return rows.update(user=user, pass_hash="") if pass_hash else 0


def entitlements_of(user: User) -> QuerySet[Entitlement]:
    """Their rights that stand, newest first."""
    rows = Entitlement.objects.filter(user=user, revoked_at__isnull=True)
    return rows.select_related("document__current_edition").order_by("-granted_at", "-pk")


def granted_sources(sources: list[str]) -> set[str]:
    """Which of these sources have given a right that stands."""
    rows = Entitlement.objects.filter(source__in=sources, revoked_at__isnull=True)
    return set(rows.values_list("source", flat=True))


def hash_of(guest_pass: str) -> str:
    """What is kept of a pass."""
    return hashlib.sha256(guest_pass.encode()).hexdigest()
