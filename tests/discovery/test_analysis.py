"""How texts are folded and cut, and the language of queries."""

from __future__ import annotations

from datetime import date

import pytest

from pecia.discovery import analysis
from pecia.discovery.errors import NotUnderstood
from pecia.discovery.query import Clause, Filters, parsed


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("質量月", "质量月"),
        ("ＧＢ／Ｔ　１９００１", "gb/t 19001"),
        ("Ｑｕａｌｉｔｙ ﬁle", "quality file"),
        ("Straße", "straße"),
        ("ｶﾀｶﾅ", "カタカナ"),
    ],
)
def test_width_case_and_traditional_forms_are_folded(text: str, folded: str) -> None:
    assert analysis.fold(text) == folded


def test_east_asian_runs_become_characters_and_pairs() -> None:
    assert analysis.terms("质量月 iso9001手册") == [
        "质", "质量", "量", "量月", "月", "iso9001", "手", "手册", "册",
    ]  # fmt: skip


def test_a_run_is_sought_by_its_pairs_at_their_places() -> None:
    terms = analysis.terms("举行质量月活动")
    sought = analysis.sought("质量月")
    begin = terms.index("质量")
    assert [terms[begin + place] for place, _term in sought] == [term for _place, term in sought]
    assert analysis.sought("质") == [(0, "质")]


def test_words_are_found_by_their_stems() -> None:
    assert analysis.stems(["running", "19001", "质量"], "en") == {"run"}
    assert "run" in analysis.stems_in_any_language("running")
    assert analysis.stems(["running"], "zh") == set()


def test_a_query_has_words_phrases_and_what_is_not_wanted() -> None:
    query = parsed('质量月 "annual report" -draft title:ISO')
    assert query.wanted == (
        Clause(("质量月",)),
        Clause(("annual", "report"), exact=True),
        Clause(("iso",), in_title=True),
    )
    assert query.unwanted == (Clause(("draft",)),)


def test_codes_stay_together_and_scripts_apart() -> None:
    assert parsed("GB/T19001-2016质量").wanted == (
        Clause(("gb", "t19001", "2016"), exact=True),
        Clause(("质量",)),
    )


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("format:docx", Filters(format=("docx",))),
        ("lang:zh lang:en", Filters(lang=("zh", "en"))),
        ('category:"Working documents"', Filters(category=("working documents",))),
        ("uploader:Lao", Filters(uploader=("lao",))),
        ("pages:10..50", Filters(pages=(10, 50))),
        ("pages:10..", Filters(pages=(10, None))),
        ("pages:..50", Filters(pages=(None, 50))),
        ("pages:7", Filters(pages=(7, 7))),
        ("after:2024", Filters(published=(date(2024, 1, 1), None))),
        ("before:2024", Filters(published=(None, date(2024, 12, 31)))),
        ("before:2024-02", Filters(published=(None, date(2024, 2, 29)))),
        ("after:2024-05-06 before:2025", Filters(published=(date(2024, 5, 6), date(2025, 12, 31)))),
    ],
)
def test_filters_are_read(text: str, filters: Filters) -> None:
    assert parsed(text).filters == filters


@pytest.mark.parametrize(
    "text", ["pages:x", "pages:..", "before:yesterday", "after:2024-13", "before:2024-1-2-3"]
)
def test_a_filter_that_is_not_understood_says_how_to_write_it(text: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        parsed(text)
    assert text in str(told.value)
    assert text.partition(":")[0] in str(told.value.facts["example"])


@pytest.mark.parametrize("text", ["№ 10021", "#10021", "10021", "no. 10021", " №10021 "])
def test_a_document_number_is_known_as_one(text: str) -> None:
    assert parsed(text).number == 10021


@pytest.mark.parametrize("text", ["²", "٣", "1" * 20, "", "a1"])
def test_other_things_are_no_document_number(text: str) -> None:
    assert parsed(text).number is None


def test_a_colon_makes_no_filter_of_a_word() -> None:
    assert parsed("http://example.org").wanted == (Clause(("http", "example", "org"), exact=True),)


@pytest.mark.parametrize("text", ['"', "-", "--", '-""', ":", "“”", "\x00", "…!?"])
def test_nothing_to_look_for_is_nothing(text: str) -> None:
    assert parsed(text).is_empty
