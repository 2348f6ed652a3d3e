"""Markdown becomes a book: an EPUB with a chapter a heading, or a PDF."""

from __future__ import annotations

import zipfile
from html import escape
from pathlib import Path

from demo.flat import MARKDOWN, SOURCES, Look
from weasyprint import HTML

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'


def write_pdf(markdown: str, look: Look, target: Path) -> None:
    """A bound look of its own: see `book.css`."""
    style = (SOURCES / "book.css").read_text(encoding="utf-8")
    markup = (
        f'<html lang="{look.language}"><title>{escape(look.title)}</title>'
        f"<style>{style}</style><body>{MARKDOWN.render(markdown)}</body></html>"
    )
    HTML(string=markup, base_url=str(SOURCES)).write_pdf(target)


def write_epub(markdown: str, look: Look, target: Path) -> None:
    """The first part, up to the first chapter, is the title page."""
    title, *chapters = markdown.split("\n## ")
    texts = [title, *(f"## {chapter}" for chapter in chapters)]
    names = [look.title, *(chapter.split("\n")[0] for chapter in chapters)]
    parts = {
        "META-INF/container.xml": CONTAINER,
        "book/package.opf": _package(len(texts), look),
        "book/contents.xhtml": _contents(names, look),
        "book/book.css": (SOURCES / "epub.css").read_text(encoding="utf-8"),
    }
    for number, text in enumerate(texts):
        parts[f"book/part{number}.xhtml"] = _page(names[number], MARKDOWN.render(text), look)
    _pack(parts, target)


def _page(name: str, content: str, look: Look) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html {XHTML} '
        f'lang="{look.language}" xml:lang="{look.language}"><head><title>{escape(name)}</title>'
        '<link rel="stylesheet" type="text/css" href="book.css"/></head>'
        f"<body>{content}</body></html>"
    )


def _contents(names: list[str], look: Look) -> str:
    items = "".join(
        f'<li><a href="part{number}.xhtml">{escape(name)}</a></li>'
        for number, name in enumerate(names)
    )
    return _page(look.title, f'<nav epub:type="toc"><h1>目录</h1><ol>{items}</ol></nav>', look)


def _package(count: int, look: Look) -> str:
    items = "".join(
        f'<item id="p{n}" href="part{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(count)
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(count))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><package xmlns="http://www.idpf.org/2007/opf" '
        'version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:pecia:demo:reading-statistics</dc:identifier>'
        f"<dc:title>{escape(look.title)}</dc:title><dc:language>{look.language}</dc:language>"
        '<meta property="dcterms:modified">2025-09-01T09:00:00Z</meta></metadata><manifest>'
        '<item id="c" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="s" href="book.css" media-type="text/css"/>{items}</manifest>'
        f"<spine>{spine}</spine></package>"
    )


def _pack(parts: dict[str, str], target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(_entry("mimetype"), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in parts.items():
            packed.writestr(_entry(name), text, zipfile.ZIP_DEFLATED)


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (2025, 9, 1, 9, 0, 0))
