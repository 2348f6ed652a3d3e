"""Samples of the document page and the pages round it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.forms import Form

from pecia.web.frame.page import Chip, Crumb, Entry, Meta, Offer
from pecia.web.reader.more_page import MorePage
from pecia.web.reader.page import (
    Certificate,
    Citation,
    DocumentPage,
    Download,
    Edition,
    Finding,
    NoticePage,
    Piece,
    Standing,
    TextPage,
    TextView,
    TombstonePage,
    Uploader,
)
from tests.web.preview import Sample
from tests.web.sample_pages import cover, sheets_of
from tests.web.samples import forms

WHEN = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
PAGES = (
    (
        "河道巡查记录填写说明",
        "一、巡查由两人一组完成，一人记录，一人复核。",
        "二、每次巡查先记水位，再记水色、气味和漂浮物。",
        "三、水位读到厘米；水尺被遮挡时写明遮挡物，",
        "不得估读。",
        "四、发现排水口有异常出水，立即拍照并电话报告，",
        "不等巡查结束。",
        "五、堤脚渗水要记清位置：以最近的里程桩为起点，",
        "写明上游或下游多少米。",
        "六、当天的记录当天交；补记的内容写在备注栏，",
        "并注明补记时间。",
        "七、本说明自发布之日起使用，旧表格用完为止。",
    ),
    (
        "附表一　巡查要素",
        "水位　以米为单位，保留两位小数",
        "水色　清、微浑、浑浊、异常（写明颜色）",
        "气味　无、轻微、明显（写明像什么）",
        "漂浮物　无、零星、成片",
        "堤身　完好、裂缝、塌陷、渗水",
        "设施　闸门、水尺、护栏、标牌是否完好",
    ),
    (
        "附表二　异常情况的处置",
        "渗水量不大：插旗标记，每两小时复查一次。",
        "渗水变浑：立即报告，现场留人，不得离开。",
        "裂缝超过两厘米：封闭堤顶道路。",
        "本说明由站务会讨论通过。",
    ),
)


def samples(media: Path) -> list[Sample]:
    """The document page in its states, and what belongs to it."""
    page = document(media)
    return [
        Sample("reader-document", "web/reader/document.html", {"page": page}, "reader-document"),
        Sample(
            "reader-document-zh",
            "web/reader/document.html",
            {"page": page},
            "reader-document",
            language="zh-hans",
        ),
        Sample(
            "reader-partial",
            "web/reader/document.html",
            {"page": _partial(page)},
            "reader-document",
            signed_in=True,
        ),
        *_windows(media, page),
        Sample("reader-print", "web/reader/print.html", {"page": page}, "reader-print"),
        Sample("reader-text", "web/reader/text.html", {"page": text_view()}, "reader-text"),
        Sample("reader-more", "web/reader/more.html", {"page": more(media)}, "reader-more"),
        Sample(
            "reader-more-zh",
            "web/reader/more.html",
            {"page": more(media)},
            "reader-more",
            language="zh-hans",
        ),
        Sample("reader-tombstone", "web/reader/tombstone.html", {"page": tombstone()}),
        _notice("report", forms.ReportForm({})),
        _notice("rights", forms.RightsForm()),
        _notice("rights", forms.RightsForm(), "R-2026-0031"),
        Sample(
            "fragment-citations",
            "web/reader/_citations.html",
            {"citations": page.citations},
            is_fragment=True,
        ),
        Sample(
            "fragment-layer",
            "web/reader/_text_layer.html",
            {"layer": page.sheets[0].layer},
            is_fragment=True,
        ),
    ]


def _windows(media: Path, page: DocumentPage) -> list[Sample]:
    """A document of six pages in two windows, which link to each other."""
    sheets = sheets_of(media, "long", PAGES * 2, layers=1)
    long = replace(page, page_count=6, readable_pages=6)
    first = replace(long, sheets=sheets[:3], later_url="/reader-window-2.html")
    second = replace(long, sheets=sheets[3:], earlier_url="/reader-window-1.html")
    template = "web/reader/document.html"
    return [
        Sample("reader-window-1", template, {"page": first}, "reader-document"),
        Sample("reader-window-2", template, {"page": second}, "reader-document"),
    ]


def _notice(kind: str, form: Form, receipt: str = "") -> Sample:
    page = NoticePage(20417, "“河道巡查”记录填写说明", ".docx", "zh-hans", form, receipt)
    name = f"reader-{kind}-sent" if receipt else f"reader-{kind}"
    return Sample(name, f"web/reader/{kind}.html", {"page": page})


def document(media: Path) -> DocumentPage:
    """A Chinese document of three pages, all of them open."""
    edition = Edition(2, WHEN, is_current=True, is_shown=True, note="附表二补充处置要求")
    return DocumentPage(
        number=20417,
        title="“河道巡查”记录填写说明",
        extension=".docx",
        language="zh-hans",
        language_name="中文",
        format_code="docx",
        format_name="DOCX (Word)",
        size_bytes=18_740,
        page_count=3,
        readable_pages=3,
        uploader=Uploader("lin****he", "linhe", 12),
        uploaded_at=WHEN,
        edition=edition,
        editions=(edition, Edition(1, datetime(2025, 11, 2, 8, 0, tzinfo=UTC))),
        sheets=sheets_of(media, "patrol", PAGES, layers=2),
        download=Download("free", 18_740),
        certificate=_certificate(),
        permanent_url="https://pecia.example/d/20417/",
        crumbs=(
            Crumb("Working documents", "/c/working-documents/"),
            Crumb("Rules and instructions", "/c/working-documents/rules/"),
        ),
        keywords=("河道", "巡查", "水位", "渗水", "记录表"),
        pieces=_pieces()[:2],
        folded_pieces=_pieces()[2:],
        folded_characters=131,
        citations=(
            Citation(
                "gbt7714",
                "GB/T 7714",
                "lin****he. “河道巡查”记录填写说明[EB/OL]. (2026-03-14)[2026-04-02]. "
                "https://pecia.example/d/20417/.",
                "zh-hans",
            ),
            Citation(
                "apa",
                "APA",
                "lin****he. (2026, March 14). “河道巡查”记录填写说明. Pecia. "
                "https://pecia.example/d/20417/",
            ),
        ),
        reads=1284,
        downloads=97,
        meta=Meta(
            canonical_url="https://pecia.example/d/20417/",
            image_url="https://pecia.example/media/patrol-1-1240.webp",
            structured_data={"@context": "https://schema.org", "@type": "DigitalDocument"},
        ),
    )


def _certificate() -> Certificate:
    return Certificate(
        sha256="3f1c0a94d2b7e6885a4190cc7be2d65f80a1773e9d54b20c6ef81237ab905d4e",
        received_at=WHEN,
        inspected_at=WHEN,
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        rights_basis="Declared by the uploader: I made it",
        findings=(
            Finding("No macros, no links to outside"),
            Finding(
                "One font was replaced", "Songti stands for a face that the file names", "hold"
            ),
        ),
    )


def _pieces() -> tuple[Piece, ...]:
    texts = ["".join(page) for page in PAGES]
    return (
        Piece(1, 1, "p. 1", texts[0]),
        Piece(2, 2, "p. 2", texts[1]),
        Piece(3, 2, "p. 2–3", texts[2]),
    )


def _partial(page: DocumentPage) -> DocumentPage:
    return replace(
        page,
        page_count=42,
        edition=replace(page.edition, is_current=False),
        download=Download("sign-in", page.size_bytes),
        standing=Standing(
            "held",
            "Held for review",
            "Instructions for flood protection are always read by a person first.",
            datetime(2026, 3, 16, 12, 0, tzinfo=UTC),
        ),
        may_edit=True,
        is_favourite=True,
    )


def entries(media: Path) -> tuple[Entry, ...]:
    """Documents for lists, in both languages and in every shape."""
    rows = (
        (20391, "Reading a tide table", ".pdf", "en", "pdf", 14, "har****or", ""),
        (20402, "防汛值班安排（汛期）", ".xlsx", "zh-hans", "xlsx", 4, "lin****he", "sheet"),
        (20388, "Gauge boards: where to put them", ".pptx", "en", "pptx", 22, "har****or", "wide"),
        (20376, "水质快速检测操作步骤", ".docx", "zh-hans", "docx", 6, "shu****ui", ""),
        (20360, "Minutes of the levee working group", ".odt", "en", "odt", 5, "lev****ee", ""),
        (20355, "《灌区用水计划》编制要点", ".docx", "zh-hans", "docx", 11, "shu****ui", ""),
    )
    return tuple(
        Entry(
            number=number,
            title=title,
            extension=extension,
            language=language,
            format_code=code,
            page_count=pages,
            uploader_name=who,
            uploaded_at=WHEN,
            cover_url=cover(media, str(number), title, shape),
            shape=shape,
            size_bytes=pages * 12_345,
            downloads=number % 400,
            price="€8.00" if shape else "",
        )
        for number, title, extension, language, code, pages, who, shape in rows
    )


def more(media: Path) -> MorePage:
    """Every list beside a document."""
    shown = entries(media)
    reasons = ("Much read of late.", "Read by people who, like you, have read:", "New here.")
    return MorePage(
        20417,
        "“河道巡查”记录填写说明",
        ".docx",
        "zh-hans",
        related=shown[:4],
        related_by="Of the same subject, by their text",
        offers=tuple(
            Offer(entry, why, "灌区用水计划" if why.endswith(":") else "", "zh-hans")
            for entry, why in zip(shown, reasons * 2, strict=True)
        ),
        searches=(
            Chip("河道巡查 记录表", "/search/?q=x", "zh-hans"),
            Chip("gauge boards", "/search/?q=y"),
        ),
        crumbs=(Crumb("Rules and instructions", "/c/working-documents/rules/"),),
        sends_read=True,
    )


def text_view() -> TextView:
    """The three pages as text."""
    return TextView(
        number=20417,
        title="“河道巡查”记录填写说明",
        extension=".docx",
        language="zh-hans",
        page_count=3,
        readable_pages=3,
        pages=tuple(TextPage(at, lines) for at, lines in enumerate(PAGES, 1)),
    )


def tombstone() -> TombstonePage:
    """A document that its publisher took back."""
    return TombstonePage(
        number=20311,
        removed_at=WHEN,
        reason="Withdrawn by its publisher: replaced by document 20417.",
        title="“河道巡查”记录填写说明（试行）",
        extension=".doc",
        language="zh-hans",
    )
