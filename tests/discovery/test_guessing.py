"""What is counted of reading, what is remembered of whom, and what is offered for which reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from pecia.discovery import tasks
from pecia.discovery.public import (
    Why,
    count_together,
    enqueue_nightly_run,
    forget_reading,
    forget_seldom_together,
    guess,
    most_read,
    read_by,
    recommend,
    remembers,
    set_remembering,
)
from pecia.discovery.reading_models import (
    NearDocuments,
    ReadCount,
    ReadDocument,
    ReadTogether,
    VisitCursor,
)
from pecia.discovery.recommending import together
from pecia.discovery.recommending.nightly import begin_nightly_run
from pecia.discovery.recommending.remembering import remember_reading
from pecia.kernel import clock, events
from pecia.library.public import Document, restrict, save_category, withdraw
from tests.discovery.reading import count_all, read
from tests.factories.documents import make_document
from tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


@pytest.fixture
def shelf(people: People, tmp_path: Path) -> list[Document]:
    """Six documents of three publishers; visitors are none of them."""
    owners = (people.alice, people.bob, people.sue)
    return [make_document(tmp_path, owners[n % 3], title=f"Book {n}") for n in range(6)]


def pairs() -> dict[tuple[int, int], int]:
    return {(row.first_id, row.second_id): row.times for row in ReadTogether.objects.all()}


def test_what_a_visitor_reads_on_a_day_is_read_together(
    people: People, shelf: list[Document]
) -> None:
    first, second, third = shelf[:3]
    read(people, first, second, who=1)
    read(people, second, third, who=2)
    assert count_all() == 4
    a, b, c = (each.pk for each in shelf[:3])
    assert pairs() == {(a, b): 1, (b, a): 1, (b, c): 1, (c, b): 1}
    assert dict(ReadCount.objects.values_list("pk", "visits")) == {a: 1, b: 2, c: 1}


def test_robots_refreshes_and_publishers_count_nothing(
    people: People, shelf: list[Document]
) -> None:
    read(people, *shelf[:2], *shelf[:2], who=1)
    read(people, *shelf[:2], who=2, agent="Googlebot/2.1")
    read(people, shelf[0], who="alice")
    assert count_all() == 2
    assert set(pairs().values()) == {1}


def test_a_visit_is_counted_once_whoever_looks(people: People, shelf: list[Document]) -> None:
    read(people, *shelf[:2])
    count_all()
    assert count_all() == 0
    VisitCursor.objects.update(done=0)  # what a lost race would see
    stale = VisitCursor.objects.get()
    VisitCursor.objects.update(done=stale.seen)
    assert count_together() == 0
    assert set(pairs().values()) == {1}


def test_the_newest_visits_wait_for_the_next_look(people: People, shelf: list[Document]) -> None:
    read(people, *shelf[:2])
    assert [count_together() for _look in range(3)] == [0, 2, 0]


def test_a_visitor_of_very_much_makes_few_pairs_of_each() -> None:
    made = together.pairs_of(list(range(500)), 999)
    assert len(made) == 2 * together.WINDOW
    assert (999, 499) in made
    assert together.pairs_of([7, 7, 5], 5) == [(5, 7), (7, 5)]


def test_seldom_pairs_go_where_there_are_too_many(
    people: People, shelf: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in range(1, 4):
        read(people, shelf[0], shelf[1], who=who)
    read(people, *shelf, who=9)
    count_all()
    monkeypatch.setattr(together, "MOST", 2)
    assert forget_seldom_together() > 0
    near = ReadTogether.objects.filter(first=shelf[0].pk)
    assert near.count() == 2
    assert near.order_by("-times")[0].second_id == shelf[1].pk


def test_new_visits_weigh_more_than_old_ones(people: People, shelf: list[Document]) -> None:
    for who in (1, 2):
        read(people, shelf[0], who=who)
    count_all()
    with clock.stopped_at(clock.now() + timedelta(days=60)):
        read(people, shelf[1])
        count_all()
    assert most_read(2) == [shelf[1], shelf[0]]


def test_most_read_of_a_category(people: People, tmp_path: Path, shelf: list[Document]) -> None:
    law = save_category({"en": "Law"})
    inside = make_document(tmp_path, people.alice, category=law)
    read(people, inside, *shelf)
    count_all()
    assert most_read(5, law) == [inside]


# What is remembered of people.


def test_nothing_is_remembered_until_somebody_asks(people: People, shelf: list[Document]) -> None:
    read(people, shelf[0], who="charlie")
    assert not remembers(people.charlie)
    assert list(read_by(people.charlie)) == []
    set_remembering(people.charlie, on=True)
    read(people, shelf[1], shelf[2], shelf[1], who="charlie")
    assert read_by(people.charlie) == [shelf[1].pk, shelf[2].pk]


def test_switching_off_and_clearing_forget_it(people: People, shelf: list[Document]) -> None:
    set_remembering(people.charlie, on=True)
    read(people, shelf[0], who="charlie")
    forget_reading(people.charlie.pk)
    assert (list(read_by(people.charlie)), remembers(people.charlie)) == ([], True)
    read(people, shelf[1], who="charlie")
    set_remembering(people.charlie, on=False)
    assert (list(read_by(people.charlie)), remembers(people.charlie)) == ([], False)


def test_the_oldest_is_forgotten(
    people: People, shelf: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pecia.discovery.recommending import remembering

    monkeypatch.setattr(remembering, "MOST", 2)
    set_remembering(people.charlie, on=True)
    for hours, document in enumerate(shelf[:3]):
        with clock.stopped_at(clock.now() + timedelta(hours=hours)):
            remember_reading(people.actor("charlie"), document)
    assert read_by(people.charlie) == [shelf[2].pk, shelf[1].pk]


def test_a_closed_account_leaves_nothing(people: People, shelf: list[Document]) -> None:
    from pecia.accounts.public import erase_account

    set_remembering(people.charlie, on=True)
    read(people, shelf[0], who="charlie")
    erase_account(people.charlie)
    events.deliver_due()
    assert not ReadDocument.objects.exists()
    assert not remembers(people.charlie)


# The nightly run.


def test_the_nightly_run_makes_lists_of_what_the_same_people_read(
    people: People, shelf: list[Document]
) -> None:
    for who in (1, 2, 3):
        read(people, shelf[0], shelf[1], who=who)
    read(people, shelf[2], shelf[3], who=4)
    assert recommend() == 4
    row = NearDocuments.objects.get(pk=shelf[0].pk)
    assert [key for key, _score in row.by_readers] == [shelf[1].pk]
    assert recommend() == 4  # twice is once
    withdraw(shelf[3], people.actor("alice"), "Outdated.")
    recommend()
    assert not NearDocuments.objects.filter(pk__in=[shelf[2].pk, shelf[3].pk]).exists()


def test_what_is_remembered_counts_when_the_visits_are_forgotten(
    people: People, shelf: list[Document]
) -> None:
    from pecia.library.public import forget_old_visits

    for name in ("charlie", "olga"):
        set_remembering(getattr(people, name), on=True)
        for document in shelf[:2]:
            remember_reading(people.actor(name), document)
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        forget_old_visits()
        assert recommend() == 2


def test_without_readings_there_are_no_lists() -> None:
    assert recommend() == 0


def test_it_is_begun_once_a_day_by_one() -> None:
    assert begin_nightly_run()
    assert not begin_nightly_run()
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        assert begin_nightly_run()
        assert not begin_nightly_run()


def test_a_worker_has_it_done(people: People, shelf: list[Document]) -> None:
    from django_tasks_db.models import DBTaskResult

    read(people, *shelf[:2])
    assert enqueue_nightly_run()
    assert not enqueue_nightly_run()
    assert DBTaskResult.objects.filter(task_path__endswith="recommend_task").count() == 1
    assert tasks.recommend_task.call() == 2


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_spark_makes_the_same_lists_from_the_same_rows(
    people: People, shelf: list[Document], settings: Settings
) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install pecia[spark]")
    for who in (1, 2, 3):
        read(people, *shelf[who : who + 3], who=who)
    recommend()
    here = list(NearDocuments.objects.order_by("pk").values_list("pk", "by_readers", "by_taste"))
    settings.RECOMMENDER, settings.SPARK_MASTER = "spark", "local[2]"
    recommend()
    there = list(NearDocuments.objects.order_by("pk").values_list("pk", "by_readers", "by_taste"))
    assert here == there
    assert any(row[1] for row in here)


# What is offered.


def offered(*shown: Document, size: int = 6) -> list[Document]:
    return [each.document for each in guess([each.pk for each in shown], size)]


def test_what_is_read_together_comes_first_with_its_reason(
    people: People, shelf: list[Document]
) -> None:
    for who in (1, 2):
        read(people, shelf[0], shelf[4], who=who)
    count_all()
    recommend()
    [first, *rest] = guess([shelf[0].pk], 6)
    assert (first.document, first.why, first.because) == (shelf[4], Why.READ_TOGETHER, shelf[0])
    assert {each.why for each in rest} <= {Why.READ_HERE, Why.NEW}
    assert shelf[0] not in [each.document for each in rest]


def test_pairs_alone_do_before_the_first_night(people: People, shelf: list[Document]) -> None:
    read(people, shelf[0], shelf[4])
    count_all()
    assert offered(shelf[0])[0] == shelf[4]


def test_somebody_new_is_offered_what_is_read_then_what_is_new(
    people: People, shelf: list[Document]
) -> None:
    read(people, shelf[3])
    count_all()
    found = guess([], 6)
    assert (found[0].document, found[0].why) == (shelf[3], Why.READ_HERE)
    assert {each.why for each in found[1:]} == {Why.NEW}
    assert len({each.document for each in found}) == 6


def test_one_publisher_does_not_fill_the_list(
    people: People, tmp_path: Path, shelf: list[Document]
) -> None:
    many = [make_document(tmp_path, people.charlie, title=f"Flood {n}") for n in range(9)]
    found = offered(size=8)
    assert sum(each in many for each in found) <= 2


@pytest.mark.parametrize("how", ["withdraw", "restrict"])
def test_what_is_hidden_is_never_offered_nor_named_as_the_reason(
    how: str, people: People, shelf: list[Document]
) -> None:
    for who in (1, 2):
        read(people, *shelf[:3], who=who)
    count_all()
    recommend()
    for gone in (shelf[0], shelf[1]):
        if how == "withdraw":
            withdraw(
                gone, people.actor("alice" if gone.owner_id == people.alice.pk else "bob"), "x"
            )
        else:
            restrict(gone, source=f"case-{gone.pk}", reason="A claim.")
    found = guess([shelf[0].pk], 6)
    assert shelf[1] not in [each.document for each in found]
    assert all(each.because is None or each.because == shelf[2] for each in found)


def test_nobody_can_buy_a_place(people: People, shelf: list[Document]) -> None:
    """Price, licence and preview change nothing: only what is read does."""
    for who in (1, 2):
        read(people, *shelf[:4], who=who)
    count_all()
    recommend()
    before = offered(shelf[0])
    for number, access in enumerate(("entitled", "members", "anyone")):
        Document.objects.filter(pk=shelf[number + 1].pk).update(
            download_access=access, preview_pages=number + 1, licence="own-use"
        )
    cache.clear()
    recommend()
    assert offered(shelf[0]) == before
