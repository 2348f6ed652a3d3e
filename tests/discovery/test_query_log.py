"""What is remembered of searches, what is never, and what is told of it to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from pecia.discovery.public import (
    asked_in_vain,
    parsed,
    popular_queries,
    queries_about,
    related_queries,
    set_suggested,
    sum_queries,
)
from pecia.discovery.query_log.wording import wording
from pecia.discovery.query_models import AskedNext, AskedQuery, NextWeek, QueryWeek
from pecia.kernel import clock
from tests.discovery.asking import ask, ask_all
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.people import People
from tests.web.site import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def site(people: People, tmp_path: Path) -> None:
    """Documents that some of the searches find."""
    for title in ("Gauge boards", "Gauge readings", "质量月活动方案", "质量月讲话稿"):
        make_document(tmp_path, people.alice, title=title)
    index_everything()


def next_week() -> None:
    """The week is over and summed."""
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        sum_queries()
    cache.clear()


def days_of_one_week() -> list[datetime]:
    """Monday to Sunday, at noon."""
    return [datetime(2026, 3, 2 + day, 12, tzinfo=UTC) for day in range(7)]


def kept() -> list[str]:
    return sorted(AskedQuery.objects.values_list("text", flat=True))


def test_a_query_is_remembered_once_for_each_asker() -> None:
    for asker in (1, 1, 2):
        ask("Gauge  Boards", asker)
    assert kept() == ["gauge boards", "gauge boards"]
    assert set(AskedQuery.objects.values_list("found", "language")) == {(1, "en")}


@pytest.mark.parametrize(
    "words",
    [
        {"page": "2"}, {"sort": "new"}, {"format": "text"}, {"via": "related"}, {"lang": "en"},
    ],
)  # fmt: skip
def test_what_is_clicked_is_not_remembered(words: dict[str, str]) -> None:
    ask("gauge", 1, **words)
    assert kept() == []


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "curl/8.5", ""])
def test_robots_are_not_remembered(agent: str) -> None:
    ask("gauge", agent=agent)
    assert kept() == []


@pytest.mark.parametrize("name", ["HX-Request", "Sec-Purpose"])
def test_what_a_browser_fetches_by_itself_is_not_remembered(name: str) -> None:
    Client(headers={"user-agent": "Firefox", name: "prefetch"}).get("/search/?q=gauge")
    assert kept() == []


@pytest.mark.parametrize(
    "text",
    [
        "lin.he@example.org", "who is 138 0013 8000", "+86-10-8888-1234", "11010519491231002X",
        "https://example.org/x", "www.example.org", "x" * 61, "质" * 61, "format:docx gauge",
        "gauge -boards", "10001", "pages:x", "", " ",
    ],
)  # fmt: skip
def test_what_may_be_about_somebody_is_never_remembered(text: str) -> None:
    ask(text)
    assert kept() == []
    assert not text.strip() or wording_of(text) == ""


def wording_of(text: str) -> str:
    return wording(parsed(text)) if "pages:" not in text else ""


def test_nothing_that_is_kept_says_who_asked(people: People) -> None:
    ask("gauge", 1)
    ask("boards", 1)
    browser_of(people, "charlie").get("/search/?q=readings")
    rows = [*AskedQuery.objects.values_list(), *AskedNext.objects.values_list()]
    told = " ".join(map(str, rows))
    for secret in ("203.0.113", "Firefox", "charlie"):
        assert secret not in told
    # Not even that two queries are of one person.
    assert len(set(AskedQuery.objects.values_list("asker", flat=True))) == 3


def test_another_week_has_another_name_for_the_same_asker() -> None:
    ask("gauge")
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        ask("gauge")
    assert len(set(AskedQuery.objects.values_list("asker", flat=True))) == 2


def test_after_the_week_only_what_enough_people_asked_is_left() -> None:
    ask_all("gauge", people=5)
    ask_all("boards", people=4)
    next_week()
    assert list(QueryWeek.objects.values_list("text", "people", "found")) == [("gauge", 5, 1)]
    assert not AskedQuery.objects.exists()
    assert not AskedNext.objects.exists()


def test_one_person_on_all_days_of_a_week_is_one() -> None:
    for moment in days_of_one_week():
        with clock.stopped_at(moment):
            ask("gauge")
            assert sum_queries() == 0
    assert kept() == ["gauge"]


def test_one_person_in_five_weeks_is_not_five_people() -> None:
    for weeks in range(5):
        with clock.stopped_at(clock.now() + timedelta(weeks=weeks)):
            ask("gauge")
            sum_queries()
    cache.clear()
    assert popular_queries() == ()


def test_five_people_on_five_days_of_a_week_are_told_of() -> None:
    for asker, moment in enumerate(days_of_one_week()[2:], 1):
        with clock.stopped_at(moment):
            cache.clear()
            assert popular_queries() == ()
            ask("gauge", asker)
    cache.clear()
    with clock.stopped_at(days_of_one_week()[-1]):
        assert popular_queries() == ("gauge",)


def test_what_five_people_asked_in_two_weeks_is_forgotten() -> None:
    sunday = days_of_one_week()[-1]
    for asker in range(1, 6):
        with clock.stopped_at(sunday + timedelta(days=asker // 3)):
            ask("gauge", asker)
    with clock.stopped_at(sunday + timedelta(days=8)):
        assert sum_queries() == 2
    assert not QueryWeek.objects.exists()
    assert not AskedQuery.objects.exists()


def test_summing_twice_is_summing_once() -> None:
    ask_all("gauge")
    next_week()
    next_week()
    assert QueryWeek.objects.get().people == 5


def test_this_week_is_not_summed_yet_and_told_all_the_same() -> None:
    ask_all("gauge")
    assert sum_queries() == 0
    cache.clear()
    assert popular_queries() == ("gauge",)


def test_old_sums_are_forgotten(settings: Settings) -> None:
    ask_all("gauge", "boards")
    next_week()
    ended = clock.now().date() + timedelta(days=6 - clock.now().weekday())
    last = datetime(ended.year, ended.month, ended.day, tzinfo=UTC)
    last += timedelta(days=settings.QUERY_DAYS)
    with clock.stopped_at(last):
        sum_queries()
    assert QueryWeek.objects.exists()
    with clock.stopped_at(last + timedelta(days=1)):
        sum_queries()
    assert not QueryWeek.objects.exists()
    assert not NextWeek.objects.exists()


@pytest.mark.parametrize(("askers", "told"), [(4, False), (5, True)])
def test_related_is_what_enough_people_asked_next(askers: int, told: bool) -> None:
    ask_all("gauge", "质量月", people=askers)
    cache.clear()
    assert ("质量月" in related_queries("GAUGE")) is told
    next_week()
    assert ("质量月" in related_queries("gauge")) is told


def test_what_was_asked_an_hour_later_is_not_what_was_asked_next() -> None:
    for asker in range(1, 6):
        ask("gauge", asker)
    cache.clear()  # as after ten minutes
    for asker in range(1, 6):
        ask("质量月", asker)
    assert not AskedNext.objects.exists()


def test_related_is_what_is_asked_in_similar_words() -> None:
    for text in ("质量月活动方案", "质量月讲话稿", "gauge boards", "gauge readings"):
        cache.clear()
        ask_all(text)
    cache.clear()
    assert related_queries("質量月活動") == ("质量月活动方案", "质量月讲话稿")
    assert related_queries("gauge") == ("gauge boards", "gauge readings")
    assert related_queries("zebra") == ()


def test_what_finds_nothing_is_not_suggested_but_told_to_the_operator() -> None:
    ask_all("gauge zeppelins", "zeppelins")
    cache.clear()
    assert related_queries("zeppelin") == ()
    assert popular_queries("zep") == ()
    assert [row.text for row in asked_in_vain()] == ["gauge zeppelins", "zeppelins"]


def test_what_is_found_by_now_is_missing_no_more(people: People, tmp_path: Path) -> None:
    ask_all("zeppelins")
    next_week()
    make_document(tmp_path, people.alice, title="Zeppelins")
    index_everything()
    with clock.stopped_at(clock.now() + timedelta(days=7)):
        ask_all("zeppelins")
        cache.clear()
        assert asked_in_vain() == ()
        assert popular_queries("zep") == ("zeppelins",)


def test_popular_queries_begin_as_asked_for() -> None:
    ask_all("gauge boards", people=6)
    ask_all("gauge readings", people=5)
    ask_all("质量月", people=7)
    cache.clear()
    assert popular_queries("GAU") == ("gauge boards", "gauge readings")
    assert popular_queries("质") == ("质量月",)
    assert popular_queries(size=2) == ("质量月", "gauge boards")


def test_a_document_leads_to_what_is_asked_about_its_keywords_and_title() -> None:
    ask_all("质量月活动方案")
    cache.clear()
    ask_all("gauge boards")
    cache.clear()
    assert queries_about("Speech", ("质量月",)) == ("质量月活动方案",)
    assert queries_about("About gauge boards", ()) == ("gauge boards",)
    assert queries_about("Nothing", ("else",)) == ()


def test_an_operator_has_a_query_suggested_no_more_and_again() -> None:
    ask_all("gauge boards")
    cache.clear()
    set_suggested("gauge boards", suggested=False)
    assert popular_queries() == ()
    assert related_queries("gauge") == ()
    set_suggested("gauge boards", suggested=True)
    assert popular_queries() == ("gauge boards",)


def test_only_what_was_asked_can_be_hidden() -> None:
    from pecia.discovery.query_models import UnwantedQuery

    set_suggested("never asked", suggested=False)
    assert not UnwantedQuery.objects.exists()


def test_the_pages_show_what_is_related_and_popular() -> None:
    ask_all("gauge readings")
    cache.clear()
    for path in ("/search/?q=gauge", "/search/?q=gauge+zebra"):
        assert "/search/?q=gauge+readings&amp;via=related" in text_of(Client().get(path)), path
    assert "/search/?q=gauge+readings&amp;via=popular" in text_of(Client().get("/"))


def test_the_operator_reads_what_is_missing_and_decides_what_is_suggested(people: People) -> None:
    ask_all("zeppelins", "gauge readings")
    cache.clear()
    client = browser_of(people, "olga")
    body = text_of(client.get("/operator/searches/"))
    assert "/search/?q=zeppelins&amp;via=operator" in body
    assert client.post("/operator/searches/", {"hide": "gauge readings"}).status_code == 302
    assert popular_queries() == ()
    assert 'name="show" value="gauge readings"' in text_of(client.get("/operator/searches/"))
    client.post("/operator/searches/", {"show": "gauge readings"})
    assert popular_queries() == ("gauge readings",)
