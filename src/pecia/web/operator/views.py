"""What an operator watches: figures, documents and their pipeline, dead letters, people, health."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pecia.accounts.public import (
    Permission,
    Role,
    User,
    grant_role,
    revoke_role,
    set_active,
)
from pecia.discovery.public import end_note, note_document, note_of
from pecia.edge.actors import actor_of, person_of
from pecia.edge.sign_in import needs
from pecia.ingest.public import IngestJob, dead_jobs, queue_length, retry, runs_of
from pecia.kernel.errors import NotAllowed, NotThere
from pecia.library.public import (
    Document,
    Edition,
    answer_report,
    day_figures,
    discard_by_operator,
    document_counts,
    editions_of,
    get_document,
    held_editions,
    lift_restriction,
    open_reports,
    owned_counts,
    release,
    restrict,
    restrictions_of,
    search_all,
)
from pecia.web.catalogue.page import Option
from pecia.web.frame.entries import pager_of, state_of
from pecia.web.frame.language_names import html_language
from pecia.web.operator import page
from pecia.web.operator.forms import ReasonForm
from pecia.web.operator.health import health_page
from pecia.web.operator.keys import row_key
from pecia.web.operator.labels import outcome_label, step_label
from pecia.web.reader import presenters as reader
from pecia.web.reader.labels import hold_label, letter_text

PER_PAGE = 40


@require_safe
@needs(Permission.SITE_HEALTH_SEE)
def home(request: HttpRequest) -> HttpResponse:
    """Figures of the day, and what waits."""
    day = day_figures()
    figures = (
        page.Figure(_("Documents"), str(document_counts()["published"])),
        page.Figure(_("On their way"), str(queue_length())),
        page.Figure(_("Received today"), str(day["received"])),
        page.Figure(_("Published today"), str(day["published"])),
        page.Figure(_("Refused today"), str(day["refused"])),
    )
    shown = page.OperatorHome(figures, tuple(_attention()))
    return render(request, "web/operator/home.html", {"page": shown})


def _attention() -> list[page.Attention]:
    waiting = []
    if held := held_editions().count():
        url = f"{reverse('operator-documents')}?state=held"
        text = _("A person decides whether they may be published.")
        title = _("Held: %(count)d") % {"count": held}
        waiting.append(page.Attention(title, text, url, _("Look at them")))
    if dead := len(dead_jobs()):
        text = _("They were tried several times; the log says why.")
        url = reverse("operator-dead-letters")
        title = _("Given up: %(count)d") % {"count": dead}
        waiting.append(page.Attention(title, text, url, _("Look"), is_urgent=True))
    if letters := len(open_reports()):
        text = _("Readers and rights holders wait for an answer.")
        url = reverse("operator-reports")
        title = _("Letters: %(count)d") % {"count": letters}
        waiting.append(page.Attention(title, text, url, _("Read")))
    return waiting


@require_safe
@needs(Permission.LIBRARY_DOCUMENT_INSPECT)
def documents(request: HttpRequest) -> HttpResponse:
    """All documents in every state."""
    query, state = request.GET.get("q", ""), request.GET.get("state", "")
    found = Paginator(search_all(query, state), PER_PAGE)
    current = found.get_page(request.GET.get("page", "1"))
    counted = document_counts()
    labels = {
        "": _("All"),
        "published": _("Published"),
        "draft": _("Not published"),
        "held": _("Held"),
        "withdrawn": _("Withdrawn"),
        "erased": _("Erased"),
    }
    shown = page.DocumentsPage(
        documents=tuple(_document_row(each) for each in current.object_list),
        pager=pager_of(request, current),
        query=query,
        states=tuple(
            Option(value, label, counted.get(value, sum(counted.values())), value == state)
            for value, label in labels.items()
        ),
    )
    return render(request, "web/operator/documents.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LIBRARY_DOCUMENT_INSPECT)
def document(request: HttpRequest, number: int) -> HttpResponse:
    """One document with what the pipeline did; decisions on it."""
    row = get_document(number)
    edition = editions_of(row)[0]
    form = ReasonForm(request.POST if request.POST.get("act") in _REASONED else None)
    if request.method == "POST":
        _decide(request, row, edition, form)
        if not form.is_bound or form.is_valid():
            return redirect("operator-document", number=number)
    kind, label = state_of(row, edition)
    shown = page.DocumentPage(
        number=row.number,
        title=row.title,
        extension=reader.dotted(edition),
        language=html_language(row.language),
        owner=row.owner.name,
        state=kind,
        state_label=label,
        sha256=edition.blob_id or "",
        editions=tuple(reader.edition_row(row, each, edition) for each in editions_of(row)),
        log=tuple(map(_log_entry, runs_of(edition))),
        withdraw_form=form if row.state != "erased" and not row.is_restricted else None,
        may_retry=edition.state in ("refused", "failed")
        and actor_of(request).may(Permission.INGEST_JOB_RETRY),
        may_release=edition.state == "held",
        held_reason=hold_label(edition.code),
        may_note=row.state == "published" and not row.is_restricted,
        note=note.reason if (note := note_of(row)) else "",
        restrictions=tuple(each.reason for each in restrictions_of(row)),
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "web/operator/document.html", {"page": shown}, status=status)


_REASONED = ("withdraw", "approve", "refuse")


def _decide(request: HttpRequest, row: Document, edition: Edition, form: ReasonForm) -> None:
    act = request.POST.get("act", "")
    if act == "retry":
        if not actor_of(request).may(Permission.INGEST_JOB_RETRY):
            raise NotAllowed
        _retry(request, IngestJob.objects.filter(edition=edition).first())
    elif act == "lift":
        for each in restrictions_of(row):
            lift_restriction(row, source=each.source)
    elif act == "note" and request.POST.get("note", "").strip():
        note_document(row, actor_of(request), request.POST["note"])
    elif act == "end-note":
        end_note(row, actor_of(request))
    elif act in _REASONED and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act == "withdraw":
            restrict(row, source=f"operator-{person_of(request).pk}", reason=reason)
        else:
            release(edition, actor_of(request), approve=act == "approve", reason=reason)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.INGEST_JOB_RETRY)
def dead_letters(request: HttpRequest) -> HttpResponse:
    """What was tried too often."""
    if request.method == "POST":
        job = _job(request.POST.get("retry") or request.POST.get("drop") or "")
        if "retry" in request.POST:
            _retry(request, job)
        elif job is not None:
            discard_by_operator(job.edition.document, actor_of(request))
        return redirect("operator-dead-letters")
    found = Paginator(dead_jobs(), PER_PAGE)
    current = found.get_page(request.GET.get("page", "1"))
    letters = tuple(_dead_letter(job) for job in current.object_list)
    shown = page.DeadLettersPage(letters, pager_of(request, current))
    return render(request, "web/operator/dead_letters.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.ACCOUNT_USER_LIST)
def users(request: HttpRequest) -> HttpResponse:
    """People, their roles, and whether they may come in."""
    if request.method == "POST":
        _change_user(request)
        return redirect(request.get_full_path())
    query = request.GET.get("q", "")
    found = Paginator(_people(query), PER_PAGE)
    current = found.get_page(request.GET.get("page", "1"))
    owned = owned_counts([user.pk for user in current.object_list])
    shown = page.UsersPage(
        users=tuple(_user_row(user, owned.get(user.pk, 0)) for user in current.object_list),
        pager=pager_of(request, current),
        roles=tuple(Option(role, label) for role, label in _role_labels().items()),
        query=query,
    )
    return render(request, "web/operator/users.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LIBRARY_REPORT_ANSWER)
def reports(request: HttpRequest) -> HttpResponse:
    """Letters about documents that wait for an answer."""
    rows = open_reports()
    if request.method == "POST":
        report = next((each for each in rows if str(each.number) == request.POST.get("key")), None)
        if report is None:
            raise NotThere
        answer_report(report, request.POST.get("answer", ""), actor_of(request))
        return redirect("operator-reports")
    letters = tuple(
        page.Letter(
            number=each.number,
            kind=_("Rights") if each.kind == "rights" else _("Quality"),
            message=letter_text(each.message),
            sent_at=each.created_at,
            document_number=each.document.number,
            document_title=each.document.title,
            document_language=html_language(each.document.language),
            sender=each.sender_name or (each.sender.name if each.sender else ""),
            email=each.sender_email,
            leaf=each.page or 0,
        )
        for each in rows
    )
    return render(request, "web/operator/reports.html", {"page": page.ReportsPage(letters)})


@require_safe
@needs(Permission.SITE_HEALTH_SEE)
def health(request: HttpRequest) -> HttpResponse:
    """What was looked at just now."""
    return render(request, "web/operator/health.html", {"page": health_page()})


def _retry(request: HttpRequest, job: IngestJob | None) -> None:
    if job is None:
        raise NotThere
    if retry(job):
        messages.success(request, _("It is on its way again."))
    else:
        messages.warning(request, _("There is nothing to repeat."))


def _job(key: str) -> IngestJob | None:
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    return IngestJob.objects.select_related("edition__document").filter(pk=int(key)).first()


def _people(query: str) -> QuerySet[User]:
    rows = User.objects.filter(erased_at__isnull=True).order_by("-date_joined", "-pk")
    if query:
        rows = rows.filter(Q(email__icontains=query) | Q(display_name__icontains=query))
    return rows.annotate(known=Count("pk"))


def _change_user(request: HttpRequest) -> None:
    user = User.objects.filter(pk=row_key(request.POST.get("key", ""))).first()
    act = request.POST.get("act", "")
    if user is None:
        raise NotThere
    if user.pk == person_of(request).pk:
        messages.error(request, _("You can't change your own role or lock yourself out."))
    elif act in ("suspend", "restore"):
        set_active(user, active=act == "restore")
    elif act == "roles":
        wanted = set(request.POST.getlist("role"))
        for role in Role:
            (grant_role if role in wanted else revoke_role)(user, role)


def _role_labels() -> dict[str, str]:
    return {Role.SUPERVISOR: _("Supervisor"), Role.OPERATOR: _("Operator")}


def _document_row(row: Document) -> page.DocumentRow:
    edition = row.current_edition or editions_of(row)[0]
    kind, label = state_of(row, edition)
    return page.DocumentRow(
        number=row.number,
        title=row.title,
        extension=reader.dotted(edition),
        language=html_language(row.language),
        format_code=edition.extension or edition.format,
        owner=row.owner.name,
        state=kind,
        state_label=label,
        uploaded_at=row.created_at,
        page_count=edition.page_count,
    )


def _log_entry(run: Any) -> page.LogEntry:
    mark, word = outcome_label(run.outcome)
    return page.LogEntry(
        started_at=run.began_at,
        step=step_label(run.step),
        outcome=mark,
        outcome_label=word,
        attempt=run.attempt,
        seconds=None if run.milliseconds is None else run.milliseconds / 1000,
        code=run.code,
        detail=run.detail,
    )


def _dead_letter(job: IngestJob) -> page.DeadLetter:
    return page.DeadLetter(
        key=str(job.pk),
        file_name=job.edition.file_name,
        step=step_label(job.step),
        code=job.edition.code,
        message=job.failure[:300],
        attempts=job.attempts,
        failed_at=job.changed_at,
        document_number=job.edition.document.number,
    )


def _user_row(user: User, document_count: int) -> page.UserRow:
    return page.UserRow(
        key=str(user.pk),
        display_name=user.name,
        email=user.email,
        roles=tuple(str(role) for role in user.roles),
        document_count=document_count,
        joined_at=user.date_joined,
        seen_at=user.last_login,
        is_active=user.is_active,
    )
