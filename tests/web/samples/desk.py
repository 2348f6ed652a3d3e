"""Samples of the operator's pages."""

from __future__ import annotations

from pecia.web.catalogue.page import Option
from pecia.web.frame.page import Chip, Pager
from pecia.web.operator.page import (
    Attention,
    CategoriesPage,
    CategoryRow,
    Check,
    CredentialRow,
    DeadLetter,
    DeadLettersPage,
    DocumentPage,
    DocumentRow,
    DocumentsPage,
    Figure,
    HealthPage,
    Letter,
    LogEntry,
    OperatorHome,
    ProfilePage,
    ReportsPage,
    StepRow,
    UserRow,
    UsersPage,
)
from pecia.web.operator.searches_page import QueryRow, SearchesPage
from pecia.web.reader.page import Edition
from tests.web.preview import Sample
from tests.web.samples import forms
from tests.web.samples.lists import PAGER
from tests.web.samples.reader import WHEN

NONE = Pager(0, 0, 0)


def samples() -> list[Sample]:
    """Every page of the desk."""
    pages = {
        "home": OperatorHome(FIGURES, ATTENTION),
        "categories": CategoriesPage(
            _tree(), forms.CategoryForm(), "r", forms.CategoryForm(auto_id="change_%s")
        ),
        "profile": ProfilePage(forms.ProfileForm(), forms.CredentialForm(), CREDENTIALS),
        "documents": DocumentsPage(_documents(), PAGER, "河道", STATES),
        "document": _document(),
        "dead_letters": DeadLettersPage(_letters(), PAGER),
        "reports": ReportsPage(LETTERS),
        "searches": SearchesPage(QUERIES[:1], QUERIES, 5, 90),
        "users": UsersPage(_users(), PAGER, ROLES),
        "health": HealthPage(CHECKS, FIGURES, WHEN, STEPS, "0.2.0"),
    }
    full = [_sample(name, page) for name, page in pages.items()]
    return [
        *full,
        _sample("dead_letters", DeadLettersPage((), NONE), "-empty"),
        _sample("searches", SearchesPage((), (), 5, 90), "-empty"),
    ]


def _sample(name: str, page: object, ending: str = "") -> Sample:
    slug = name.replace("_", "-")
    return Sample(
        f"operator-{slug}{ending}",
        f"web/operator/{name}.html",
        {"page": page},
        f"operator-{slug}",
        signed_in=True,
        operator=True,
    )


STEPS = (StepRow("inspect", 3_414, 0, 0.031, 0.12), StepRow("convert", 3_420, 6, 0.184, 1.92))
FIGURES = (
    Figure("Documents", "3,414", "27 today"),
    Figure("Waiting in the queue", "2", "oldest 4 s"),
    Figure("Given up", "1"),
    Figure("Space used", "18.2 GB", "of 200 GB"),
)
ATTENTION = (
    Attention("One step was given up", "convert: the file ended early", "/operator/", "Look", True),
    Attention(
        "Three documents are held", "The oldest since yesterday.", "/operator/", "Open the list"
    ),
)
QUERIES = (
    QueryRow(Chip("巡查记录", "/search/?q=x", "zh-hans"), 14, 61),
    QueryRow(Chip("gauge boards", "/search/?q=y"), 6, 9, is_suggested=False),
)
LETTERS = (
    Letter(
        31,
        "Report",
        "The table is of another year.",
        WHEN,
        20391,
        "Reading a tide table",
        email="reader@example.org",
        leaf=4,
    ),
)
CREDENTIALS = (CredentialRow("1", "Filing", "00000000-0", "Communications Administration"),)
STATES = (Option("", "All", 3414, True), Option("held", "Held", 3))
ROLES = (Option("operator", "Operator"), Option("supervisor", "Supervisor"))
CHECKS = (
    Check("Database", "ok", "Answers", "in 1 ms"),
    Check("Store", "hold", "Nearly full", "9 % free"),
    Check("Engine", "bad", "Does not answer", "last seen 09:14"),
)


def _tree() -> tuple[CategoryRow, ...]:
    return (
        CategoryRow("w", "Working documents", "工作文档", "working-documents", 0, 412, True),
        CategoryRow("r", "Rules and instructions", "制度与说明", "rules", 1, 97, True),
        CategoryRow("f", "Forms", "表格", "forms", 2, 0, True, True),
        CategoryRow("wa", "Water", "水利", "water", 0, 1204, False, True),
    )


def _documents() -> tuple[DocumentRow, ...]:
    title = "“河道巡查”记录填写说明"
    row = DocumentRow(
        20417, title, ".docx", "zh-hans", "docx", "Lin He", "ok", "Published", WHEN, 3
    )
    return (row,)


def _document() -> DocumentPage:
    log = (
        LogEntry(WHEN, "inspect", "ok", "Done", 1, 0.12),
        LogEntry(WHEN, "convert", "bad", "Failed", 1, 2.4, "engine-lost", "The room was closed."),
        LogEntry(WHEN, "convert", "ok", "Done", 2, 0.61),
    )
    return DocumentPage(
        20417,
        "“河道巡查”记录填写说明",
        ".docx",
        "zh-hans",
        "Lin He",
        "ok",
        "Published",
        "3f1c0a94" * 8,
        (Edition(1, WHEN, True),),
        log,
        forms.ReasonForm(),
        True,
    )


def _letters() -> tuple[DeadLetter, ...]:
    message = "The file ended early."
    return (
        DeadLetter(
            "1", "旧水尺读数.doc", "convert", "cut-short", message, 3, WHEN, "zh-hans", 20418
        ),
        DeadLetter("2", "scan.pdf", "paginate", "time-over", "Page 7 took too long.", 3, WHEN),
    )


def _users() -> tuple[UserRow, ...]:
    return (
        UserRow("1", "Lin He", "linhe@example.org", ("operator",), 12, WHEN, WHEN),
        UserRow("2", "Harbour", "harbour@example.org", (), 3, WHEN, None, False),
    )
