"""The tree of categories: as deep as one likes, moved and renamed with all that is below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from pecia.library.public import (
    Category,
    CategoryInUse,
    category_tree,
    flat,
    remove_category,
    save_category,
)
from tests.factories.documents import make_document
from tests.people import People
from tests.web.site import browser_of, text_of

pytestmark = pytest.mark.django_db


def edit(people: People, **words: Any) -> Any:
    return browser_of(people, "olga").post("/operator/categories/", words)


def paths() -> list[str]:
    return [node.path for node in flat(category_tree())]


def tree(*steps: str) -> Category:
    """Categories one below the other; returns the deepest."""
    row: Category | None = None
    for step in steps:
        row = save_category({"en": step}, parent=row)
    assert row is not None
    return row


def test_a_category_is_added_below_another(people: People) -> None:
    edit(people, act="add", title_en="Law", title_zh="法律", parent="", slug="")
    law = Category.objects.get()
    edit(people, act="add", title_en="Contracts", parent=law.pk, slug="contract-law")
    assert paths() == ["law", "law/contract-law"]
    page = browser_of(people).get("/c/law/contract-law/")
    assert page.status_code == 200
    assert b"Law" in page.content


def test_it_is_as_deep_as_one_likes(people: People) -> None:
    tree(*(f"level {number}" for number in range(25)))
    deepest = "/".join(f"level-{number}" for number in range(25))
    assert paths()[-1] == deepest
    assert browser_of(people).get(f"/c/{deepest}/").status_code == 200
    assert browser_of(people, "olga").get("/operator/categories/").status_code == 200


def test_long_names_at_great_depth_are_told_and_not_cut(people: People) -> None:
    deep = tree(*(f"{number} " + "x" * 56 for number in range(6)))
    answer = edit(people, act="add", title_en="y" * 59, parent=deep.pk)
    assert answer.status_code in (302, 409, 422)
    assert all(len(path) <= 400 for path in paths())
    top = Category.objects.get(parent=None)
    renamed = edit(people, act="change", key=top.pk, title_en="z" * 60, slug="z" * 60)
    assert renamed.status_code in (302, 409, 422)
    assert all(len(path) <= 400 for path in paths())


def test_renaming_moves_the_addresses_below(people: People) -> None:
    tree("law", "contracts", "sales")
    tree("law-school")
    law = Category.objects.get(path="law")
    edit(people, act="change", key=law.pk, title_en="Justice", slug="justice", parent="")
    assert sorted(paths()) == [
        "justice", "justice/contracts", "justice/contracts/sales", "law-school",
    ]  # fmt: skip
    assert browser_of(people).get("/c/justice/contracts/sales/").status_code == 200
    assert browser_of(people).get("/c/law/").status_code == 404


def test_moving_takes_along_what_is_below(people: People) -> None:
    tree("law", "contracts", "sales")
    science = tree("science")
    contracts = Category.objects.get(slug="contracts")
    edit(people, act="change", key=contracts.pk, title_en="contracts", parent=science.pk)
    assert sorted(paths()) == ["law", "science", "science/contracts", "science/contracts/sales"]


@pytest.mark.parametrize("below", ["law", "law/contracts", "law/contracts/sales"])
def test_nothing_is_moved_below_itself(below: str, people: People) -> None:
    tree("law", "contracts", "sales")
    law, parent = Category.objects.get(path="law"), Category.objects.get(path=below)
    answer = edit(people, act="change", key=law.pk, title_en="Law", parent=parent.pk)
    assert answer.status_code in (409, 422)
    assert sorted(paths()) == ["law", "law/contracts", "law/contracts/sales"]
    assert browser_of(people).get("/").status_code == 200


def test_two_of_one_name_stand_side_by_side_only_elsewhere(people: People) -> None:
    law = tree("law")
    science = tree("science")
    assert edit(people, act="add", title_en="History", parent=law.pk).status_code == 302
    assert edit(people, act="add", title_en="History", parent=science.pk).status_code == 302
    assert edit(people, act="add", title_en="History", parent=law.pk).status_code in (409, 422)
    history = Category.objects.get(path="science/history")
    moved = edit(people, act="change", key=history.pk, title_en="History", parent=law.pk)
    assert moved.status_code in (409, 422)
    assert sorted(paths()) == ["law", "law/history", "science", "science/history"]


def test_only_an_empty_one_is_removed(people: People, tmp_path: Path) -> None:
    tree("law", "contracts")
    law, contracts = Category.objects.get(slug="law"), Category.objects.get(slug="contracts")
    document = make_document(tmp_path, people.alice, category=contracts, state="withdrawn")
    for row in (law, contracts):
        assert edit(people, remove=row.pk).status_code == 409
        with pytest.raises(CategoryInUse):
            remove_category(row)
    document.category = None
    document.save()
    assert edit(people, remove=contracts.pk).status_code == 302
    assert edit(people, remove=law.pk).status_code == 302
    assert paths() == []


def test_the_order_is_the_operator_s(people: People) -> None:
    for name in ("one", "two", "three"):
        edit(people, act="add", title_en=name)
    assert paths() == ["one", "two", "three"]
    three = Category.objects.get(slug="three")
    edit(people, up=three.pk)
    assert paths() == ["one", "three", "two"]
    edit(people, up=three.pk)
    edit(people, up=three.pk)
    assert paths() == ["three", "one", "two"]
    edit(people, down=three.pk)
    assert paths() == ["one", "three", "two"]


def test_changing_the_name_keeps_place_and_words(people: People) -> None:
    for name in ("one", "two", "three"):
        save_category({"en": name}, terms=f"words of {name}", position=len(paths()))
    two = Category.objects.get(slug="two")
    edit(people, act="change", key=two.pk, title_en="Two, the second", slug="two")
    assert paths() == ["one", "two", "three"]
    two.refresh_from_db()
    assert (two.names["en"], two.terms) == ("Two, the second", "words of two")


@pytest.mark.parametrize(
    "words",
    [{"title_en": ""}, {"title_en": "\u200b"}, {"title_en": "x" * 81}, {"title_en": "x", "slug": "a b"},
     {"title_en": "x", "parent": "99999"}, {"title_en": "x", "parent": "x"}],
)  # fmt: skip
def test_what_is_no_category_is_told(words: dict[str, str], people: People) -> None:
    assert edit(people, act="add", **words).status_code == 422
    assert paths() == []


@pytest.mark.parametrize("key", ["x", "99999", "9" * 30, "²"])
def test_one_that_there_is_not_is_not_changed(key: str, people: People) -> None:
    for words in ({"remove": key}, {"up": key}, {"act": "change", "key": key, "title_en": "x"}):
        assert edit(people, **words).status_code == 404


def test_counts_take_in_what_is_below_and_nothing_unseen(people: People, tmp_path: Path) -> None:
    deepest = tree("law", "contracts", "sales")
    make_document(tmp_path, people.alice, category=deepest)
    make_document(tmp_path, people.alice, category=Category.objects.get(slug="contracts"))
    make_document(tmp_path, people.alice, category=deepest, state="withdrawn")
    make_document(tmp_path, people.alice, category=deepest, state="draft")
    cache.clear()
    assert {node.path: node.count for node in flat(category_tree())} == {
        "law": 2, "law/contracts": 2, "law/contracts/sales": 1,
    }  # fmt: skip
    page = text_of(browser_of(people).get("/c/law/"))
    assert page.count('class="entry') or "A report" in page


def test_names_are_in_the_language_of_the_reader(people: People) -> None:
    save_category({"en": "Law", "zh-hans": "法律"})
    assert "法律" in text_of(browser_of(people).get("/", headers={"accept-language": "zh-cn"}))
    assert "Law" in text_of(browser_of(people).get("/", headers={"accept-language": "fr"}))
