"""What every search index does; each backend passes the same tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pecia.discovery.errors import NoIndex
from pecia.discovery.index.protocol import SearchIndex
from pecia.discovery.index.tantivy_index import TantivyIndex
from pecia.discovery.query import parsed
from tests.discovery.backends import (
    BACKENDS,
    POSTGRES,
    make_index,
    reader_of,
    spoil_version,
)
from tests.discovery.entries import entry

SECRET = "the whales sang of a secret treaty between harbours"


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The name of each backend; those in the database get one."""
    if request.param in POSTGRES:
        request.getfixturevalue("db")
    return str(request.param)


@pytest.fixture
def index(backend: str, tmp_path: Path) -> Iterator[SearchIndex]:
    """One with five documents."""
    made = make_index(backend, tmp_path / "index")
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
    if isinstance(made, TantivyIndex):
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


def test_others_see_what_was_written(index: SearchIndex, backend: str, tmp_path: Path) -> None:
    reader = reader_of(backend, tmp_path / "index")
    index.put([entry(10, "新文档")])
    assert found(reader, "新文档") == (10,)


def test_an_index_of_another_version_is_none(backend: str, tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        reader_of(backend, tmp_path / "index")
    make_index(backend, tmp_path / "index")
    spoil_version(backend, tmp_path / "index")
    with pytest.raises(NoIndex):
        reader_of(backend, tmp_path / "index")


@pytest.mark.parametrize("words", ["鲸鱼在港口唱歌", '"whales sang of harbours"', "whales 港口"])
def test_what_stands_far_into_a_long_document_is_found(words: str, index: SearchIndex) -> None:
    before = "这是很长的一本书里的一页，的的的的的。 a b a b 12 12 " * 3_000
    text = f"{before}鲸鱼在港口唱歌。 The whales sang of harbours. {before}"
    index.put([entry(6, "长书", text), entry(7, "另一本", before)])
    assert found(index, words)[0] == 6
    assert index.search(parsed(words)).total == 1


def test_words_of_a_long_document_may_stand_far_apart(index: SearchIndex) -> None:
    between = "中间的许多页写了许多别的事情。 " * 3_000
    index.put([entry(6, "首尾", f"猎户座 {between} 显微镜"), entry(7, "尾", f"{between} 显微镜")])
    result = index.search(parsed("猎户座 显微镜"))
    assert (result.keys[0], result.total) == (6, 1)
    assert found(index, '显微镜 -"猎户座"') == (7,)
    assert set(found(index, "首尾 显微镜")[:1]) == {6}


def test_a_phrase_may_stand_anywhere_in_a_text_of_one_word_again_and_again(
    index: SearchIndex,
) -> None:
    index.put([entry(6, "哈", "哈" * 5_000 + "呀" + "哈" * 5_000 + " a" * 5_000 + " b")])
    for words in ('"哈呀"', '"呀哈哈哈"', '"a b"', '"a a a b"'):
        assert found(index, words) == (6,)


def test_pages_of_many_hits_hold_each_document_once(index: SearchIndex) -> None:
    times = {key: "浮标 " * (key % 7) for key in range(100, 620)}
    index.put([entry(key, "浮标", text, downloads=0) for key, text in times.items()])
    index.put([entry(700, "浮标", "浮标里程碑 " * 9_000, downloads=0)])
    pages = [found(index, "浮标", start=start, size=30) for start in range(0, 540, 30)]
    everything = [key for page in pages for key in page]
    assert len(everything) == len(set(everything)) == 521
    assert index.search(parsed("浮标"), facets=False).total == 521
