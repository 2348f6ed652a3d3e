"""`index.html` beside rendered documents: what was found, and their pages to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pecia.ops.texts import gettext as _
from pecia.ops.texts import language, ngettext

_STYLE = Path(__file__).with_name("assets") / "gallery.css"
Report = dict[str, Any]


def write_index(out: Path, reports: Sequence[Report]) -> None:
    """Write the page. It needs no server, runs no script and loads nothing from elsewhere."""
    rendered = sum(1 for report in reports if report["outcome"] == "rendered")
    title = ngettext("%(count)d document", "%(count)d documents", len(reports)) % {
        "count": len(reports)
    }
    refused = _("%(rendered)d became pages, %(refused)d were refused.") % {
        "rendered": rendered,
        "refused": len(reports) - rendered,
    }
    body = "\n".join(_document(out, number, report) for number, report in enumerate(reports, 1))
    out.mkdir(parents=True, exist_ok=True)
    (out / "index.html").write_text(
        f'<!doctype html>\n<html lang="{language()}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src 'self' file:; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)} · Pecia</title>\n<style>\n{_STYLE.read_text()}</style>\n"
        f'<header><h1>{escape(title)}</h1><p class="lead">{escape(refused)}</p></header>\n'
        f"<main>\n{body}\n</main>\n</html>\n",
        encoding="utf-8",
    )


def _document(out: Path, number: int, report: Report) -> str:
    heading = f'<h2 id="d{number}">{escape(report["file"])}</h2>'
    inside = _refused(report) if report["outcome"] != "rendered" else _rendered(out, report)
    return f'<section class="document" aria-labelledby="d{number}">{heading}\n{inside}</section>'


def _refused(report: Report) -> str:
    advice = _(report["advice"])
    return f'<p class="refused"><strong>{escape(report["code"])}</strong> · {escape(advice)}</p>\n'


def _rendered(out: Path, report: Report) -> str:
    facts = "".join(f"<li>{fact}</li>" for fact in _facts(report))
    findings = "".join(
        f'<li class="{found["severity"]}" title="{escape(found["detail"])}">{found["code"]}</li>'
        for found in report["findings"]
    )
    pages = "\n".join(_pages(out, report))
    listed = f'<ul class="findings">{findings}</ul>\n' if findings else ""
    return f'<ul class="facts">{facts}</ul>\n{listed}<ol class="pages">\n{pages}\n</ol>\n'


def _facts(report: Report) -> Iterator[str]:
    yield escape(report["type"])
    pages = ngettext("%(count)d page", "%(count)d pages", report["pages"])
    yield escape(pages % {"count": report["pages"]})
    first = _("page 1 after %(milliseconds)d ms")
    yield escape(first % {"milliseconds": report["timings"]["first_page_ms"]})
    folder = quote(report["folder"])
    if report["type"] != "pdf":
        yield f'<a href="{folder}/document.pdf">PDF</a>'
    yield f'<a href="{folder}/text.txt">{escape(_("text"))}</a>'
    yield f'<a href="{folder}/report.json">{escape(_("report"))}</a>'


def _pages(out: Path, report: Report) -> Iterator[str]:
    folder = out / report["folder"]
    for image in sorted(folder.glob("page-[0-9]*[0-9].webp")):
        number = int(image.stem.removeprefix("page-"))
        label = _("page %(number)d") % {"number": number}
        name = quote(f"{report['folder']}/{image.stem}")
        alt = _("%(file)s, page %(number)d") % {"file": report["file"], "number": number}
        yield (
            f'<li><a href="{name}.webp"><img src="{name}-small.webp" alt="{escape(alt)}" '
            f'loading="lazy">{escape(label)}</a></li>'
        )
