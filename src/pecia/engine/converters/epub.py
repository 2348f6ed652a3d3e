"""EPUB to PDF: the documents of the spine, one after another, and links between them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pikepdf

from pecia.engine.converters.epub_book import ORIGIN, EpubBook
from pecia.engine.converters.errors import ConvertError
from pecia.engine.converters.html import HtmlResult, html_to_pdf

__all__ = ["EpubBook", "EpubResult", "epub_to_html", "epub_to_pdf"]


@dataclass(frozen=True, slots=True)
class EpubResult:
    """What became of a book; `metadata` has the names that `Metadata` of an inspection has."""

    pages: int
    truncated: bool
    metadata: dict[str, str]
    findings: list[tuple[str, str]] = field(default_factory=list)


def epub_to_html(path: Path) -> EpubBook:
    """Open a book. Raises `ConvertError`: `damaged`, `dtd`, `password_protected`, `no_pages`."""
    return EpubBook(path)


def epub_to_pdf(path: Path, target: Path, max_pages: int, seconds: float = 60) -> EpubResult:
    """Write up to `max_pages` pages; no chapter is begun when `seconds` are over.

    Raises `ConvertError` as `epub_to_html` does, or what the first chapter was refused for when
    no chapter became a page.
    """
    deadline = time.monotonic() + seconds
    with epub_to_html(path) as book, pikepdf.new() as pdf:
        merge = _Merge(pdf, book, target.with_suffix(".chapter.pdf"))
        truncated = False
        for href, markup in book.chapters():
            room = max_pages - len(pdf.pages)
            if room <= 0 or (len(pdf.pages) and time.monotonic() > deadline):
                truncated = True
                break
            truncated = merge.add(href, markup, room) or truncated
        merge.finish(target)
        return EpubResult(
            len(pdf.pages), truncated or book.cut, book.metadata, book.findings.copy()
        )


class _Merge:
    """Chapters as one PDF. Places in it are named by the path in the book and the fragment."""

    def __init__(self, pdf: pikepdf.Pdf, book: EpubBook, scratch: Path) -> None:
        self._pdf = pdf
        self._book = book
        self._scratch = scratch
        self._places: dict[str, pikepdf.Array] = {}
        self._parts: list[pikepdf.Pdf] = []
        self._failure: ConvertError | None = None

    def add(self, href: str, markup: str, room: int) -> bool:
        """Append a chapter; whether it had more pages than there is room for."""
        try:
            result = self._convert(href, markup, room)
        except ConvertError as error:
            self._failure = self._failure or error
            self._book.note("page_failed", f"{href}: {error.detail}")
            return False
        part = pikepdf.open(BytesIO(self._scratch.read_bytes()))
        self._scratch.unlink()
        self._parts.append(part)  # qpdf reads the streams only when all is written
        self._append(part, href)
        for url in result.blocked:
            if ":" in url:
                self._book.note("remote_content", url)
        return result.truncated

    def finish(self, target: Path) -> None:
        """Bind the links, and write. Raises `ConvertError` when there is nothing to write."""
        if not len(self._pdf.pages):
            raise self._failure or ConvertError("no_pages", "the book has no text")
        for page in self._pdf.pages:
            self._bind(page)
        names = [part for name in sorted(self._places) for part in (name, self._places[name])]
        self._pdf.Root.Names = pikepdf.Dictionary(
            Dests=self._pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
        )
        if self._book.title:
            self._pdf.docinfo["/Title"] = pikepdf.String(self._book.title)
        self._pdf.save(target, deterministic_id=True)

    def _convert(self, href: str, markup: str, room: int) -> HtmlResult:
        base = ORIGIN + quote(href)
        fetch = self._book.fetch
        return html_to_pdf(
            markup, self._scratch, fetch, base_url=base, max_pages=room, own_links=True
        )

    def _append(self, part: pikepdf.Pdf, href: str) -> None:
        start = len(self._pdf.pages)
        numbers: dict[Any, int] = {}
        for number, page in enumerate(part.pages, start):
            numbers[page.objgen] = number
            _name_links(page, href)
            self._pdf.pages.append(page)
        self._places[quote(href)] = pikepdf.Array([self._pdf.pages[start].obj, pikepdf.Name.Fit])
        for name, place in _places(part):
            shown = self._pdf.pages[numbers[place[0].objgen]].obj
            self._places[_name(href, name)] = pikepdf.Array([shown, *list(place)[1:]])

    def _bind(self, page: pikepdf.Page) -> None:
        """Drop links to what is not in the PDF, because it isn't in the book or was cut off."""
        links: Any = page.obj.get("/Annots")
        if links is None:
            return
        kept = [a for a in links if "/Dest" not in a or str(a.Dest) in self._places]
        page.obj.Annots = pikepdf.Array(kept)


def _places(part: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """The named places of a chapter, as WeasyPrint writes them: one flat list."""
    root: Any = part.Root
    if "/Names" not in root or "/Dests" not in root.Names:
        return []
    flat = list(root.Names.Dests.Names)
    return [(str(name), place) for name, place in zip(flat[::2], flat[1::2], strict=False)]


def _name_links(page: pikepdf.Page, href: str) -> None:
    """Make links inside the book links to names that are unique in it."""
    links: Any = page.obj.get("/Annots", [])
    for link in links:
        if "/Dest" in link:
            link.Dest = pikepdf.String(_name(href, str(link.Dest)))
            continue
        target = str(link.A.URI)
        if target.startswith(ORIGIN):
            path, _, fragment = target.removeprefix(ORIGIN).partition("#")
            link.Dest = pikepdf.String(_name(unquote(path), unquote(fragment)))
            del link["/A"]


def _name(href: str, fragment: str) -> str:
    """In ASCII, so that the order of the names is that of their bytes."""
    return f"{quote(href)}#{quote(fragment)}" if fragment else quote(href)
