"""Words of the library: states, terms and rights, each with what may follow."""

from __future__ import annotations

from django.db.models import TextChoices


class DocumentState(TextChoices):
    """What the publisher wants to be done with a document."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


# Where a document may go from where it is.
TRANSITIONS: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.DRAFT: frozenset({DocumentState.PUBLISHED, DocumentState.ERASED}),
    DocumentState.PUBLISHED: frozenset({DocumentState.WITHDRAWN, DocumentState.ERASED}),
    DocumentState.WITHDRAWN: frozenset({DocumentState.PUBLISHED, DocumentState.ERASED}),
    DocumentState.ERASED: frozenset(),
}


class EditionState(TextChoices):
    """How far a file has come."""

    RECEIVED = "received"
    INSPECTED = "inspected"
    CONVERTED = "converted"
    PAGINATED = "paginated"
    DESCRIBED = "described"
    HELD = "held"
    APPROVED = "approved"
    REFUSED = "refused"
    FAILED = "failed"


class DownloadAccess(TextChoices):
    """Who may have the original of a published document."""

    ANYONE = "anyone"
    MEMBERS = "members"
    ENTITLED = "entitled"  # who has a row that says so, granted by trade


class RightsBasis(TextChoices):
    """Why the publisher may publish it."""

    OWN = "own"
    PERMISSION = "permission"
    PUBLIC = "public"
    OPEN_LICENCE = "open_licence"


class Licence(TextChoices):
    """What readers may do with it."""

    OWN_USE = "own-use"
    CC_BY = "cc-by-4.0"
    CC_BY_SA = "cc-by-sa-4.0"
    CC_BY_NC = "cc-by-nc-4.0"
    CC0 = "cc0-1.0"
    PUBLIC_DOMAIN = "public-domain"


class VisitKind(TextChoices):
    """What is counted."""

    VIEW = "view"
    DOWNLOAD = "download"


class ReportKind(TextChoices):
    """Why somebody writes about a document."""

    QUALITY = "quality"
    RIGHTS = "rights"
