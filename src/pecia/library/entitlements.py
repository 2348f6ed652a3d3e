"""Somebody's right to the whole of a document. Granted and revoked by `trade`, read by the gate."""

from __future__ import annotations

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.library.models import Document, Entitlement


def grant_entitlement(user: User, document: Document, *, source: str) -> bool:
    """Give the right; False when that source gave it before."""
    _, made = Entitlement.objects.get_or_create(
        source=source, defaults={"user": user, "document": document, "granted_at": clock.now()}
    )
    return made


def revoke_entitlement(source: str) -> bool:
    """Take back what that source gave; False when there is nothing to take."""
    rows = Entitlement.objects.filter(source=source, revoked_at__isnull=True)
    return rows.update(revoked_at=clock.now()) == 1
