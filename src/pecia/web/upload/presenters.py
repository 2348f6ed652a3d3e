"""Files on their way, as the upload page shows them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext
from PIL import Image

from pecia.ingest.public import EXTENSIONS, Upload, UploadState, uploads_of
from pecia.kernel.ids import new_token
from pecia.kernel.text import split_name
from pecia.library.public import Document, Edition, EditionState
from pecia.reading.public import first_image, has_first_image
from pecia.web.frame.language_names import html_language
from pecia.web.reader import labels
from pecia.web.reader.page import Finding
from pecia.web.upload import page
from pecia.web.upload.forms import DescribeForm, initial_of

POLL = 300  # milliseconds
_SETTLED = (EditionState.APPROVED, EditionState.HELD, EditionState.REFUSED, EditionState.FAILED)
_ENDED_BADLY = (EditionState.REFUSED, EditionState.FAILED)
_STEPS = (N_("Received"), N_("Inspected"), N_("Converted"), N_("Published"))
_PLACE = {  # how many steps are done
    EditionState.RECEIVED: 1,
    EditionState.INSPECTED: 2,
    EditionState.CONVERTED: 3,
    EditionState.PAGINATED: 3,
    EditionState.DESCRIBED: 3,
    EditionState.APPROVED: 3,
    EditionState.HELD: 3,
}


def upload_page(
    uploads: list[Upload], chosen: page.Description | None, edition_of: Document | None
) -> page.UploadPage:
    """`web/upload/upload.html`."""
    token = chosen.token if chosen else ""
    return page.UploadPage(
        limits=limits(),
        batch=new_token(),
        jobs=tuple(job(upload, is_chosen=upload.token == token) for upload in uploads),
        chosen=chosen,
        edition_of=edition_of.number if edition_of else None,
        edition_of_title=edition_of.title if edition_of else "",
    )


def limits() -> page.Limits:
    """What the browser is told before bytes move; the server holds to the same."""
    return page.Limits(
        max_bytes=settings.MAX_UPLOAD_BYTES,
        extensions=tuple(f".{extension}" for extension in sorted(EXTENSIONS)),
        chunk_bytes=settings.UPLOAD_CHUNK_BYTES,
        formats_label=_(
            "Word, PowerPoint, Excel, PDF, OpenDocument, Markdown, EPUB, text, pictures"
        ),
    )


def wants_attention(upload: Upload) -> bool:
    """Whether it belongs on the upload page: arrived, and not done with."""
    edition = upload.edition
    if edition is None or upload.state != UploadState.RECEIVED:
        return False
    document = edition.document
    return document.state == "draft" or edition.state not in _SETTLED


def job(upload: Upload, *, is_chosen: bool = False) -> page.Job:
    """`web/upload/_job.html`."""
    edition = upload.edition
    if edition is None:
        return _arriving(upload)
    document = edition.document
    published = document.current_edition_id == edition.pk and document.state == "published"
    moving = edition.state not in _SETTLED or (
        document.publish_requested_at is not None
        and edition.state == EditionState.APPROVED
        and not published
    )
    return page.Job(
        token=upload.token,
        file_name=upload.file_name,
        format_code=split_name(upload.file_name)[1],
        size_bytes=upload.length,
        steps=_steps(edition, published=published),
        language=html_language(edition.language),
        note=_note(edition, published=published),
        notice=_notice(edition),
        actions=_actions(edition, published=published),
        poll_milliseconds=POLL if moving else 0,
        can_describe=document.state == "draft" and edition.state not in _ENDED_BADLY,
        is_chosen=is_chosen,
        needs_attention=edition.state in (*_ENDED_BADLY, EditionState.HELD),
        document_number=document.number if published else None,
    )


def description(
    upload: Upload, form: DescribeForm | None = None, uploads: list[Upload] | None = None
) -> page.Description:
    """`web/upload/_describe.html`."""
    edition = _edition_of(upload)
    document = edition.document
    rest = uploads if uploads is not None else uploads_of(upload.owner)
    return page.Description(
        token=upload.token,
        file_name=upload.file_name,
        title=document.title,
        extension=f".{edition.extension}" if edition.extension else "",
        format_code=edition.extension or edition.format,
        size_bytes=edition.size,
        form=form or DescribeForm(initial=initial_of(document), page_count=edition.page_count),
        preview=_preview(upload, edition),
        masked_name=upload.owner.masked_name,
        display_name=upload.owner.name,
        language=html_language(document.language),
        findings=findings(edition),
        saved_at=document.updated_at if document.rights_basis else None,
        next_token=next_token(upload, rest),
    )


def waiting_reason(upload: Upload) -> str:
    """Why a document that was sent to be published is not yet."""
    notice = _notice(_edition_of(upload))
    if notice is not None:
        return _("%(title)s: %(text)s") % vars(notice)
    return _("It is published as soon as its pages are made.")


def next_token(upload: Upload, uploads: list[Upload]) -> str:
    """The next file that has not been described."""
    waiting = (
        each.token
        for each in uploads
        if each.pk != upload.pk and wants_attention(each) and not _document_of(each).rights_basis
    )
    return next(waiting, "")


def findings(edition: Edition) -> tuple[Finding, ...]:
    """What the publisher should know of their file, also what readers are not told."""
    rows = [
        Finding(
            _(labels.FINDINGS.get(row["code"]) or OWN_FINDINGS[row["code"]]), row["detail"], "hold"
        )
        for row in edition.findings
        if row["code"] in labels.FINDINGS or row["code"] in OWN_FINDINGS
    ]
    if not rows and edition.state in (EditionState.APPROVED, EditionState.DESCRIBED):
        rows = [Finding(_("No macros, no links to outside, nothing hidden"))]
    return tuple(rows)


# What only the publisher is told, before it is published.
OWN_FINDINGS = {
    "tracked_changes": N_("It holds tracked changes"),
    "comments": N_("It holds comments"),
    "hidden_sheet": N_("It has hidden sheets"),
    "hidden_slide": N_("It has hidden slides"),
    "author_names": N_("It names people who worked on it"),
    "gps": N_("A picture in it says where it was taken"),
    "external_link": N_("It has links to other places"),
    "blank_pages": N_("It has blank pages"),
    "hidden_text": N_("It holds text that its pages do not show"),
    "text_encoding": N_("Its letters were read as"),
}


def _arriving(upload: Upload) -> page.Job:
    return page.Job(
        token=upload.token,
        file_name=upload.file_name,
        format_code=split_name(upload.file_name)[1],
        size_bytes=upload.length,
        steps=tuple(page.Step(_(label)) for label in _STEPS),
        poll_milliseconds=POLL if upload.offset == upload.length else 0,
    )


def _steps(edition: Edition, *, published: bool) -> tuple[page.Step, ...]:
    done = 4 if published else _PLACE.get(EditionState(edition.state), _reached(edition))
    marks = ["done"] * done + [""] * (4 - done)
    if edition.state in _ENDED_BADLY:
        marks[min(done, 3)] = "bad"
    elif edition.state == EditionState.HELD:
        marks[3] = "hold"
    elif done < 4:
        marks[done] = "now"
    labels_ = [*_STEPS[:3], _STEPS[3] if published or done < 3 else N_("Describe")]
    if edition.state == EditionState.HELD:
        labels_[3] = N_("Held")
    return tuple(page.Step(_(label), mark) for label, mark in zip(labels_, marks, strict=True))


def _reached(edition: Edition) -> int:
    """How far a file came that was refused."""
    if edition.revision:
        return 3
    return 2 if edition.inspected_at else 1


def _note(edition: Edition, *, published: bool) -> str:
    pages = ngettext("%(count)d page.", "%(count)d pages.", edition.page_count)
    counted = pages % {"count": edition.page_count}
    if published:
        return _("%(pages)s Published.") % {"pages": counted}
    if edition.state == EditionState.APPROVED and edition.document.publish_requested_at is None:
        return _("%(pages)s Ready: describe it and publish.") % {"pages": counted}
    if edition.state == EditionState.RECEIVED:
        return _("Looking for macros and for what hides in it.")
    if edition.state == EditionState.INSPECTED:
        return _("Being turned into pages.")
    return counted if edition.page_count else ""


def _notice(edition: Edition) -> page.JobNotice | None:
    if edition.state == EditionState.HELD:
        return page.JobNotice("hold", _("Held for review"), labels.hold_label(edition.code))
    if edition.state == EditionState.REFUSED:
        advice = labels.refusal_label(edition.code, edition.code_detail)
        return page.JobNotice("bad", _("This file is not taken"), advice)
    if edition.state == EditionState.FAILED:
        return page.JobNotice(
            "bad",
            _("This file could not be turned into pages"),
            _("The file is kept. Try it again, or save it as PDF and upload that."),
        )
    return None


def _actions(edition: Edition, *, published: bool) -> tuple[page.JobAction, ...]:
    if edition.document.state != "draft":
        return ()
    discard = page.JobAction("discard", _("Discard"))
    if edition.state in _ENDED_BADLY:
        return (page.JobAction("retry", _("Try again")), discard)
    if edition.state == EditionState.HELD:
        return (page.JobAction("discard", _("Withdraw")),)
    return ()


def _preview(upload: Upload, edition: Edition) -> page.Preview:
    moving = edition.state not in _SETTLED
    if not has_first_image(edition):
        return page.Preview(edition.page_count, poll_milliseconds=POLL if moving else 0)
    with Image.open(first_image(edition)) as picture:  # our own JPEG: only its header is read
        width, height = picture.size
    url = f"{reverse('upload-first-page', args=[upload.token])}?r={edition.revision}"
    return page.Preview(edition.page_count, url, width, height, POLL if moving else 0)


def _edition_of(upload: Upload) -> Edition:
    if upload.edition is None:
        raise ValueError("the upload has not arrived")
    return upload.edition


def _document_of(upload: Upload) -> Document:
    return _edition_of(upload).document
