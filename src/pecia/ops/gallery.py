"""`index.html` beside rendered documents: what was found, and their pages to look at."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from unicodedata import category
from urllib.parse import quote

from PIL import Image

from pecia.ops.finding_labels import FINDING_LABELS, SEVERITY_LABELS
from pecia.ops.texts import N_, language, ngettext
from pecia.ops.texts import gettext as _

_ASSETS = Path(__file__).with_name("assets")
_LANGUAGES = {
    "zh": N_("Chinese"),
    "en": N_("English"),
    "fr": N_("French"),
    "de": N_("German"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "ru": N_("Russian"),
    "es": N_("Spanish"),
    "und": N_("not recognised"),
}
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}  # controls, direction, surrogates, unassigned
_JOINERS = "\u200c\u200d"  # belong to the spelling of Persian, to emoji and others
Report = dict[str, Any]


def write_index(out: Path, reports: Sequence[Report]) -> None:
    """Write the page. It needs no server, runs no script and loads nothing from elsewhere."""
    style = (_ASSETS / "gallery.css").read_text(encoding="utf-8")
    numbered = list(enumerate(reports, 1))
    page = Template((_ASSETS / "gallery.html").read_text(encoding="utf-8")).substitute(
        language=language(),
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        title=_counted(
            ngettext("%(count)d document", "%(count)d documents", len(reports)), len(reports)
        ),
        skip=escape(_("Skip to the documents")),
        lead=_lead(reports),
        tally=_tally(reports),
        contents=_contents(numbered) if len(reports) > 1 else "",
        documents="\n".join(_document(out, number, report) for number, report in numbered),
        colophon="".join(f"<p>{escape(line)}</p>" for line in _colophon()),
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / "index.html").write_text(page, encoding="utf-8")


def _counted(text: str, count: int) -> str:
    return escape(text % {"count": count})


def _is_rendered(report: Report) -> bool:
    return bool(report["outcome"] == "rendered")


def _lead(reports: Sequence[Report]) -> str:
    refused = sum(not _is_rendered(report) for report in reports)
    if not refused:
        return escape(_("Everything became pages."))
    return _counted(
        ngettext(
            "%(count)d was refused; the reason stands beside it.",
            "%(count)d were refused; the reason stands beside each.",
            refused,
        ),
        refused,
    )


def _tally(reports: Sequence[Report]) -> str:
    rendered = [report for report in reports if _is_rendered(report)]
    severities = [{found["severity"] for found in report["findings"]} for report in rendered]
    rows = (
        (_("Became pages"), len(rendered)),
        (_("Refused"), len(reports) - len(rendered)),
        (_("To look at before publishing"), sum("hold" in found for found in severities)),
        (_("Pages"), sum(report["pages"] for report in rendered)),
    )
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{count}</dd></div>" for name, count in rows)


def _contents(numbered: Iterable[tuple[int, Report]]) -> str:
    entries = "".join(_entry(number, report) for number, report in numbered)
    return (
        '<nav class="wrap section" aria-labelledby="contents">'
        f'<h2 id="contents">{escape(_("Contents"))}</h2><ol class="index" role="list">\n'
        f"{entries}</ol></nav>"
    )


def _entry(number: int, report: Report) -> str:
    if _is_rendered(report):
        count = _counted(
            ngettext("%(count)d page", "%(count)d pages", report["pages"]), report["pages"]
        )
    else:
        count = f"{_icon('refused')} {escape(_('refused'))}"
    kind = "count" if _is_rendered(report) else "count bad"
    return (
        f'<li><a href="#d{number}">{_name(report)}</a>'
        f'<span class="{kind}"><span class="vh">, </span>{count}</span></li>\n'
    )


def _document(out: Path, number: int, report: Report) -> str:
    inside = _rendered(out, report) if _is_rendered(report) else _refused(report)
    return (
        f'<section class="section document" aria-labelledby="d{number}">\n'
        f'<p class="no" translate="no">№&nbsp;{number}</p>'
        f'<h2 id="d{number}">{_name(report)}</h2>\n{inside}</section>'
    )


def _name(report: Report) -> str:
    """The file's name; `bdi` keeps what is around it in order, whatever its script."""
    stem, dot, ending = _visible(report["file"]).rpartition(".")
    if not stem:
        stem, dot, ending = dot + ending, "", ""
    ext = f'<span class="ext">{escape(dot + ending)}</span>' if dot else ""
    return f'<bdi translate="no">{escape(stem)}{ext}</bdi>'


def _visible(text: str) -> str:
    """Characters that hide, or turn the order of others, as their numbers."""
    return "".join(
        f"[U+{ord(character):04X}]"
        if category(character) in _UNSEEN and character not in _JOINERS
        else character
        for character in text
    )


def _refused(report: Report) -> str:
    return (
        f'<div class="body"><div class="notice">{_icon("refused")}<div>'
        f"<p><strong>{escape(_('Refused'))}</strong> <code>{escape(report['code'])}</code></p>"
        f"<p>{escape(_(report['advice']))}</p>{_detail(report)}</div></div>\n"
        f"{_links(report)}</div>\n"
    )


def _rendered(out: Path, report: Report) -> str:
    return (
        f'<div class="side"><dl class="facts">{_facts(report)}</dl>{_links(report)}</div>\n'
        f'<div class="body">{_findings(report)}\n{_pages(out, report)}</div>\n'
    )


def _facts(report: Report) -> str:
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in _named(report)
    )


def _named(report: Report) -> Iterator[tuple[str, str]]:
    """Names as they are, values as HTML."""
    kind = escape(report["type"])
    yield _("Format"), f'<span class="ft" data-ft="{kind}" translate="no">{kind}</span>'
    if title := report["metadata"]["title"].strip():
        yield _("Title in the file"), f"<bdi>{escape(_visible(title))}</bdi>"
    spoken: str = report["language"]
    yield _("Language"), escape(_(_LANGUAGES.get(spoken, spoken)))
    yield _("Pages"), str(report["pages"])
    yield _("First page after"), _milliseconds(report["timings"]["first_page_ms"])
    yield _("All after"), _milliseconds(report["timings"]["total_ms"])


def _milliseconds(number: float) -> str:
    return escape(_("%(milliseconds)d ms") % {"milliseconds": round(number)})


def _links(report: Report) -> str:
    """To the files beside the pages. Each is named with its document for who hears links alone."""
    files = [(_("Report"), "report.json")]
    if _is_rendered(report):
        files.insert(0, (_("Text"), "text.txt"))
        if report["type"] != "pdf":  # it is the file that was given
            files.insert(0, ("PDF", "document.pdf"))
    items = []
    for what, name in files:
        label = _("%(what)s of %(file)s") % {"what": what, "file": _visible(report["file"])}
        address = quote(f"{report['folder']}/{name}")
        items.append(
            f'<li><a href="{address}" aria-label="{escape(label)}">{escape(what)}</a></li>'
        )
    return f'<ul class="files" role="list">{"".join(items)}</ul>'


def _findings(report: Report) -> str:
    if not report["findings"]:
        return f'<p class="none">{escape(_("No findings"))}</p>'
    title = _counted(
        ngettext("%(count)d finding", "%(count)d findings", len(report["findings"])),
        len(report["findings"]),
    )
    items = "".join(_finding(found) for found in report["findings"])
    return f'<h3>{title}</h3>\n<ul class="checks" role="list">{items}</ul>'


def _finding(found: dict[str, str]) -> str:
    severity, code = found["severity"], found["code"]
    return (
        f'<li class="{severity}">{_icon(severity)}<div>'
        f'<p><span class="weight">{escape(_(SEVERITY_LABELS[severity]))}</span> '
        f"<code>{escape(code)}</code></p>"
        f'<p class="label">{escape(_(FINDING_LABELS[code]))}</p>{_detail(found)}</div></li>\n'
    )


def _detail(record: dict[str, Any]) -> str:
    """What was met, in the engine's words."""
    detail = _visible(record["detail"])
    return f'<p class="detail" lang="en" dir="auto">{escape(detail)}</p>' if detail else ""


def _icon(name: str) -> str:
    return f'<svg class="i" aria-hidden="true"><use href="#i-{name}"/></svg>'


def _pages(out: Path, report: Report) -> str:
    images = sorted((out / report["folder"]).glob("page-[0-9]*[0-9].webp"))
    shown = {"shown": len(images), "count": report["pages"]}
    if len(images) < report["pages"]:
        title = escape(_("Page images, %(shown)d of %(count)d") % shown)
    else:
        title = escape(_("Page images"))
    if not images:
        return f"<h3>{title}</h3>"
    small = [image.with_name(f"{image.stem}-small.webp") for image in images]
    width, height = _size(small[0])
    kind = "pages pages--wide" if width > height else "pages"
    items = "\n".join(map(_page, [report] * len(images), images, small))
    return f'<h3>{title}</h3>\n<ol class="{kind}" role="list">\n{items}\n</ol>'


def _page(report: Report, image: Path, small: Path) -> str:
    page = {"number": int(image.stem.removeprefix("page-")), "file": _visible(report["file"])}
    width, height = _size(small)
    folder = quote(report["folder"])
    return (
        f'<li><a href="{folder}/{image.name}"><img src="{folder}/{small.name}" '
        f'alt="{escape(_("%(file)s, page %(number)d") % page)}" width="{width}" height="{height}" '
        'loading="lazy" decoding="async">'
        f'<span class="folio" aria-hidden="true">{escape(_("page %(number)d") % page)}</span>'
        "</a></li>"
    )


def _size(image: Path) -> tuple[int, int]:
    """So that the page does not jump while its pictures come in."""
    with Image.open(image) as opened:
        return opened.size


def _colophon() -> Iterator[str]:
    yield _("This page needs no server, runs no script and loads nothing from the network.")
    yield _("Move it only together with the folders beside it.")
    yield _("What was found is said in full in each document's report.")
