"""The demo library: documents of our own in which a newcomer can look around."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from pecia.accounts.public import User
    from pecia.library.public import Category, Description

FOLDER = Path(__file__).parents[1] / "demo"


def is_wanted() -> bool:
    """Whether the site is empty: no documents, no categories, nobody."""
    from pecia.accounts.public import User
    from pecia.library.public import Category, Document

    return not any(model.objects.exists() for model in (Document, Category, User))


def load() -> int:
    """Categories, publishers and documents; the workers make their pages. Returns how many.

    All rows come in one transaction: a start that was interrupted leaves an empty site, and the
    next one loads it. What is there already stays as it is.
    """
    plan = json.loads((FOLDER / "library.json").read_text(encoding="utf-8"))
    with transaction.atomic():
        _make_categories(plan["categories"], None)
        people = {row["key"]: _person(row) for row in plan["publishers"]}
        return sum(_take(row, people[row["publisher"]]) for row in plan["documents"])


def _make_categories(rows: Sequence[dict[str, Any]], parent: Category | None) -> None:
    from pecia.library.public import Category

    for position, row in enumerate(rows):
        there = Category.objects.filter(parent=parent, slug=row["slug"]).first()
        _make_categories(row.get("children", ()), there or _make_category(row, parent, position))


def _make_category(row: dict[str, Any], parent: Category | None, position: int) -> Category:
    from pecia.library.public import save_category

    return save_category(
        {"en": row["en"], "zh-hans": row["zh"]},
        parent=parent,
        slug=row["slug"],
        position=position,
        terms=" ".join(row["terms"]),
    )


def _person(row: dict[str, str]) -> User:
    from pecia.accounts.public import User, create_user

    email = f"{row['key']}@demo.invalid"
    there = User.objects.filter(email=email).first()
    return there or create_user(email, display_name=row["name"])


def _take(row: dict[str, Any], owner: User) -> bool:
    """One document, as if its publisher had uploaded and described it; False if it was there."""
    from pecia.accounts.public import actor_for
    from pecia.ingest.public import Terms, import_file
    from pecia.kernel.jobs import NORMAL
    from pecia.library.public import describe, request_publication

    files = FOLDER / "files"
    edition = import_file(owner, files / row["file"], files, Terms(), priority=NORMAL)
    if edition is None:
        return False
    document, actor = edition.document, actor_for(owner)
    describe(document, _description(row), actor)
    request_publication(document, actor)
    return True


def _description(row: dict[str, Any]) -> Description:
    from pecia.library.public import Description, get_category

    return Description(
        title=row["title"],
        language=row["language"],
        category_id=get_category(row["category"]).pk,
        description=row["description"],
        keywords=tuple(row["keywords"]),
        rights_basis="own",
        rights_note="",
        licence=row["licence"],
        preview_pages=row["preview_pages"],
        download_access=row["download_access"],
        shows_masked_name=True,
    )
