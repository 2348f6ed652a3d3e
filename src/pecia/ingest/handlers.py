"""Letters to publishers about files that did not become a document."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from pecia.engine.public import ADVICE
from pecia.library.public import Edition, EditionEnded, EditionState


def write_to_publisher(event: EditionEnded) -> None:
    """Say that a file is held, refused or failed, and what to do. At least once."""
    edition = Edition.objects.select_related("document__owner").get(pk=event.edition_id)
    owner = edition.document.owner
    if not owner.is_active:
        return
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        words = _words(event)
        facts = {"name": edition.file_name, "number": edition.document.number}
        send_mail(
            _("%(name)s (№ %(number)s)") % facts,
            f"{words}\n\n{settings.SITE_URL}/upload/\n",
            settings.DEFAULT_FROM_EMAIL,
            [owner.email],
        )


def _words(event: EditionEnded) -> str:
    if event.state == EditionState.HELD:
        return _("Your file is held: a person looks at it before it can be published.")
    if event.state == EditionState.REFUSED:
        advice = ADVICE.get(event.code, "")
        return " ".join(filter(None, (_("Your file was not taken."), _(advice) if advice else "")))
    return _("Your file could not be turned into pages. It is kept; try it again, or send a PDF.")
