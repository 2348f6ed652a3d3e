"""The tree of categories: small, read whole, and kept in the cache."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.text import slugify

from pecia.kernel import text
from pecia.library import gate
from pecia.library.errors import CategoryInUse, CategoryPlace, NoSuchCategory
from pecia.library.models import LONGEST_PATH, Category, Document

_COUNTS, _COUNTS_SECONDS = "library.category-counts", 60
_TREE, _TREE_SECONDS = "library.category-tree", 60


@dataclass(slots=True)
class CategoryNode:
    """A category with its place in the tree. `count` takes in what lies below."""

    id: int
    path: str
    names: dict[str, str]
    depth: int
    count: int = 0
    children: list[CategoryNode] = field(default_factory=list)
    lineage: tuple[CategoryNode, ...] = ()  # from the root down to the parent

    def name(self, language: str) -> str:
        """The name in that language, or the English one."""
        return self.names.get(language) or self.names.get("en") or self.path


def category_tree() -> list[CategoryNode]:
    """The roots, in their order. Kept for a minute, or until a category changes."""
    known: list[CategoryNode] | None = cache.get(_TREE)
    if known is None:
        known = _read_tree()
        cache.set(_TREE, known, _TREE_SECONDS)
    return known


def _read_tree() -> list[CategoryNode]:
    nodes: dict[int, CategoryNode] = {}
    roots: list[CategoryNode] = []
    counts = _counts()
    rows = list(Category.objects.order_by("path"))  # a parent's path comes before its children's
    for row in rows:
        node = CategoryNode(row.pk, row.path, row.names, row.path.count("/"))
        nodes[row.pk] = node
        above = nodes.get(row.parent_id or 0)
        (above.children if above else roots).append(node)
        node.lineage = (*above.lineage, above) if above else ()
        for each in (*node.lineage, node):
            each.count += counts.get(row.pk, 0)
    return _sorted(roots, {row.pk: (row.position, row.pk) for row in rows})


def flat(roots: list[CategoryNode]) -> list[CategoryNode]:
    """Every node, parents before children, in the order of the tree."""
    return [each for node in roots for each in (node, *flat(node.children))]


def get_category(path: str) -> Category:
    """The category at that path. Raises `NoSuchCategory`."""
    row = Category.objects.filter(path=path.strip("/")).first()
    if row is None:
        raise NoSuchCategory
    return row


def documents_in(category: Category) -> QuerySet[Document]:
    """What strangers may see in it and below it."""
    nodes = flat(category_tree())
    keys = [node.id for node in nodes if f"{node.path}/".startswith(f"{category.path}/")]
    return gate.visible_documents().filter(category__in=keys)


@transaction.atomic
def save_category(
    names: dict[str, str],
    *,
    parent: Category | None = None,
    category: Category | None = None,
    slug: str = "",
    position: int | None = None,
    terms: str | None = None,
) -> Category:
    """Add a category or change one. Its address follows from its slug and its parent's.

    A new one, and one that moves, comes last unless `position` says otherwise; `terms` stay as they
    are unless given. Raises `CategoryPlace`, and `ValueError` when the English name is missing.
    """
    names = {key: text.one_line(value, 80) for key, value in names.items() if value.strip()}
    if not names.get("en"):
        raise ValueError("a category needs an English name")
    row = category or Category()
    old = row.path
    moves = category is None or row.parent_id != (parent.pk if parent else None)
    if moves or position is not None:
        row.position = _last_position(parent) if position is None else position
    row.parent, row.names = parent, names
    if terms is not None:
        row.terms = text.paragraphs(terms, 2_000)
    row.slug = slugify(slug or row.slug or names["en"])[:60] or "category"
    row.path = f"{parent.path}/{row.slug}" if parent else row.slug
    _require_place(row, old)
    row.save()
    cache.delete(_TREE)
    if old and old != row.path:
        _move_below(old, row.path)
    return row


@transaction.atomic
def move_category(category: Category, step: int) -> None:
    """Move a category among those beside it: `step` is -1 or 1. At the ends nothing happens."""
    beside = list(Category.objects.filter(parent=category.parent_id).order_by("position", "pk"))
    at = beside.index(category)
    if not 0 <= at + step < len(beside):
        return
    beside[at], beside[at + step] = beside[at + step], beside[at]
    for position, row in enumerate(beside):
        Category.objects.filter(pk=row.pk).update(position=position)
    cache.delete(_TREE)


def remove_category(category: Category) -> None:
    """Remove an empty one. Raises `CategoryInUse`."""
    holds = Document.objects.filter(category=category).exists()
    if holds or Category.objects.filter(parent=category).exists():
        raise CategoryInUse
    category.delete()
    cache.delete(_TREE)


def _last_position(parent: Category | None) -> int:
    beside = Category.objects.filter(parent=parent)
    return int(beside.aggregate(last=Max("position", default=-1))["last"]) + 1


def _require_place(row: Category, old: str) -> None:
    """Raise `CategoryPlace` for one below itself, in the place of another, or with an address that
    is too long, be it of a category that moves along."""
    below = Category.objects.filter(path__startswith=f"{old}/")
    paths = list(below.values_list("path", flat=True)) if old else []
    grown = len(row.path) - len(old)
    longest = max([len(row.path), *(len(path) + grown for path in paths)])
    inside = bool(old) and row.parent is not None and row.parent.path in (old, *paths)
    taken = Category.objects.filter(path=row.path).exclude(pk=row.pk).exists()
    if inside or taken or longest > LONGEST_PATH:
        raise CategoryPlace


def _move_below(old: str, new: str) -> None:
    for child in Category.objects.filter(path__startswith=f"{old}/"):
        child.path = new + child.path.removeprefix(old)
        child.save(update_fields=["path"])


def _counts() -> dict[int, int]:
    known: dict[int, int] | None = cache.get(_COUNTS)
    if known is None:
        rows = gate.visible_documents().filter(category__isnull=False).order_by()
        known = dict(rows.values_list("category").annotate(Count("pk")))
        cache.set(_COUNTS, known, _COUNTS_SECONDS)
    return known


def _sorted(nodes: list[CategoryNode], order: dict[int, tuple[int, int]]) -> list[CategoryNode]:
    for node in nodes:
        node.children = _sorted(node.children, order)
    return sorted(nodes, key=lambda node: order[node.id])
