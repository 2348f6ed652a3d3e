"""What is offered while somebody types: words, titles and categories that go on like it.

All of it comes from titles and keywords of documents that everybody may see, never from texts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from pecia.discovery import analysis
from pecia.discovery.models import TitlePhrase
from pecia.discovery.query import LONGEST
from pecia.discovery.suggestions.phrases import word_ends
from pecia.discovery.suggestions.prefixes import begins
from pecia.library.public import (
    CategoryNode,
    Document,
    category_tree,
    flat,
    listed,
    visible_documents,
)

WORDS, TITLES, CATEGORIES = 5, 4, 3
_LOOKED_AT = 200  # phrases
_LETTERS = re.compile("[a-z]{2,}")
_SHORTEST = 2  # of what is not Chinese


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Queries to go on with, documents, categories: each the likeliest first."""

    queries: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    categories: tuple[CategoryNode, ...] = ()


def suggest(typed: str) -> Suggestions:
    """What may be meant by the beginning of a query."""
    folded = " ".join(analysis.fold(typed[:LONGEST]).split())
    if len(folded) < _SHORTEST and not analysis.is_east(folded):
        return Suggestions()
    lead, found = _continued(folded)
    keys = _visible({key for key, _ in found}, lead)
    ways = Counter(text for key, text in found if key in keys)
    queries = (f"{lead} {text}".strip() for text, _ in ways.most_common(WORDS + 1))
    return Suggestions(
        tuple(text for text in queries if text != folded)[:WORDS],
        tuple(_documents(keys[:TITLES])),
        tuple(_categories(folded)),
    )


def sounding_like(letters: str) -> list[tuple[int, str, int, bool]]:
    """Documents with what in their titles begins with these sounds, how many of its characters
    they make, and whether the last is made wholly."""
    rows = TitlePhrase.objects.filter(begins("sound", letters))
    values = rows.values_list("document", "text", "cuts")[:_LOOKED_AT]
    return [(key, *_heard(text, cuts, len(letters))) for key, text, cuts in values]


def _continued(folded: str) -> tuple[str, list[tuple[int, str]]]:
    """What goes on like the whole, else like its last word; with what stands before that."""
    found = _beginning(folded)
    if found or " " not in folded:
        return "", found
    lead, _, last = folded.rpartition(" ")
    return lead, _beginning(last)


def _beginning(folded: str) -> list[tuple[int, str]]:
    rows = TitlePhrase.objects.filter(begins("text", folded))
    values = rows.values_list("document", "text")[:_LOOKED_AT]
    found = [(key, _to_word_end(text, len(folded))) for key, text in values]
    if _LETTERS.fullmatch(folded.replace(" ", "")):
        heard = sounding_like(folded.replace(" ", ""))
        found += [(key, _to_word_end(text, length)) for key, text, length, _ in heard]
    return found


def _to_word_end(text: str, length: int) -> str:
    return text[: next((end for end in word_ends(text) if end >= length), len(text))]


def _heard(text: str, cuts: str, letters: int) -> tuple[str, int, bool]:
    sums = list(accumulate(map(int, cuts)))
    count = next((n for n, total in enumerate(sums, 1) if total >= letters), len(cuts))
    return text, count, bool(sums) and sums[count - 1] == letters


def _visible(keys: set[int], lead: str) -> list[int]:
    """Those that everybody may see and that have the words before, the most read first."""
    rows = visible_documents().filter(pk__in=keys).order_by("-view_count", "pk")
    wanted = analysis.runs(lead)
    if not wanted:
        return list(rows.values_list("pk", flat=True))
    titles = ((pk, analysis.fold(title)) for pk, title in rows.values_list("pk", "title"))
    return [pk for pk, title in titles if all(run in title for run in wanted)]


def _documents(keys: list[int]) -> list[Document]:
    rows = {row.pk: row for row in listed(visible_documents().filter(pk__in=keys))}
    return [rows[key] for key in keys if key in rows]


def _categories(folded: str) -> list[CategoryNode]:
    nodes = flat(category_tree())
    named = [
        node
        for node in nodes
        if any(analysis.fold(name).startswith(folded) for name in node.names.values())
    ]
    return sorted(named, key=lambda node: -node.count)[:CATEGORIES]
