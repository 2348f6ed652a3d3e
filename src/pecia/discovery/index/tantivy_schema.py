"""The fields of the embedded index."""

from __future__ import annotations

from datetime import UTC, datetime

import tantivy

from pecia.discovery import analysis
from pecia.discovery.index.protocol import Entry

VERSION = 1  # of the fields and of the analysis: another one means to index anew
TERMS = "terms"  # our terms, joined by spaces
TEXTS = ("title", "words", "text", "rest")
KEYWORDS = ("category", "format", "lang", "licence", "access", "uploader")
NUMBERS = ("pages", "year", "published", "reads", "downloads")


def schema() -> tantivy.Schema:
    """As the index is built."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name=TERMS, index_option="position")
    builder.add_text_field("stems", tokenizer_name=TERMS, index_option="freq")
    for name in KEYWORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBERS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Every process that opens the index names its analysis."""
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TERMS, whitespace)
    return index


def document(entry: Entry) -> tantivy.Document:
    """An entry as the index takes it."""
    made = tantivy.Document()
    made.add_unsigned("key", entry.key)
    runs: list[str] = []
    for name in TEXTS:
        folded = getattr(entry, name)
        made.add_text(name, " ".join(analysis.terms(folded)))
        runs += analysis.runs(folded)
    made.add_text("stems", " ".join(sorted(analysis.stems(runs, entry.language))))
    for name, values in _keywords(entry).items():
        for value in filter(None, values):
            made.add_text(name, value)
    for name, number in _numbers(entry).items():
        made.add_unsigned(name, number)
    return made


def _keywords(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {
        "category": (entry.category,),
        "format": (entry.format,),
        "lang": (entry.language,),
        "licence": (entry.licence,),
        "access": (entry.access,),
        "uploader": (entry.uploader,),
    }


def _numbers(entry: Entry) -> dict[str, int]:
    return {
        "pages": entry.pages,
        "year": entry.published.year,
        "published": seconds(entry.published),
        "reads": entry.reads,
        "downloads": entry.downloads,
    }


def seconds(when: datetime) -> int:
    """As the index sorts by it."""
    return max(0, int(when.astimezone(UTC).timestamp()))
