"""What every template is given: the site, who looks, and where they are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pecia.accounts.public import (
    Actor,
    CredentialKind,
    Permission,
    credentials,
    operator_profile,
)
from pecia.edge.actors import actor_of
from pecia.kernel import clock
from pecia.web.frame.page import Credential, Language, Site, Viewer

_SECONDS = 30


def site_context(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {
        "exchange": site(),  # not `site`: allauth gives its pages another of that name
        "viewer": viewer_of(actor_of(request)),
        "alternate_language": _alternate(),
        "current_path": request.get_full_path(),
    }


def site() -> Site:
    """The site as its operator describes it; kept for half a minute a language."""
    key = f"web.site.{get_language()}"
    known: Site | None = cache.get(key)
    if known is None:
        known = _site()
        cache.set(key, known, _SECONDS)
    return known


def forget_site() -> None:
    """Show at once what the operator has changed."""
    cache.delete_many([f"web.site.{code}" for code, _name in settings.LANGUAGES])


def viewer_of(actor: Actor) -> Viewer:
    """Who looks, as far as a template may know."""
    if actor.user is None:
        return Viewer()
    return Viewer(
        is_signed_in=True,
        display_name=actor.user.name,
        masked_name=actor.user.masked_name,
        handle=actor.user.handle,
        is_operator=actor.may(Permission.SITE_HEALTH_SEE),
        is_supervisor=actor.may(Permission.LIBRARY_DOCUMENT_RELEASE),
    )


def credential_label(kind: str) -> str:
    """What a number in the footer is called. Its kind decides: no filing becomes a licence."""
    return {
        CredentialKind.FILING: pgettext("credential", "Filing no."),
        CredentialKind.LICENCE: pgettext("credential", "Licence no."),
        CredentialKind.POLICE_FILING: pgettext("credential", "Public security filing no."),
        CredentialKind.DMCA_AGENT: pgettext("credential", "DMCA agent"),
        CredentialKind.DSA_CONTACT: pgettext("credential", "DSA contact point"),
    }[CredentialKind(kind)]


def _site() -> Site:
    profile = operator_profile()
    return Site(
        name=profile.site_name,
        tagline=profile.tagline or _("Read any document before you decide"),
        legal_name=profile.legal_name,
        since_year=profile.since_year or 0,
        this_year=clock.now().year,
        credentials=tuple(
            Credential(credential_label(row.kind), row.number, row.issuer, row.evidence_url)
            for row in credentials()
        ),
        contact_email=profile.contact_email,
        service_hours=profile.service_hours,
        source_url=profile.source_url,
        statement=_lines(profile.statement),
        rights_statement=_lines(profile.rights_statement),
        languages=tuple((code, name) for code, name in settings.LANGUAGES),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _alternate() -> Language:
    current = get_language() or "en"
    code, name = next(pair for pair in settings.LANGUAGES if pair[0] != current)
    return Language(code, name)
