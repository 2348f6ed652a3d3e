"""The original, byte for byte: whole, in ranges, under its name, and not too often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from pecia.kernel.blobs import LocalBlobStore
from pecia.library.public import Document, store
from tests.factories.documents import make_document
from tests.people import People
from tests.web.site import body_of, browser_of

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 20
SIZE = len(CONTENT)


@pytest.fixture
def document(people: People, tmp_path: Path) -> Document:
    return make_document(tmp_path, people.alice, content=CONTENT)


def download(people: People, document: Document, method: str = "get", **headers: str) -> Any:
    client = browser_of(people)
    return getattr(client, method)(f"/d/{document.number}/download/", headers=headers)


def test_the_whole_file(people: People, document: Document) -> None:
    response = download(people, document)
    assert body_of(response) == CONTENT
    assert response["Content-Length"] == str(SIZE)
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "private, no-store"


def test_nothing_on_the_way_compresses_it(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice, content=b"a" * 5_000)
    for headers in ({}, {"range": "bytes=0-999"}):
        response = download(people, document, **{"accept-encoding": "gzip, br"}, **headers)
        assert set(body_of(response)) == {ord("a")}


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=-1", SIZE - 1, SIZE - 1),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        ("bytes=-999999", 0, SIZE - 1),
        ("bytes=5000-999999", 5_000, SIZE - 1),
    ],
)
def test_a_range(asked: str, first: int, last: int, people: People, document: Document) -> None:
    response = download(people, document, range=asked)
    assert response.status_code == 206
    assert body_of(response) == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999-1000000", "bytes=-0"])
def test_a_range_that_there_is_not(asked: str, people: People, document: Document) -> None:
    response = download(people, document, range=asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert body_of(response) == b""


@pytest.mark.parametrize(
    "asked",
    ["bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=9-3",
     "bytes=" + "9" * 5_000 + "-", "bytes=²-³"],
)  # fmt: skip
def test_what_is_no_range_gives_the_whole(asked: str, people: People, document: Document) -> None:
    response = download(people, document, range=asked)
    assert (response.status_code, body_of(response)) == (200, CONTENT)


def test_a_range_of_another_state_of_the_file_gives_the_whole(
    people: People, document: Document
) -> None:
    response = download(people, document, range="bytes=0-9", **{"if-range": '"old"'})
    assert (response.status_code, body_of(response)) == (200, CONTENT)


def test_all_ranges_together_are_the_file(people: People, document: Document) -> None:
    ranges = [(at, min(at + 999, SIZE - 1)) for at in range(0, SIZE, 1_000)]
    parts = [download(people, document, range=f"bytes={a}-{b}") for a, b in ranges]
    assert b"".join(map(body_of, parts)) == CONTENT


def test_head_tells_the_size_and_counts_nothing(people: People, document: Document) -> None:
    response = download(people, document, "head")
    assert (response.status_code, body_of(response)) == (200, b"")
    assert response["Content-Length"] == str(SIZE)
    document.refresh_from_db()
    assert document.download_count == 0


@pytest.mark.parametrize(
    "name",
    [
        "年度报告（最终）.docx",
        'a "quoted" name.docx',
        "semi;colon=%41.docx",
        "naïve café.docx",
        "x.docx",
    ],
)
def test_a_name_arrives_as_it_is(name: str, people: People, document: Document) -> None:
    document.editions.update(file_name=name)
    response = download(people, document)
    body_of(response)
    header = response["Content-Disposition"]
    header.encode("ascii")
    assert unquote(header.partition("filename*=UTF-8''")[2]) == name
    plain = header.partition('filename="')[2].partition('"')[0]
    assert plain.endswith(".docx")
    assert not set(plain) & set('"\\%;\r\n')


def test_one_address_may_not_take_everything(
    people: People, document: Document, settings: Settings
) -> None:
    settings.DOWNLOADS_PER_HOUR = 3
    answers = [download(people, document) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    for each in answers:
        body_of(each)
    other = browser_of(people).get(f"/d/{document.number}/download/", REMOTE_ADDR="203.0.113.9")
    assert body_of(other) == CONTENT


def test_nobody_names_another_address_for_themselves(
    people: People, document: Document, settings: Settings
) -> None:
    settings.DOWNLOADS_PER_HOUR = 1
    answers = [
        download(people, document, **{"x-forwarded-for": f"203.0.113.{n}"}) for n in range(2)
    ]
    assert [each.status_code for each in answers] == [200, 429]
    settings.TRUSTED_PROXIES = 1
    told = download(people, document, **{"x-forwarded-for": "198.51.100.7, 203.0.113.77"})
    assert told.status_code == 200
    again = download(people, document, **{"x-forwarded-for": "198.51.100.8, 203.0.113.77"})
    assert again.status_code == 429
    for each in (*answers, told, again):
        body_of(each)


def path_of(document: Document) -> Path:
    local = store()
    assert isinstance(local, LocalBlobStore)
    path = local.path(str(document.editions.get().blob_id))
    path.chmod(0o640)
    return path


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level("CRITICAL"):
        yield


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("damage", ["flip", "cut", "grow", "remove"])
@pytest.mark.parametrize("asked", [{}, {"range": "bytes=0-99"}], ids=["whole", "range"])
def test_wrong_bytes_are_never_given_out(
    damage: str, asked: dict[str, str], people: People, document: Document
) -> None:
    path = path_of(document)
    changed = {"flip": b"X" + CONTENT[1:], "cut": CONTENT[:-1], "grow": CONTENT + b"X"}
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(changed[damage])
    cache.clear()
    response = download(people, document, **asked)
    assert response.status_code == 500
    assert CONTENT[1:90] not in body_of(response)


def test_an_old_edition_is_given_under_its_number(
    people: People, document: Document, tmp_path: Path
) -> None:
    from tests.factories.documents import add_edition

    add_edition(tmp_path, document, texts=("New",))
    client = browser_of(people)
    assert body_of(client.get(f"/d/{document.number}/download/?edition=1")) == CONTENT
    assert body_of(client.get(f"/d/{document.number}/download/")) != CONTENT
