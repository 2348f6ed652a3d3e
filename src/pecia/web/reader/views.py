"""The document's page and what belongs to it. Each view asks the gate in its first line."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from pecia.discovery.public import remember_reading
from pecia.edge.actors import actor_of, person_of
from pecia.edge.addresses import address_of
from pecia.edge.files import derived_file, original
from pecia.edge.limits import require_fair_use
from pecia.edge.sign_in import signed_in
from pecia.kernel import clock
from pecia.kernel.errors import NotThere
from pecia.library.public import (
    Channel,
    Denial,
    Document,
    Gone,
    VisitKind,
    count_visit,
    get_document,
    get_edition,
    is_insider,
    is_robot,
    open_original,
    toggle_favourite,
    tombstone_of,
    visitor_key,
)
from pecia.reading.public import first_image, page_image, pages_of, thumbnail
from pecia.web.frame.entries import uploader_name
from pecia.web.frame.language_names import html_language
from pecia.web.frame.page import Meta
from pecia.web.reader import citations, labels, page, presenters
from pecia.web.reader.access import Opened, asked_edition, open_document


@require_safe
def document(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a document, or its tombstone."""
    try:
        opened = open_document(request, number, Channel.HTML, asked_edition(request))
    except Gone:
        return _tombstone(request, get_document(number))
    first = _asked_page(request, opened)
    shown = presenters.document_page(request, opened, first)
    if _count(request, opened.document, VisitKind.VIEW):
        remember_reading(actor_of(request), opened.document)
    response = render(request, "web/reader/document.html", {"page": shown})
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def text(request: HttpRequest, number: int) -> HttpResponse:
    """The readable pages as running text."""
    opened = open_document(request, number, Channel.HTML, asked_edition(request))
    shown = presenters.text_view(request, opened, _asked_page(request, opened))
    return render(request, "web/reader/text.html", {"page": shown})


@require_safe
def printed(request: HttpRequest, number: int) -> HttpResponse:
    """The pages that may be read, for paper."""
    opened = open_document(request, number, Channel.PRINT, asked_edition(request))
    shown = presenters.document_page(request, opened, _asked_page(request, opened))
    return render(request, "web/reader/print.html", {"page": shown})


@require_safe
def image(
    request: HttpRequest, number: int, ordinal: int, revision: int, leaf: int, width: int
) -> HttpResponseBase:
    """A page as WebP."""
    opened = open_document(request, number, Channel.IMAGE, ordinal)
    _require_page(opened, revision, leaf)
    path = page_image(opened.edition, leaf, width)
    return derived_file(path, "image/webp", shared=_is_shared(opened))


@require_safe
def small_image(
    request: HttpRequest, number: int, ordinal: int, revision: int, leaf: int
) -> HttpResponseBase:
    """A page as thumbnail."""
    opened = open_document(request, number, Channel.THUMBNAIL, ordinal)
    _require_page(opened, revision, leaf)
    path = thumbnail(opened.edition, leaf)
    return derived_file(path, "image/webp", shared=_is_shared(opened))


@require_safe
def card(request: HttpRequest, number: int, ordinal: int, revision: int) -> HttpResponseBase:
    """Page 1 as JPEG, for cards in other places."""
    opened = open_document(request, number, Channel.IMAGE, ordinal)
    _require_page(opened, revision, 1)
    return derived_file(first_image(opened.edition), "image/jpeg", shared=_is_shared(opened))


@require_safe
def text_layer(
    request: HttpRequest, number: int, ordinal: int, revision: int, leaf: int
) -> HttpResponse:
    """The selectable text of a page, as SVG."""
    opened = open_document(request, number, Channel.TEXT_LAYER, ordinal)
    _require_page(opened, revision, leaf)
    (row,) = pages_of(opened.edition, leaf, leaf) or (None,)
    if row is None:
        raise NotThere
    layer = presenters.layer_of(opened.edition, row)
    response = render(
        request, "web/reader/_text_layer.html", {"layer": layer}, content_type="image/svg+xml"
    )
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


@require_safe
def cite(request: HttpRequest, number: int, style: str) -> HttpResponse:
    """Citations: all styles as a fragment, or a record for a reference manager."""
    opened = open_document(request, number, Channel.CITE)
    facts: dict[str, Any] = {
        "title": opened.document.title,
        "author": uploader_name(opened.document),
        "published": (opened.document.published_at or opened.document.created_at).date(),
        "url": presenters.permanent_url(opened.document),
    }
    if style == "all":
        language = html_language(opened.document.language)
        made = citations.citations(**facts, today=clock.now().date(), language=language)
        return render(request, "web/reader/_citations.html", {"citations": made})
    return _record(style, number, facts)


@require_safe
def download(request: HttpRequest, number: int) -> HttpResponseBase:
    """The original, byte for byte."""
    opened = open_document(request, number, Channel.DOWNLOAD, asked_edition(request))
    if opened.rights.file_denial is Denial.SIGN_IN:
        return redirect_to_login(request.get_full_path())
    if not opened.rights.may_download:
        raise NotThere
    require_fair_use("download", address_of(request), settings.DOWNLOADS_PER_HOUR)
    file = open_original(opened.edition)
    if request.method == "GET" and not request.headers.get("Range", "").strip().startswith(
        tuple(f"bytes={digit}" for digit in "123456789-")
    ):
        _count(request, opened.document, VisitKind.DOWNLOAD)
    return original(request, file, opened.edition.size, opened.edition.file_name)


@require_POST
@signed_in
def favourite(request: HttpRequest, number: int) -> HttpResponse:
    """Save a document or forget it."""
    opened = open_document(request, number, Channel.HTML)
    toggle_favourite(person_of(request), opened.document)
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}):
        return redirect(target)
    return redirect("reader-document", number=number)


def _tombstone(request: HttpRequest, gone: Document) -> HttpResponse:
    """What was here, why it is not, and since when. An erased one does not even keep its title."""
    stone = tombstone_of(gone)
    erased = stone.by == "erased"
    edition = None if erased else get_edition(gone)
    shown = page.TombstonePage(
        number=gone.number,
        removed_at=stone.since,
        reason=stone.reason,
        title="" if erased else gone.title,
        extension=presenters.dotted(edition) if edition else "",
        language="" if erased else html_language(gone.language),
        removed_by=labels.removed_by(stone.by),
        meta=Meta(robots="noindex"),
    )
    response = render(request, "web/reader/tombstone.html", {"page": shown}, status=410)
    response["Cache-Control"] = "no-store"
    return response


def _record(style: str, number: int, facts: dict[str, Any]) -> HttpResponse:
    if style == "bibtex":
        content, kind, name = citations.bibtex(number=number, **facts), "x-bibtex", "bib"
    elif style == "ris":
        content, kind, name = citations.ris(**facts), "x-research-info-systems", "ris"
    else:
        raise NotThere
    response = HttpResponse(content, content_type=f"application/{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pecia-{number}.{name}"'
    return response


def _asked_page(request: HttpRequest, opened: Opened) -> int:
    """`?from=`, within what may be read."""
    asked = request.GET.get("from", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return max(1, min(number, opened.rights.pages or 1))


def _require_page(opened: Opened, revision: int, leaf: int) -> None:
    """A page that may be read, of the artefacts that are in force; else it is not there."""
    if revision != opened.edition.revision or not opened.rights.may_read(leaf):
        raise NotThere


def _is_shared(opened: Opened) -> bool:
    return not opened.rights.is_insider


def _count(request: HttpRequest, seen: Document, kind: VisitKind) -> bool:
    """Count readers, not robots, and not those to whom the document belongs; whether it is one."""
    agent = request.headers.get("User-Agent", "")
    actor = actor_of(request)
    if request.method != "GET" or is_robot(agent) or is_insider(actor, seen):
        return False
    count_visit(seen, kind, visitor_key(address_of(request), agent, actor.user_id))
    return True
