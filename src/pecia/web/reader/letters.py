"""Writing about a document: bad quality, or one's own rights. No account is needed."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from pecia.edge.actors import actor_of
from pecia.edge.addresses import address_of
from pecia.edge.limits import require_fair_use
from pecia.library.public import Channel, ReportKind, file_report
from pecia.web.frame.language_names import html_language
from pecia.web.frame.page import Meta
from pecia.web.reader import labels, page, presenters
from pecia.web.reader.access import Opened, open_document

LETTERS_PER_HOUR = 20


class ReportForm(forms.Form):
    """A reader has found something wrong."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=list(labels.COMPLAINTS.items()),
    )
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=1_000_000)
    words = forms.CharField(label=_("In your words"), widget=forms.Textarea, max_length=5_000)
    email = forms.EmailField(label=_("Your e-mail, if you want an answer"), required=False)


class RightsForm(forms.Form):
    """Somebody's rights are infringed: what a notice must hold.

    The fields follow DSA art. 16(2) and 17 U.S.C. § 512(c)(3): who, which work, where, and the
    statements of good faith and of standing.
    """

    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"))
    capacity = forms.ChoiceField(
        label=_("You write as"),
        widget=forms.RadioSelect,
        choices=list(labels.CAPACITIES.items()),
    )
    work = forms.CharField(label=_("Which work or right?"), max_length=500)
    passages = forms.CharField(
        label=_("Where in the document, and why?"), widget=forms.Textarea, max_length=4_000
    )
    statement_true = forms.BooleanField(label=_("What I write is true to my best knowledge."))
    statement_entitled = forms.BooleanField(label=_("I am entitled to send this notice."))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Report an error or bad quality."""
    opened = open_document(request, number, Channel.HTML)
    form = ReportForm(request.POST or None, initial={"kind": "content"})
    receipt = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        receipt = _file(
            request,
            opened,
            ReportKind.QUALITY,
            f"[{data['kind']}] {data['words']}",
            page=data["page"],
            sender_email=data["email"],
        )
    shown = {"page": _notice(opened, form, receipt)}
    return render(request, "web/reader/report.html", shown, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: HttpRequest, number: int) -> HttpResponse:
    """Tell that one's rights are infringed."""
    opened = open_document(request, number, Channel.HTML)
    form = RightsForm(request.POST or None, initial={"capacity": "holder"})
    receipt = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        receipt = _file(
            request,
            opened,
            ReportKind.RIGHTS,
            f"[{data['capacity']}] {data['work']}\n\n{data['passages']}",
            sender_name=data["name"],
            sender_email=data["email"],
        )
    shown = {"page": _notice(opened, form, receipt)}
    return render(request, "web/reader/rights.html", shown, status=_status(form))


def _file(
    request: HttpRequest,
    opened: Opened,
    kind: ReportKind,
    message: str,
    *,
    page: int | None = None,
    sender_name: str = "",
    sender_email: str = "",
) -> str:
    require_fair_use("letter", address_of(request), LETTERS_PER_HOUR)
    filed = file_report(
        opened.document,
        kind,
        message,
        actor=actor_of(request),
        page=page,
        sender_name=sender_name,
        sender_email=sender_email,
    )
    return str(filed.number)


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200


def _notice(opened: Opened, form: forms.Form, receipt: str) -> page.NoticePage:
    document = opened.document
    return page.NoticePage(
        number=document.number,
        title=document.title,
        extension=presenters.dotted(opened.edition),
        language=html_language(document.language),
        form=form,
        receipt=receipt,
        meta=Meta(robots="noindex"),
    )
