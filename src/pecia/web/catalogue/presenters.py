"""Lists of documents, with their filters and orders."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pecia.library.public import CategoryNode, Document, category_tree, listed
from pecia.web.catalogue import page
from pecia.web.frame.entries import paged
from pecia.web.frame.language_names import html_language, language_name
from pecia.web.frame.page import Crumb
from pecia.web.reader.labels import format_name

CHILDREN = 5  # subclasses named beside a class on the home page
_FACETS = {"format": "current_edition__family", "language": "language"}
_FACET_SECONDS = 60
_MOST = 12  # options a filter shows


def index() -> tuple[page.IndexClass, ...]:
    """The categories of the first level, with some of those below."""
    return tuple(map(index_class, category_tree()))


def index_class(node: CategoryNode) -> page.IndexClass:
    """A category as the index names it."""
    language = get_language() or "en"
    return page.IndexClass(
        title=node.name(language),
        url=category_url(node),
        count=node.count,
        children=tuple(
            Crumb(child.name(language), category_url(child)) for child in node.children[:CHILDREN]
        ),
    )


def category_url(node: CategoryNode) -> str:
    """Address of a category."""
    return reverse("catalogue-category", args=[node.path])


def listing(
    request: HttpRequest, rows: QuerySet[Document], *, hidden: Sequence[tuple[str, str]] = ()
) -> page.Listing:
    """The list of visible documents as the request filters and sorts it."""
    chosen = {name: request.GET.getlist(name)[:_MOST] for name in _FACETS}
    narrowed = rows
    for name, values in chosen.items():
        if values:
            narrowed = narrowed.filter(**{f"{_FACETS[name]}__in": values})
    order = request.GET.get("sort", "new")
    entries, pager = paged(request, listed(narrowed, order=order))
    return page.Listing(
        entries=entries,
        pager=pager,
        facets=tuple(_facet(name, rows, chosen) for name in _FACETS),
        sorts=_sorts(order),
        active=_active(request, chosen),
        clear_url=_without(request, *_FACETS),
        hidden=tuple(hidden),
    )


def _facet(name: str, rows: QuerySet[Document], chosen: dict[str, list[str]]) -> page.Facet:
    """The values there are, with their counts under the other filters; kept for a minute."""
    for other, values in chosen.items():
        if other != name and values:
            rows = rows.filter(**{f"{_FACETS[other]}__in": values})
    counts = _counts(name, rows)
    return page.Facet(
        name=name,
        label={"format": _("Format"), "language": _("Language")}[name],
        options=tuple(
            page.Option(
                value=value,
                label=_label(name, value),
                count=count,
                is_chosen=value in chosen[name],
                language=html_language(value) if name == "language" else "",
            )
            for value, count in counts
            if value
        ),
    )


def _counts(name: str, rows: QuerySet[Document]) -> list[tuple[str, int]]:
    """Counting a large site takes longer than a page may: once a minute is enough."""
    query = rows.order_by().values_list(_FACETS[name]).annotate(n=Count("pk")).order_by("-n")
    if query.query.is_empty():  # nothing was looked for
        return []
    key = f"web.facet.{hashlib.sha256(str(query.query).encode()).hexdigest()}"
    known: list[tuple[str, int]] | None = cache.get(key)
    if known is None:
        known = list(query[:_MOST])
        cache.set(key, known, _FACET_SECONDS)
    return known


def _label(name: str, value: str) -> str:
    if name == "format":
        return format_name(value) or value
    return language_name(value) or _("Not known")


def _sorts(order: str) -> tuple[page.Option, ...]:
    words = {
        "new": _("Newest"),
        "read": _("Most read"),
        "downloaded": _("Most downloaded"),
        "title": _("Title"),
    }
    return tuple(
        page.Option(value, label, is_chosen=value == order) for value, label in words.items()
    )


def _active(request: HttpRequest, chosen: dict[str, list[str]]) -> tuple[page.ActiveFilter, ...]:
    return tuple(
        page.ActiveFilter(
            label=_label(name, value),
            remove_url=_without(request, name, value=value),
            language=html_language(value) if name == "language" else "",
        )
        for name, values in chosen.items()
        for value in values
    )


def _without(request: HttpRequest, *names: str, value: str | None = None) -> str:
    """The address of the list without these filters, or without one value of one."""
    query = request.GET.copy()
    query.pop("page", None)
    for name in names:
        kept = [each for each in query.getlist(name) if value is not None and each != value]
        query.setlist(name, kept)
    words = query.urlencode()
    return f"{request.path}?{words}" if words else request.path
