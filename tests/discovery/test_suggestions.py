"""What is offered while somebody types, and instead of what finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

from pecia.discovery.public import Suggestions, better_query, offered, parsed
from pecia.discovery.suggestions.phrases import Phrase, phrases_of, word_ends
from pecia.library.public import (
    Document,
    describe,
    erase,
    restrict,
    save_category,
    withdraw,
)
from tests.discovery.asking import ask_all
from tests.factories.documents import describe_as, make_document
from tests.indexing import index_everything
from tests.people import People

TITLES = {
    "a": "2026年质量月活动方案",
    "b": "质量月宣传手册",
    "c": "Annual quality report",
    "d": "Quality control of bridges",
    "e": "《量具检定规程》编写说明",
}


def test_a_title_is_cut_at_its_words() -> None:
    assert [phrase.text for phrase in phrases_of("Annual Quality (of 2026): a report", [])] == [
        "annual quality", "quality", "of 2026", "a report", "report",
    ]  # fmt: skip


def test_chinese_has_its_sound() -> None:
    [phrase] = phrases_of("", ["質量月"])
    assert phrase == Phrase("质量月", "质量", "zhiliangyue", "353")


def test_readings_follow_the_words() -> None:
    assert [phrase.sound for phrase in phrases_of("", ["重庆", "重量"])] == [
        "chongqing",
        "zhongliang",
    ]


def test_a_long_title_ends_at_a_word() -> None:
    [first, *_] = phrases_of("internationalisation of measurements everywhere", [])
    assert first.text == "internationalisation of"


def test_words_end_where_they_are_cut() -> None:
    assert word_ends("质量月 report") == [2, 3, 10]


@pytest.fixture
def library(people: People, tmp_path: Path, db: None) -> dict[str, int]:
    """The titles above, the number of reads growing with the letter."""
    made = {}
    for reads, (name, title) in enumerate(TITLES.items()):
        document = make_document(tmp_path, people.alice, title=title, texts=("hidden words",))
        Document.objects.filter(pk=document.pk).update(view_count=reads)
        made[name] = document.pk
    index_everything()
    return made


def seen(typed: str) -> tuple[tuple[str, ...], list[str]]:
    found: Suggestions = offered(typed)
    return found.queries, [document.title for document in found.documents]


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ("qua", ("quality",)),
        ("QUALITY C", ("quality control",)),
        ("质", ("质量",)),
        ("質量", ()),
        ("zh", ("质量",)),
        ("zhil", ("质量",)),
        ("zhi liang y", ("质量月",)),
        ("bridges qual", ("bridges quality",)),
        ("q", ()),
        ("", ()),
        ("%", ()),
        ("hidden", ()),
    ],
)
def test_words_go_on(library: dict[str, int], typed: str, queries: tuple[str, ...]) -> None:
    assert seen(typed)[0] == queries


def test_titles_are_offered_the_most_read_first(library: dict[str, int]) -> None:
    assert seen("qual")[1] == [TITLES["d"], TITLES["c"]]
    assert seen("zhiliangyue")[1] == [TITLES["b"], TITLES["a"]]
    assert seen("bridges qual")[1] == [TITLES["d"]]


def test_categories_are_offered_by_either_name(library: dict[str, int]) -> None:
    save_category({"en": "Water", "zh-hans": "水利"}, slug="water")
    for typed in ("wat", "水"):
        assert [node.path for node in offered(typed).categories] == ["water"]


@pytest.mark.parametrize("how", ["withdraw", "restrict", "erase"])
def test_what_is_hidden_is_not_offered(library: dict[str, int], people: People, how: str) -> None:
    document = Document.objects.get(pk=library["d"])
    if how == "withdraw":
        withdraw(document, people.actor("alice"), "Outdated.")
    elif how == "restrict":
        restrict(document, source="case-1", reason="A claim.")
    else:
        erase(document, people.actor("alice"), "On request.")
    for _indexer in ("has not come yet", "has come"):
        assert seen("quality c") == ((), [])
        assert better_query(parsed("brigdes")) is None
        index_everything()


def test_another_title_is_offered_in_its_place(library: dict[str, int], people: People) -> None:
    document = Document.objects.get(pk=library["d"])
    describe(document, describe_as(title="Barometers"), people.actor("alice"))
    index_everything()
    assert seen("quality c") == ((), [])
    assert seen("baro")[0] == ("barometers",)


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ("zhiliangyue", "质量月"),
        ("zhi liang yue", "质量月"),
        ("zhiliangy", None),
        ("qualty", "quality"),
        ("uqality", "quality"),
        ("Qualty CONTROL", "quality CONTROL"),
        ("hiddem", None),
        ("zzzzzz", None),
        ("质量悦", None),
        ("12345", None),
    ],
)
def test_a_query_that_finds_nothing_is_mended(
    library: dict[str, int], query: str, better: str | None
) -> None:
    found = better_query(parsed(query))
    assert (found.text if found else None) == better


def test_what_many_ask_comes_first(library: dict[str, int]) -> None:
    ask_all("quality of bridges", people=5)
    ask_all("quality of rivers", people=4)
    cache.clear()
    assert seen("qual")[0] == ("quality of bridges", "quality")
    assert seen("quality of bridges")[0] == ()


def test_a_spelling_of_a_hidden_title_is_not_told_by_a_closed_page(
    library: dict[str, int], people: People, tmp_path: Path
) -> None:
    texts = ("An open page.", "The zephyrquartz deposit.")
    make_document(tmp_path, people.alice, title="Minerals", texts=texts, preview_pages=1)
    named = make_document(tmp_path, people.alice, title="Zephyrquartz", texts=("Nothing.",))
    index_everything()
    found = better_query(parsed("zephyrquarzt"))
    assert found is not None
    assert found.text == "zephyrquartz"
    restrict(named, source="case-1", reason="A claim.")
    assert better_query(parsed("zephyrquarzt")) is None
