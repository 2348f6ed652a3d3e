"""What a document says of itself to programs: meta tags, Open Graph, schema.org.

Made for strangers, whoever looks: these leave the site and are kept by others.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from pecia.library.public import Document, Edition, Rights
from pecia.web.frame.language_names import html_language
from pecia.web.frame.page import Meta
from pecia.web.reader import labels

_DESCRIPTION = 180  # characters


def meta_of(document: Document, edition: Edition, rights: Rights, opening: str) -> Meta:
    """For a document that strangers may see; for others only that no robot should keep it.

    `rights` are those of a stranger, `opening` is the text of page 1.
    """
    if not rights.may_see or edition.pk != document.current_edition_id:
        return quiet(_url(document))
    path = f"/d/{document.number}/{edition.ordinal}/{edition.revision}/1-card.jpg"
    image = f"{settings.SITE_URL}{path}" if rights.may_read(1) else ""
    summary = _summary(document, opening if rights.may_read(1) else "")
    return Meta(
        canonical_url=_url(document),
        description=summary,
        image_url=image,
        kind="article",
        structured_data=_structured(document, edition, rights, summary, image),
    )


def site_meta(path: str, description: str = "") -> Meta:
    """For pages that are not one document's."""
    return Meta(canonical_url=f"{settings.SITE_URL}{path}", description=description)


def quiet(url: str) -> Meta:
    """Nothing for robots but the address."""
    return Meta(canonical_url=url, robots="noindex")


def _summary(document: Document, opening: str) -> str:
    """The publisher's words, or the opening of the text that everybody may read."""
    words = " ".join((document.description or opening).split())
    return words if len(words) <= _DESCRIPTION else words[: _DESCRIPTION - 1].rstrip() + "…"


def _structured(
    document: Document, edition: Edition, rights: Rights, summary: str, image: str
) -> dict[str, object]:
    """`DigitalDocument` of schema.org."""
    _label, licence_url = labels.licence_label(document.licence)
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "name": document.title,
        "identifier": str(document.number),
        "url": _url(document),
        "description": summary,
        "inLanguage": html_language(document.language),
        "numberOfPages": edition.page_count,
        "version": edition.ordinal,
        "datePublished": document.published_at.isoformat() if document.published_at else None,
        "dateModified": document.updated_at.isoformat(),
        "keywords": ", ".join(document.keywords),
        "isAccessibleForFree": rights.reads_all,
        "license": licence_url or None,
        "thumbnailUrl": image or None,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/ReadAction",
            "userInteractionCount": document.view_count,
        },
    }
    return {name: value for name, value in data.items() if value not in (None, "")}


def _url(document: Document) -> str:
    return f"{settings.SITE_URL}{reverse('reader-document', args=[document.number])}"
