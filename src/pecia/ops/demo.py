"""The demo library: documents of our own in which a newcomer can look around."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pecia.accounts.public import User
    from pecia.library.public import Category

FOLDER = Path(__file__).parents[1] / "demo"


def is_wanted() -> bool:
    """Whether the site is empty: no documents, no categories, nobody."""
    from pecia.accounts.public import User
    from pecia.library.public import Category, Document

    return not any(model.objects.exists() for model in (Document, Category, User))


def load() -> int:
    """Categories, publishers and documents; the workers make their pages. Returns how many."""
    from django.conf import settings

    plan = json.loads((FOLDER / "library.json").read_text(encoding="utf-8"))
    _make_categories(plan["categories"], None)
    people = {row["key"]: _person(row) for row in plan["publishers"]}
    workplace = Path(settings.UPLOADS) / "demo"
    workplace.mkdir(parents=True, exist_ok=True)
    for row in plan["documents"]:
        _take(row, people[row["publisher"]], workplace)
    shutil.rmtree(workplace, ignore_errors=True)
    return len(plan["documents"])


def _make_categories(rows: Sequence[dict[str, Any]], parent: Category | None) -> None:
    from pecia.library.public import save_category

    for position, row in enumerate(rows):
        made = save_category(
            {"en": row["en"], "zh-hans": row["zh"]},
            parent=parent,
            slug=row["slug"],
            position=position,
            terms=" ".join(row.get("terms", [])),
        )
        _make_categories(row.get("children", ()), made)


def _person(row: dict[str, str]) -> User:
    from pecia.accounts.public import create_user

    return create_user(f"{row['key']}@demo.invalid", display_name=row["name"])


def _take(row: dict[str, Any], owner: User, workplace: Path) -> None:
    """One document, as if its publisher had uploaded and described it."""
    from pecia.accounts.public import actor_for
    from pecia.ingest.public import Terms, import_file
    from pecia.kernel.jobs import NORMAL
    from pecia.library.public import Description, describe, get_category, request_publication

    copy = workplace / row["file"]
    shutil.copyfile(FOLDER / "files" / row["file"], copy)
    edition = import_file(owner, copy, workplace, Terms(), priority=NORMAL)
    if edition is None:
        return
    document, actor = edition.document, actor_for(owner)
    description = Description(
        title=row["title"],
        language=row["language"],
        category_id=get_category(row["category"]).pk,
        description=row.get("description", ""),
        keywords=tuple(row["keywords"]),
        rights_basis="own",
        rights_note="",
        licence=row.get("licence", "cc-by-4.0"),
        preview_pages=row.get("preview_pages"),
        download_access=row.get("download_access", "anyone"),
        shows_masked_name=True,
    )
    describe(document, description, actor)
    request_publication(document, actor)
