"""The gate: what may this actor have of this document, through this channel?

The only answer to that question in the whole program. It rests on three sets of rows and nothing
else: the document's own visibility, entitlements, and restrictions. Every channel asks it: pages,
images, text layers, meta tags, structured data, feeds, sitemaps, downloads, print.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.db.models import Q, QuerySet

from pecia.accounts.public import Actor, Permission
from pecia.library.errors import Gone, NoSuchDocument
from pecia.library.models import Document, Edition, Entitlement
from pecia.library.types import DocumentState, DownloadAccess


class Channel(StrEnum):
    """On which way something leaves the site."""

    HTML = "html"
    IMAGE = "image"
    THUMBNAIL = "thumbnail"
    TEXT_LAYER = "text_layer"
    META = "meta"
    JSON_LD = "json_ld"
    SITEMAP = "sitemap"
    FEED = "feed"
    DOWNLOAD = "download"
    API = "api"
    PRINT = "print"
    CITE = "cite"


# What is kept, copied or sent on by others is made for strangers, whoever asks for it.
FOR_EVERYBODY = frozenset({Channel.META, Channel.JSON_LD, Channel.SITEMAP, Channel.FEED})


FEWEST_CLOSED = 4  # pages beyond the preview, for one of them to be shown


class Denial(StrEnum):
    """Why something is not given."""

    NOT_THERE = "not_there"
    GONE = "gone"
    PREVIEW_ENDS = "preview_ends"
    SIGN_IN = "sign_in"
    NOT_ENTITLED = "not_entitled"


@dataclass(frozen=True, slots=True)
class Rights:
    """What an actor may have of one edition. Everything is refused unless it says otherwise."""

    denial: Denial | None  # why even its title may not be shown; None: it may
    pages: int  # pages 1 to this one may be read, as image and as text
    page_count: int
    file_denial: Denial | None  # why the original may not be had; None: it may
    is_insider: bool = False
    sample: int | None = None  # one more page that may be read, chosen by the site

    @property
    def may_see(self) -> bool:
        """Whether it may be known that the document is there."""
        return self.denial is None

    @property
    def may_download(self) -> bool:
        """Whether the original may be had."""
        return self.file_denial is None

    @property
    def reads_all(self) -> bool:
        """Whether every page may be read."""
        return self.pages >= self.page_count

    def may_read(self, page: int) -> bool:
        """Whether that page may be read."""
        return 1 <= page <= self.pages or (page == self.sample and self.may_see)

    def require_seen(self) -> None:
        """Raise `Gone` or `NoSuchDocument` when it may not be seen."""
        if self.denial is Denial.GONE:
            raise Gone
        if self.denial is not None:
            raise NoSuchDocument


def rights_of(actor: Actor, document: Document, edition: Edition, channel: Channel) -> Rights:
    """What this actor may have of this edition through this channel. One query at most."""
    if document.state == DocumentState.ERASED:
        return _nothing(edition, Denial.GONE)
    if channel not in FOR_EVERYBODY and is_insider(actor, document):
        return Rights(None, edition.page_count, edition.page_count, None, is_insider=True)
    entitled = channel not in FOR_EVERYBODY and _is_entitled(actor, document)
    denial = _denial(document, edition, entitled=entitled)
    if denial is not None:
        return _nothing(edition, denial)
    if entitled:
        return Rights(None, edition.page_count, edition.page_count, None)
    limit = edition.page_count if document.preview_pages is None else document.preview_pages
    free = min(limit, edition.page_count)
    refused = _file_denial(actor, document, channel)
    sample = sample_page(edition, free) if refused is Denial.NOT_ENTITLED else None
    return Rights(None, free, edition.page_count, refused, sample=sample)


def is_insider(actor: Actor, document: Document) -> bool:
    """Whether the document is theirs, their organisation's, or theirs to look after."""
    if actor.is_stranger:
        return False
    if document.owner_id == actor.user_id or actor.may(Permission.LIBRARY_DOCUMENT_INSPECT):
        return True
    return document.organisation_id is not None and document.organisation_id in actor.organisations


def may_change(actor: Actor, document: Document) -> bool:
    """Whether they may edit, withdraw, or add an edition: the owner and colleagues.

    Of what is erased nothing is left to change.
    """
    if document.state == DocumentState.ERASED:
        return False
    return not actor.is_stranger and (
        document.owner_id == actor.user_id
        or (
            document.organisation_id is not None and document.organisation_id in actor.organisations
        )
    )


def sample_page(edition: Edition, free: int) -> int | None:
    """The page from the middle of what is closed that everybody may read before paying.

    The site chooses it, by the edition's token, so that a publisher can't put the one good page
    there; the same for everybody. None where fewer than `FEWEST_CLOSED` pages are closed.
    """
    closed = edition.page_count - free
    if closed < FEWEST_CLOSED:
        return None
    third = closed // 3
    chance = int(sha256(edition.token.encode()).hexdigest()[:12], 16)
    return free + third + 1 + chance % max(1, closed - 2 * third)


def visible_documents() -> QuerySet[Document]:
    """What a stranger may see, as a query: for lists, counts, feeds and sitemaps."""
    return Document.objects.filter(state=DocumentState.PUBLISHED, is_restricted=False)


def changeable_documents(actor: Actor) -> QuerySet[Document]:
    """What they may change, as a query; the other direction of `may_change`."""
    mine = Q(owner=actor.user_id) | Q(organisation__in=actor.organisations)
    rows = Document.objects.exclude(state=DocumentState.ERASED)
    return rows.none() if actor.is_stranger else rows.filter(mine)


def _denial(document: Document, edition: Edition, *, entitled: bool) -> Denial | None:
    if document.published_at is None or edition.published_at is None:
        return Denial.NOT_THERE
    if document.is_restricted:
        return Denial.GONE
    if document.state == DocumentState.PUBLISHED or entitled:
        return None
    return Denial.GONE


def _file_denial(actor: Actor, document: Document, channel: Channel) -> Denial | None:
    if document.download_access == DownloadAccess.ANYONE:
        return None
    if document.download_access == DownloadAccess.MEMBERS:
        signed_in = not actor.is_stranger and channel not in FOR_EVERYBODY
        return None if signed_in else Denial.SIGN_IN
    return Denial.NOT_ENTITLED


def _is_entitled(actor: Actor, document: Document) -> bool:
    if actor.is_stranger and not actor.passes:
        return False
    theirs = Q(user=actor.user_id) if actor.user_id else Q(pk__isnull=True)
    if actor.passes:
        theirs |= Q(pass_hash__in=actor.passes)
    rows = Entitlement.objects.filter(theirs, document=document)
    return rows.filter(revoked_at__isnull=True).exists()


def _nothing(edition: Edition, denial: Denial) -> Rights:
    return Rights(denial, 0, edition.page_count, denial)
