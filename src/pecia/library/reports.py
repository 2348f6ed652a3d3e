"""Letters about documents: a reader found bad quality, or somebody's rights are concerned."""

from __future__ import annotations

from django.db import transaction

from pecia.accounts.public import Actor, Permission
from pecia.kernel import clock, events, text
from pecia.kernel.errors import NotAllowed, PeciaError
from pecia.kernel.ids import next_number
from pecia.library.events import DocumentReported
from pecia.library.models import Document, Report
from pecia.library.types import ReportKind


class EmptyReport(PeciaError):
    """A letter without words."""

    code = "empty_report"
    advice = "Write what is wrong, and on which page."
    status = 422


@transaction.atomic
def file_report(
    document: Document,
    kind: ReportKind,
    message: str,
    *,
    actor: Actor,
    page: int | None = None,
    sender_name: str = "",
    sender_email: str = "",
) -> Report:
    """Take a letter; its number is the receipt. Raises `EmptyReport`."""
    clean = text.paragraphs(message, 5_000)
    if not clean:
        raise EmptyReport
    report = Report.objects.create(
        number=next_number("report"),
        document=document,
        kind=kind,
        page=page,
        message=clean,
        sender=actor.user,
        sender_name=text.one_line(sender_name, 120),
        sender_email=text.one_line(sender_email, 254),
        created_at=clock.now(),
    )
    events.tell(DocumentReported(report_id=report.pk))
    return report


def open_reports() -> list[Report]:
    """Letters that wait for an answer, oldest first."""
    rows = Report.objects.filter(answered_at__isnull=True).order_by("created_at")
    return list(rows.select_related("document", "sender"))


def answer_report(report: Report, answer: str, actor: Actor) -> bool:
    """Close a letter with what was done. False when somebody was faster. Raises `NotAllowed`."""
    if not actor.may(Permission.LIBRARY_REPORT_ANSWER):
        raise NotAllowed
    rows = Report.objects.filter(pk=report.pk, answered_at__isnull=True)
    return rows.update(answered_at=clock.now(), answer=text.paragraphs(answer, 5_000)) == 1
