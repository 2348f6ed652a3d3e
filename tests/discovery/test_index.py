"""What every search index does; each backend passes the same tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pecia.discovery.errors import NoIndex
from pecia.discovery.index.protocol import SearchIndex
from pecia.discovery.index.tantivy_index import TantivyIndex
from pecia.discovery.query import parsed
from tests.discovery.entries import entry

SECRET = "the whales sang of a secret treaty between harbours"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    """The embedded one, with five documents."""
    made = TantivyIndex.create(tmp_path / "index")
    made.put(
        [
            entry(1, "质量月活动讲话", "今天我们在这里举行质量月活动启动仪式"),
            entry(2, "安全检查", "质量很重要，月底检查"),
            entry(3, "Runs", "He was running to the office with GB/T 19001-2016.", language="en"),
            entry(4, "A paid report", "An open page.", SECRET, language="en", access="paid"),
            entry(5, "Costs of a school", "cost", language="en", format="sheets", category="8"),
        ]
    )
    yield made
    made.close()


def found(index: SearchIndex, words: str, **facts: object) -> tuple[int, ...]:
    return index.search(parsed(words), **facts).keys  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("质量月", {1}),
        ("質量月", {1}),
        ('"质量月活动"', {1}),
        ("质", {1, 2}),
        ("质量", {1, 2}),
        ("run", {3}),
        ("office", {3}),
        ("GB/T 19001-2016", {3}),
        ("19001", {3}),
        ('"19001 gb"', set()),
        ("title:安全", {2}),
        ("title:重要", set()),
        ("质量 -活动", {2}),
        ("whales", {4}),
        ("lang:en access", set()),
        ("lang:zh", {1, 2}),
        ("format:sheets", {5}),
        ("uploader:laosou lang:zh", {1, 2}),
        ("pages:2..3", {2, 3}),
        ("after:2025-01-03 before:2025-01-04", {3, 4}),
        ("nothing-like-it", set()),
        ("", {1, 2, 3, 4, 5}),
    ],
)
def test_words_phrases_and_filters_find(index: SearchIndex, words: str, keys: set[int]) -> None:
    result = index.search(parsed(words))
    assert (set(result.keys), result.total) == (keys, len(keys))


def test_documents_with_some_of_the_words_follow_and_are_not_counted(index: SearchIndex) -> None:
    result = index.search(parsed("质量 whales"))
    assert (set(result.keys), result.total, result.loose) == ({1, 2, 4}, 0, 3)


def test_a_title_counts_more_than_the_text(index: SearchIndex) -> None:
    index.put([entry(6, "other", "一次重要的检查和安全"), entry(7, "重要", "文件")])
    assert found(index, "重要")[0] == 7


def test_what_is_left_out_is_neither_found_nor_counted(index: SearchIndex) -> None:
    result = index.search(parsed("质量"), without=[1])
    assert (result.keys, result.total) == ((2,), 1)
    assert dict(result.facets["lang"]) == {"zh": 1}


def test_an_entry_replaces_the_one_before_and_is_gone_when_removed(index: SearchIndex) -> None:
    index.put([entry(1, "计划", "别的内容")])
    assert found(index, "质量月") == ()
    assert found(index, "计划") == (1,)
    assert index.count() == 5
    index.remove([1, 77])
    assert found(index, "计划") == ()
    assert index.count() == 4
    index.clear()
    assert index.count() == 0


def test_orders_and_pages_are_stable(index: SearchIndex) -> None:
    assert found(index, "", order="new") == (5, 4, 3, 2, 1)
    assert found(index, "", order="read") == (5, 4, 3, 2, 1)
    assert found(index, "", order="downloaded") == (1, 2, 3, 4, 5)
    assert found(index, "", order="new", start=2, size=2) == (3, 2)


def test_facets_count_what_was_found(index: SearchIndex) -> None:
    facets = index.search(parsed("lang:en")).facets
    assert dict(facets["format"]) == {"text": 2, "sheets": 1}
    assert dict(facets["category"]) == {"7": 2, "8": 1}
    assert dict(facets["access"]) == {"free": 2, "paid": 1}
    assert dict(facets["year"]) == {"2025": 3}


def test_values_of_a_filter_in_force_are_counted_without_it(index: SearchIndex) -> None:
    facets = index.search(parsed("lang:en format:sheets")).facets
    assert dict(facets["format"]) == {"text": 2, "sheets": 1}
    assert dict(facets["lang"]) == {"en": 1}


def test_nobody_learns_by_quoting_whether_a_passage_is_on_a_closed_page(index: SearchIndex) -> None:
    assert found(index, f'"{SECRET}"') == ()
    assert found(index, '"secret treaty"') == (4,)
    index.put([entry(4, "A free report", f"An open page. {SECRET}", language="en")])
    assert found(index, f'"{SECRET}"') == (4,)


def test_a_long_chinese_passage_is_a_quote_without_quotation_marks(index: SearchIndex) -> None:
    passage = "双方约定本协议所列价格及其附件在任何情况下均不得向第三方披露违者赔偿"
    index.put([entry(6, "协议", "公开的一页", passage)])
    assert found(index, passage) == ()
    assert found(index, "第三方披露") == (6,)
    index.put([entry(6, "协议", f"公开的一页{passage}")])
    assert found(index, passage) == (6,)


def test_documents_that_read_alike_are_found(index: SearchIndex) -> None:
    index.put([entry(8, "质量月", "质量月活动启动仪式上的讲话"), entry(9, "启动仪式", "启动仪式")])
    assert index.like("质量月活动启动仪式", 1, 5)[0] == 8
    assert 1 not in index.like("质量月活动启动仪式", 1, 5)
    assert index.like("zzz", 1, 5) == ()


def test_others_see_what_was_written(index: SearchIndex, tmp_path: Path) -> None:
    reader = TantivyIndex(tmp_path / "index")
    index.put([entry(10, "新文档")])
    assert found(reader, "新文档") == (10,)


def test_an_index_of_another_version_is_none(tmp_path: Path) -> None:
    TantivyIndex.create(tmp_path / "index")
    (tmp_path / "index" / "version").write_text("0")
    with pytest.raises(NoIndex):
        TantivyIndex(tmp_path / "index")
    with pytest.raises(NoIndex):
        TantivyIndex(tmp_path / "nowhere")
