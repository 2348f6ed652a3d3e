"""Samples of the upload page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pecia.web.reader.page import Finding
from pecia.web.upload.page import (
    Described,
    Description,
    Job,
    JobAction,
    JobNotice,
    Limits,
    Preview,
    Step,
    UploadPage,
)
from tests.web.preview import Sample
from tests.web.samples.forms import DescribeForm

DUE = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)
LABELS = ("Received", "Inspected", "Converted", "Published")


def samples(media: Path) -> list[Sample]:
    """The page with a full batch, empty, and its fragments."""
    page = UploadPage(LIMITS, "b1", jobs(), description())
    empty = UploadPage(LIMITS, "b2")
    return [
        Sample("upload", "web/upload/upload.html", {"page": page}, "upload-page", True),
        Sample("upload-empty", "web/upload/upload.html", {"page": empty}, "upload-page", True),
        Sample(
            "upload-edition",
            "web/upload/upload.html",
            {"page": replace(empty, edition_of=20417, edition_of_title="河道巡查记录填写说明")},
            "upload-page",
            True,
        ),
        Sample("upload-describe", "web/upload/describe.html", {"page": description()}, "", True),
        Sample("upload-described", "web/upload/described.html", {"page": outcome()}, "", True),
        Sample(
            "fragment-describe",
            "web/upload/_describe.html",
            {"page": description()},
            is_fragment=True,
        ),
        Sample(
            "fragment-described",
            "web/upload/_described.html",
            {"page": outcome()},
            is_fragment=True,
        ),
        Sample("fragment-job", "web/upload/_job.html", {"job": jobs()[0]}, is_fragment=True),
    ]


LIMITS = Limits(
    200 * 1024 * 1024,
    (".docx", ".pptx", ".xlsx", ".pdf", ".odt", ".txt", ".md"),
    8 * 1024 * 1024,
    "Word, PowerPoint, Excel, PDF, OpenDocument or text",
)


def _steps(*states: str) -> tuple[Step, ...]:
    return tuple(Step(label, state) for label, state in zip(LABELS, states, strict=True))


def jobs() -> tuple[Job, ...]:
    """A job in every state."""
    discard = JobAction("discard", "Discard")
    return (
        Job(
            "j1",
            "Rota for the flood season.docx",
            "docx",
            48_211,
            _steps("done", "done", "done", "now"),
            note="7 pages. Ready: describe it and publish.",
            can_describe=True,
            is_chosen=True,
        ),
        Job(
            "j2",
            "堤防渗水观测台账.xlsx",
            "xlsx",
            212_400,
            _steps("done", "now", "", ""),
            language="zh-hans",
            note="Looking for macros, hidden data and known copies.",
            poll_milliseconds=300,
        ),
        Job(
            "j3",
            "Old gauge readings.doc",
            "doc",
            91_004,
            _steps("done", "bad", "", ""),
            notice=JobNotice(
                "bad",
                "It is protected by a password",
                "Remove the password in the program that made it, and add the file again.",
            ),
            actions=(discard,),
            needs_attention=True,
        ),
        Job(
            "j4",
            "应急预案.pdf",
            "pdf",
            940_112,
            _steps("done", "done", "done", "hold"),
            language="zh-hans",
            notice=JobNotice(
                "hold", "Held for review", "Plans for emergencies are read first.", DUE
            ),
            actions=(JobAction("withdraw", "Withdraw"),),
            needs_attention=True,
        ),
        Job(
            "j5",
            "Reading a tide table.pdf",
            "pdf",
            1_204_331,
            _steps("done", "done", "done", "done"),
            note="Published as № 20391.",
            document_number=20391,
        ),
    )


def description() -> Description:
    """A form that came back with one thing missing."""
    form = DescribeForm(
        {
            "title": "Rota for the flood season",
            "category": "rules",
            "language": "en",
            "rights_basis": "open",
            "open_licence": "by",
            "readable_pages": "0",
            "no_personal_data": "on",
        }
    )
    form.is_valid()
    return Description(
        token="j1",
        file_name="Rota for the flood season.docx",
        title="Rota for the flood season",
        extension=".docx",
        format_code="docx",
        size_bytes=48_211,
        form=form,
        preview=Preview(7, "/media/patrol-1-640.webp", 640, 906),
        masked_name="lin****he",
        display_name="Lin He",
        findings=(
            Finding("No macros, no links to outside"),
            Finding("One font was replaced", "Compare page 4 with your file", "hold"),
        ),
        next_token="j2",
    )


def outcome() -> Described:
    """A document that has just been published."""
    return Described("published", "j1", "Rota for the flood season", document_number=20420)
