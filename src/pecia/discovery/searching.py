"""A search from the words that somebody typed to documents with the pages on which they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pecia.accounts.public import Actor
from pecia.discovery import hiding, indexing, snippets
from pecia.discovery.index.protocol import Found
from pecia.discovery.models import IndexedText
from pecia.discovery.query import Clause, Query, parsed
from pecia.discovery.snippets import Piece
from pecia.discovery.suggestions.correcting import corrected
from pecia.library.public import (
    CategoryNode,
    Channel,
    Document,
    category_tree,
    flat,
    rights_of,
    visible_documents,
    with_what_lists_show,
)
from pecia.reading.public import texts_at


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that fits, and where.

    `page`: the page that holds the find, if it may be read; `is_closed`: it stands only on pages
    that this reader may not read. `is_loose`: it has only some of the words.
    """

    document: Document
    page: int | None
    snippet: tuple[Piece, ...]
    is_closed: bool = False
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def search(
    query: Query, actor: Actor, *, order: str = "relevance", start: int = 0, size: int = 10
) -> Results:
    """Look for documents that everybody may see. Raises `NoIndex`."""
    found = (
        indexing.folder()
        .live()
        .search(
            _with_categories(query),
            order=order,
            start=start,
            size=size,
            without=hiding.hidden_keys(),
        )
    )
    return Results(tuple(_hits(found, query, actor)), found.total, found.facets)


def better_query(query: Query) -> Query | None:
    """The query with other words, spelled otherwise or by their sound, where these find something.
    Raises `NoIndex`."""
    live, hidden = indexing.folder().live(), hiding.hidden_keys()

    def finds(asked: Query) -> bool:
        found = live.search(_with_categories(asked), size=1, without=hidden, facets=False)
        return found.total > 0

    text = corrected(query, lambda run: finds(Query(run, (Clause((run,)),))))
    better = parsed(text) if text else None
    return better if better and finds(better) else None


def _hits(found: Found, query: Query, actor: Actor) -> list[Hit]:
    rows = with_what_lists_show(visible_documents().filter(pk__in=found.keys))
    documents = {row.pk: row for row in rows}
    texts = _texts(found.keys)
    patterns = snippets.patterns_of(query)
    strict = len(found.keys) - found.loose
    hits = []
    for place, key in enumerate(found.keys):
        if key in documents:
            text = texts.get((key, documents[key].current_edition_id), "")
            hit = _hit(documents[key], text, patterns, actor)
            hits.append(replace(hit, is_loose=place >= strict))
    return _with_snippets(hits, patterns)


def _texts(keys: Sequence[int]) -> dict[tuple[int, int | None], str]:
    """The folded texts, each by its document and the edition that was indexed."""
    rows = IndexedText.objects.filter(pk__in=keys).values_list("pk", "edition", "text")
    return {(key, edition): text for key, edition, text in rows}


def _hit(document: Document, text: str, patterns: Sequence[re.Pattern[str]], actor: Actor) -> Hit:
    """Where the words stand, as far as the gate lets it be shown."""
    edition = document.current_edition
    if edition is None or not text or not patterns:
        return Hit(document, None, ())
    rights = rights_of(actor, document, edition, Channel.HTML)
    pages = text.split(IndexedText.PAGE_END)
    number = snippets.best_page(pages[: rights.pages], patterns)
    if number is None:
        closed = snippets.best_page(pages[rights.pages :], patterns) is not None
        return Hit(document, None, (), is_closed=closed)
    return Hit(document, number if rights.may_read(number) else None, ())


def _with_snippets(hits: Sequence[Hit], patterns: Sequence[re.Pattern[str]]) -> list[Hit]:
    """The hits with a few words of their pages, which may be read: all pages by one query."""
    texts = texts_at([place for hit in hits if (place := _place(hit)) is not None])
    found = [texts.get(place) if (place := _place(hit)) else None for hit in hits]
    return [
        hit if text is None else replace(hit, snippet=snippets.snippet(text, patterns))
        for hit, text in zip(hits, found, strict=True)
    ]


def _place(hit: Hit) -> tuple[int, int] | None:
    edition = hit.document.current_edition_id
    return None if edition is None or hit.page is None else (edition, hit.page)


def _with_categories(query: Query) -> Query:
    """A category is given by its path, its last part or its name; those below it are meant too."""
    asked = query.filters.category
    if not asked:
        return query
    nodes = [node for node in flat(category_tree()) if any(_is(node, name) for name in asked)]
    keys = tuple(str(below.id) for node in nodes for below in flat([node]))
    return replace(query, filters=replace(query.filters, category=keys or ("0",)))


def _is(node: CategoryNode, name: str) -> bool:
    names = {
        node.path,
        node.path.rpartition("/")[2],
        *(each.lower() for each in node.names.values()),
    }
    return name.strip("/").lower() in names
