"""A member's documents: the list, and one of them to edit, renew or withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pecia.discovery.public import saved_searches_of
from pecia.edge.actors import actor_of, person_of
from pecia.edge.sign_in import signed_in
from pecia.library.public import (
    Document,
    Edition,
    changeable_documents,
    describe,
    editions_of,
    favourite_count,
    get_own_document,
    history_of,
    request_publication,
    shelf_counts,
    withdraw,
)
from pecia.trade.public import purchases_of
from pecia.web.frame.entries import pager_of, state_of, thumbnail_url
from pecia.web.frame.language_names import html_language
from pecia.web.mine import page
from pecia.web.mine.forms import EditForm, WithdrawForm
from pecia.web.mine.history import history_events
from pecia.web.reader import labels
from pecia.web.reader import page as reader_page
from pecia.web.reader import presenters as reader
from pecia.web.upload.forms import initial_of

PER_PAGE = 25


@require_safe
@signed_in
def documents(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    actor = actor_of(request)
    rows = changeable_documents(actor).select_related("owner", "current_edition")
    found = Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE)
    current = found.get_page(request.GET.get("page", "1"))
    shown = page.MyDocumentsPage(
        documents=tuple(_row(document) for document in current.object_list),
        pager=pager_of(request, current),
        counts=counts(request),
        masked_name=person_of(request).masked_name,
        unpublished=rows.filter(state="draft", rights_basis="").count(),
    )
    return render(request, "web/mine/documents.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def document(request: HttpRequest, number: int) -> HttpResponse:
    """One document; `act` says what is done with it."""
    own = get_own_document(number, actor_of(request))
    if request.method != "POST":
        return _show(request, own)
    return _ACTS.get(request.POST.get("act", ""), _unknown)(request, own)


def counts(request: HttpRequest) -> page.Counts:
    """The figures on the tabs."""
    collections, favourites = shelf_counts(person_of(request))
    total = changeable_documents(actor_of(request)).count()
    searches = len(saved_searches_of(person_of(request)))
    bought = purchases_of(person_of(request)).count()
    return page.Counts(total, collections, favourites, searches, bought)


def _save(request: HttpRequest, own: Document) -> HttpResponse:
    form = EditForm(request.POST, initial=initial_of(own), page_count=_newest(own).page_count)
    if not form.is_valid():
        return _show(request, own, form=form, status=422)
    describe(own, form.description_of_edit(own), actor_of(request))
    messages.success(request, _("Saved."))
    return redirect("library-mine-document", number=own.number)


def _withdraw(request: HttpRequest, own: Document) -> HttpResponse:
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _show(request, own, withdraw_form=form, status=422)
    withdraw(own, actor_of(request), form.cleaned_data["reason"])
    messages.success(request, _("Withdrawn. Its page says since when and why."))
    return redirect("library-mine-document", number=own.number)


def _publish(request: HttpRequest, own: Document) -> HttpResponse:
    if request_publication(own, actor_of(request)):
        messages.success(request, _("Published."))
    else:
        messages.info(request, _("It is published as soon as its pages are made."))
    return redirect("library-mine-document", number=own.number)


def _unknown(request: HttpRequest, own: Document) -> HttpResponse:
    return _show(request, own, status=400)


_ACTS = {"save": _save, "withdraw": _withdraw, "publish": _publish}


def _show(
    request: HttpRequest,
    own: Document,
    *,
    form: EditForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    edition = _newest(own)
    kind, label = state_of(own, edition)
    owner = own.owner
    published = own.state == "published"
    shown = page.MyDocumentPage(
        number=own.number,
        title=own.title,
        extension=reader.dotted(edition),
        language=html_language(own.language),
        state=kind,
        state_label=label,
        certificate=reader.certificate(own, edition),
        editions=tuple(reader.edition_row(own, row, edition) for row in editions_of(own)),
        history=history_events(history_of(own)),
        masked_name=owner.masked_name,
        display_name=owner.name,
        form=form or EditForm(initial=initial_of(own), page_count=edition.page_count),
        withdraw_form=(withdraw_form or WithdrawForm()) if published else None,
        standing=_standing(own, edition),
        may_add_edition=own.published_at is not None,
        may_publish=not published and bool(own.rights_basis) and edition.state == "approved",
        cover_url=thumbnail_url(own.number, edition, 1) if edition.revision else "",
        reads=own.view_count,
        downloads=own.download_count,
        favourites=favourite_count(own),
    )
    return render(request, "web/mine/document.html", {"page": shown}, status=status)


def _standing(own: Document, edition: Edition) -> reader_page.Standing | None:
    if edition.state == "held":
        reason = labels.hold_label(edition.code)
        return reader_page.Standing("held", _("Held for review"), reason)
    if own.is_restricted:
        return reader_page.Standing("withdrawn", _("This document is restricted"))
    if own.state == "withdrawn":
        return reader_page.Standing("withdrawn", _("You withdrew it"), own.state_reason)
    return None


def _row(document: Document) -> page.MyDocument:
    edition = _newest(document)
    kind, label = state_of(document, edition)
    entry: dict[str, Any] = {"note": document.state_reason} if document.state_reason else {}
    return page.MyDocument(
        number=document.number,
        title=document.title,
        extension=reader.dotted(edition),
        language=html_language(document.language),
        format_code=edition.extension or edition.format,
        page_count=edition.page_count,
        edition=edition.ordinal,
        state=kind,
        state_label=label,
        uploaded_at=document.created_at,
        reads=document.view_count,
        downloads=document.download_count,
        **entry,
    )


def _newest(document: Document) -> Edition:
    return editions_of(document)[0]
