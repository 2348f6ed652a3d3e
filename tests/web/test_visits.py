"""Readers are counted once a day; refreshing, robots and the publisher count nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pecia.kernel import clock
from pecia.library.models import Visit
from pecia.library.public import Document, forget_old_visits
from tests.factories.documents import make_document
from tests.people import People
from tests.web.site import FIREFOX, body_of, browser_of

pytestmark = pytest.mark.django_db

ROBOTS = (
    "Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.5", "python-requests/2.32",
    "facebookexternalhit/1.1", "Mozilla/5.0 HeadlessChrome/130", "",
)  # fmt: skip


@pytest.fixture
def document(people: People, tmp_path: Path) -> Document:
    return make_document(tmp_path, people.alice, organisation=people.press)


def read(people: People, document: Document, name: str = "stranger", **facts: str) -> None:
    agent, address = facts.get("agent", FIREFOX), facts.get("address", "203.0.113.1")
    client = browser_of(people, name, headers={"user-agent": agent}, REMOTE_ADDR=address)
    body_of(client.get(f"/d/{document.number}/"))
    body_of(client.get(f"/d/{document.number}/download/"))


def counts(document: Document) -> tuple[int, int]:
    document.refresh_from_db()
    return document.view_count, document.download_count


def test_a_refresh_is_not_another_reader(people: People, document: Document) -> None:
    for _ in range(3):
        read(people, document)
    assert counts(document) == (1, 1)


def test_another_address_or_browser_is_another_reader(people: People, document: Document) -> None:
    read(people, document)
    read(people, document, address="203.0.113.2")
    read(people, document, agent=FIREFOX.replace("140", "141"))
    assert counts(document) == (3, 3)


def test_somebody_signed_in_is_one_reader_wherever_they_are(
    people: People, document: Document
) -> None:
    read(people, document, "charlie")
    read(people, document, "charlie", address="203.0.113.2", agent=FIREFOX.replace("140", "9"))
    assert counts(document) == (1, 1)


@pytest.mark.parametrize("agent", ROBOTS)
def test_a_robot_is_no_reader(agent: str, people: People, document: Document) -> None:
    read(people, document, agent=agent)
    assert counts(document) == (0, 0)


@pytest.mark.parametrize("name", ["alice", "bob", "sue", "olga"])
def test_those_to_whom_it_belongs_are_no_readers(
    name: str, people: People, document: Document
) -> None:
    read(people, document, name)
    assert counts(document) == (0, 0)


def test_the_next_day_counts_again(people: People, document: Document) -> None:
    read(people, document)
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        read(people, document)
    assert counts(document) == (2, 2)


def test_nothing_that_is_kept_says_who_read(people: People, document: Document) -> None:
    read(people, document)
    read(people, document, "charlie")
    kept = " ".join(str(row) for row in Visit.objects.values_list())
    for secret in ("203.0.113.1", "charlie", "Firefox"):
        assert secret not in kept
    assert len(set(Visit.objects.values_list("visitor", flat=True))) == 2


def test_rows_of_past_days_go_and_the_counts_stay(people: People, document: Document) -> None:
    read(people, document)
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        assert forget_old_visits() == 2
    assert counts(document) == (1, 1)
    assert not Visit.objects.exists()


def test_a_later_part_of_a_download_is_not_another_one(people: People, document: Document) -> None:
    client = browser_of(people)
    for asked in ("bytes=10-20", "bytes=-5"):
        body_of(client.get(f"/d/{document.number}/download/", headers={"range": asked}))
    assert counts(document)[1] == 0
    body_of(client.get(f"/d/{document.number}/download/", headers={"range": "bytes=0-"}))
    assert counts(document)[1] == 1
