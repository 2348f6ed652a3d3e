"""The filters beside the results: what is chosen, what there is, and with which counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pecia.discovery.public import Query
from pecia.library.public import CategoryNode, category_tree, flat
from pecia.web.catalogue.page import ActiveFilter, Facet, Option
from pecia.web.frame.language_names import html_language, language_name
from pecia.web.reader.labels import format_name, licence_label

NAMES = ("category", "format", "lang", "year", "access", "licence")
_OPEN = ("category", "format", "lang")
MOST = 12  # values of one filter
Counts = Mapping[str, tuple[tuple[str, int], ...]]


def chosen(request: HttpRequest) -> dict[str, list[str]]:
    """What the address says, by filter."""
    return {name: request.GET.getlist(name)[:MOST] for name in NAMES}


def narrowed(query: Query, values: Mapping[str, list[str]]) -> Query:
    """The query with the chosen filters beside those that were typed."""
    changes: dict[str, Any] = {
        name: (*getattr(query.filters, name), *(value.lower() for value in values[name]))
        for name in NAMES
    }
    return replace(query, filters=replace(query.filters, **changes))


def facets(counts: Counts, values: Mapping[str, list[str]]) -> tuple[Facet, ...]:
    """Every filter of which there is something to choose."""
    named = _Names()
    made = (_facet(name, counts.get(name, ()), values[name], named) for name in NAMES)
    return tuple(facet for facet in made if len(facet.options) > 1 or values[facet.name])


def active(
    values: Mapping[str, list[str]], addresses: Mapping[tuple[str, str], str]
) -> tuple[ActiveFilter, ...]:
    """The chosen ones, each with the address of the list without it."""
    return tuple(
        ActiveFilter(label, addresses[name, value], language)
        for name, value, label, language in labels(values)
    )


def labels(values: Mapping[str, list[str]]) -> list[tuple[str, str, str, str]]:
    """Each chosen filter: name, value, what it is called, and in which language."""
    named = _Names()
    return [
        (name, value, named.of(name, value), html_language(value) if name == "lang" else "")
        for name in NAMES
        for value in values[name]
    ]


def _facet(name: str, counts: Iterable[tuple[str, int]], picked: list[str], named: _Names) -> Facet:
    pairs = named.by_category(dict(counts)) if name == "category" else counts
    if name == "year":
        pairs = sorted(pairs, reverse=True)
    options = tuple(
        Option(
            value,
            named.of(name, value),
            count,
            is_chosen=value in picked,
            language=html_language(value) if name == "lang" else "",
        )
        for value, count in pairs
        if value
    )
    return Facet(name, _name(name), options[:MOST], is_open=name in _OPEN or bool(picked))


class _Names:
    """What values are called, in the language of the page; the tree of categories is read once."""

    @cached_property
    def _nodes(self) -> list[CategoryNode]:
        return flat(category_tree())

    @cached_property
    def _categories(self) -> Mapping[str, str]:
        language = get_language() or "en"
        return {node.path: node.name(language) for node in self._nodes}

    def by_category(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """Counts of categories by their paths, each with those below it; the largest first."""
        sums = Counter[str]()
        for node in self._nodes:
            if count := counts.get(str(node.id), 0):
                sums.update({each.path: count for each in (*node.lineage, node)})
        found = [(node.path, sums[node.path]) for node in self._nodes if sums[node.path]]
        return sorted(found, key=lambda pair: -pair[1])

    def of(self, name: str, value: str) -> str:
        """The name of one value."""
        match name:
            case "category":
                return self._categories.get(value, value)
            case "format":
                return format_name(value) or value
            case "lang":
                return language_name(value) or _("Not known")
            case "licence":
                return licence_label(value)[0]
            case "access":
                return {"free": _("Free"), "paid": _("For a price")}.get(value, value)
            case _:
                return value


def _name(name: str) -> str:
    return {
        "category": _("Category"),
        "format": _("Format"),
        "lang": _("Language"),
        "year": _("Year"),
        "access": _("Download"),
        "licence": _("Licence"),
    }[name]
