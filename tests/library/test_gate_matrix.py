"""Who gets what on which way: every actor, every state, every channel, with a canary sentence on a
page beyond the preview. The expectations are written here by hand of nobody's code."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.people import People

from pecia.library.public import (
    Document,
    get_edition,
    grant_entitlement,
    restrict,
    revoke_entitlement,
)

pytestmark = pytest.mark.django_db

CANARY = "Zephyrquartz-7781 is the paid sentence"
MARK = b"zephyrquartz-image-mark"
FILE = b"zephyrquartz-file-bytes " * 40
OPEN = "An open sentence"
INSIDERS = ("alice", "bob", "sue", "olga")
OUTSIDERS = ("stranger", "charlie")
STATES = ("draft", "approved", "held", "refused", "published", "withdrawn", "restricted", "erased")

# Channel -> the path it is asked on. {n}: number; page 3 is beyond the preview of 2.
PAGE_CHANNELS = {
    "html": "/d/{n}/",
    "html_window": "/d/{n}/?from=3",
    "html_edition": "/d/{n}/?edition=1",
    "text": "/d/{n}/text/",
    "text_window": "/d/{n}/text/?from=3",
    "more": "/d/{n}/more/",
    "print": "/d/{n}/print/",
    "print_window": "/d/{n}/print/?from=3",
    "cite": "/d/{n}/cite/all",
    "bibtex": "/d/{n}/cite/bibtex",
    "ris": "/d/{n}/cite/ris",
    "report": "/d/{n}/report/",
    "rights": "/d/{n}/rights/",
    "search_closed": "/search/?q=zephyrquartz",
    "search_quoted": "/search/?q=%22{quoted}%22",
}
LEAF_CHANNELS = {
    "image": "/d/{n}/1/1/3-1200.webp",
    "thumbnail": "/d/{n}/1/1/3-thumb.webp",
    "text_layer": "/d/{n}/1/1/3.svg",
}
FILE_CHANNELS = {"download": "/d/{n}/download/", "download_edition": "/d/{n}/download/?edition=1"}
OPEN_CHANNELS = {
    "home": "/",
    "new": "/new/",
    "search": "/search/?q=report",
    "number": "/search/?q={n}",
    "suggestions": "/search/suggestions/?q=zephyr",
    "suggested_titles": "/search/suggestions/?q=report",
    "search_misspelt": "/search/?q=zephyrquarzt",
    "search_feed": "/search/feed.xml?q=zephyrquartz",
    "sitemap": "/sitemap-1.xml",
    "sitemap_index": "/sitemap.xml",
    "feed": "/new.atom",
    "robots": "/robots.txt",
    "publisher": "/u/{handle}/",
}
RANGES: tuple[dict[str, str], ...] = ({}, {"range": "bytes=0-200"}, {"range": "bytes=-100"})


def client_of(people: People, actor: str) -> Client:
    client = Client(headers={"user-agent": "Mozilla/5.0 Firefox/140.0"})
    if actor != "stranger":
        client.force_login(getattr(people, actor))
    return client


def document_in(state: str, people: People, folder: Path) -> Document:
    """A document in that state, whose third page and file are not for strangers."""
    made = "published" if state in ("restricted", "erased") else state
    document = make_document(
        folder,
        people.alice,
        texts=(OPEN, "More", CANARY),
        marks=(b"", b"", MARK),
        content=FILE,
        state=made,
        organisation=people.press,
        preview_pages=2,
        download_access="entitled",
    )
    if state == "restricted":
        restrict(document, source="case-1", reason="A rights holder has objected.")
    if state == "erased":
        from pecia.kernel import events
        from pecia.library.public import erase

        erase(document, people.actor("alice"), "Erased on request.")
        while events.deliver_due():
            pass
    index_everything()
    document.refresh_from_db()
    return document


def body_of(client: Client, path: str, **headers: str) -> tuple[int, bytes]:
    response = client.get(path, headers=headers)
    content = b"".join(response) if response.streaming else response.content
    return response.status_code, content


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", [*INSIDERS, *OUTSIDERS])
def test_the_canary_is_where_it_may_be_and_nowhere_else(
    actor: str, state: str, people: People, tmp_path: Path
) -> None:
    document = document_in(state, people, tmp_path)
    client = client_of(people, actor)
    facts = {"n": document.number, "handle": people.alice.handle, "quoted": "7781 is the paid"}
    sees_all = actor in INSIDERS and state not in ("erased", "draft")
    leaks = (CANARY.encode(), MARK, FILE[:48])
    found: dict[str, bool] = {}
    for name, path in {**PAGE_CHANNELS, **OPEN_CHANNELS, **LEAF_CHANNELS, **FILE_CHANNELS}.items():
        ranged = name in LEAF_CHANNELS or name in FILE_CHANNELS
        for ranges in RANGES if ranged else RANGES[:1]:
            status, body = body_of(client, path.format(**facts), **ranges)
            assert status < 500, (name, status)
            found[name] = found.get(name, False) or any(leak in body for leak in leaks)
    for name in OPEN_CHANNELS:
        assert not found[name], name
    for name in (*LEAF_CHANNELS, *FILE_CHANNELS):
        may = sees_all or (name in FILE_CHANNELS and actor in INSIDERS and state == "draft")
        assert found[name] == may, name
    for name in ("text", "html"):
        assert found[name] == sees_all, name
    for name in ("html", "print"):  # the addresses of the images of pages
        body = body_of(client, PAGE_CHANNELS[name].format(**facts))[1]
        assert (b"/1/1/3-" in body) == sees_all, name


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", OUTSIDERS)
def test_what_is_not_published_is_not_there_and_what_is_gone_says_so(
    actor: str, state: str, people: People, tmp_path: Path
) -> None:
    document = document_in(state, people, tmp_path)
    client = client_of(people, actor)
    status, body = body_of(client, f"/d/{document.number}/")
    expected = {"published": 200, "withdrawn": 410, "restricted": 410, "erased": 410}
    assert status == expected.get(state, 404)
    if state == "withdrawn":
        assert b"It is out of date." in body
    if state == "erased":
        assert b"Erased on request." in body
        assert b"A report" not in body
    listed = str(document.number).encode()
    for path in ("/sitemap-1.xml", "/new.atom", "/new/", "/"):
        assert (listed in body_of(client, path)[1]) == (state == "published"), path


@pytest.mark.parametrize("actor", INSIDERS)
def test_what_others_keep_is_made_for_strangers_whoever_asks(
    actor: str, people: People, tmp_path: Path
) -> None:
    document = make_document(
        tmp_path, people.alice, texts=(CANARY,), state="approved", organisation=people.press
    )
    _status, body = body_of(client_of(people, actor), f"/d/{document.number}/")
    head = body.split(b"</head>")[0]
    assert CANARY.encode() in body
    assert CANARY.encode() not in head
    assert b"noindex" in head


def test_an_entitled_reader_has_the_whole_until_it_is_revoked(
    people: People, tmp_path: Path
) -> None:
    document = document_in("published", people, tmp_path)
    client = client_of(people, "charlie")
    image = f"/d/{document.number}/1/1/3-1200.webp"
    assert body_of(client, image)[0] == 404
    grant_entitlement(people.charlie, document, source="order-1")
    assert MARK in body_of(client, image)[1]
    assert body_of(client, f"/d/{document.number}/download/")[1] == FILE
    assert CANARY.encode() in body_of(client, f"/d/{document.number}/text/")[1]
    assert CANARY.encode() not in body_of(client, f"/d/{document.number}/")[1].split(b"</head>")[0]
    assert revoke_entitlement("order-1")
    assert body_of(client, image)[0] == 404
    assert body_of(client, f"/d/{document.number}/download/")[0] == 404


def test_an_entitled_reader_keeps_what_was_withdrawn_but_not_what_is_restricted(
    people: People, tmp_path: Path
) -> None:
    document = document_in("withdrawn", people, tmp_path)
    grant_entitlement(people.charlie, document, source="order-2")
    client = client_of(people, "charlie")
    assert body_of(client, f"/d/{document.number}/download/")[1] == FILE
    restrict(document, source="case-2", reason="A court has ordered it.")
    status, body = body_of(client, f"/d/{document.number}/download/")
    assert (status, FILE in body) == (410, False)


def test_members_download_after_signing_in(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice, content=FILE, download_access="members")
    path = f"/d/{document.number}/download/"
    assert body_of(client_of(people, "stranger"), path) == (302, b"")
    assert body_of(client_of(people, "charlie"), path) == (200, FILE)


def test_pages_beyond_the_preview_are_not_told_apart_from_pages_that_are_not(
    people: People, tmp_path: Path
) -> None:
    document = document_in("published", people, tmp_path)
    client = client_of(people, "stranger")
    beyond = body_of(client, f"/d/{document.number}/1/1/3-1200.webp")
    absent = body_of(client, f"/d/{document.number}/1/1/99-1200.webp")
    assert beyond[0] == absent[0] == 404


def test_caches_between_keep_nothing_unless_the_operator_says_so(
    people: People, tmp_path: Path, settings: object
) -> None:
    document = document_in("published", people, tmp_path)
    client = client_of(people, "stranger")
    first = client.get(f"/d/{document.number}/1/1/1-1200.webp")
    assert b"".join(first)
    assert first["Cache-Control"] == "private, max-age=31536000, immutable"
    settings.SHARED_CACHE_SECONDS = 600  # type: ignore[attr-defined]
    shared = client.get(f"/d/{document.number}/1/1/1-1200.webp")
    assert b"".join(shared)
    assert "s-maxage=600" in shared["Cache-Control"]
    own = client_of(people, "alice").get(f"/d/{document.number}/1/1/3-1200.webp")
    assert b"".join(own)
    assert own["Cache-Control"].startswith("private")


def test_old_editions_are_read_under_their_number(people: People, tmp_path: Path) -> None:
    from tests.factories.documents import add_edition

    document = make_document(tmp_path, people.alice, texts=("The old words",))
    add_edition(tmp_path, document, texts=("The new words",), note="Mended")
    client = client_of(people, "stranger")
    assert b"The new words" in body_of(client, f"/d/{document.number}/")[1]
    old = body_of(client, f"/d/{document.number}/?edition=1")[1]
    assert b"The old words" in old
    assert b"noindex" in old
    assert get_edition(document).ordinal == 2


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", [*INSIDERS, *OUTSIDERS])
def test_lists_beside_other_documents_never_show_what_is_not_open(
    actor: str, state: str, people: People, tmp_path: Path
) -> None:
    """Read together with another document, near it by its text, and read by whoever asks."""
    other = make_document(tmp_path, people.sue, texts=(OPEN, "More"))
    document = document_in(state, people, tmp_path)
    cursor = make_reading(people, other, document)
    assert cursor == 2
    client = client_of(people, actor)
    asked = {"read": f"{other.number},{document.number}"}
    parts = {
        "more": client.post(f"/d/{other.number}/more/", asked),
        "more_page": client.get(f"/d/{other.number}/more/"),
        "for_you": client.post("/for-you/", {"read": str(other.number)}),
        "home": client.get("/"),
    }
    named = f"/d/{document.number}/".encode()
    shown = {name: named in response.content for name, response in parts.items()}
    stranger_s = actor == "stranger"  # a member's own list is of what their account remembers
    assert shown == {
        name: state == "published" and (name != "for_you" or stranger_s) for name in parts
    }
    assert not any(CANARY.encode() in response.content for response in parts.values())


def make_reading(people: People, *documents: Document) -> int:
    """Rows as of visitors who read all of these, whatever became of them since."""
    from tests.discovery.reading import count_all

    from pecia.discovery.public import recommend
    from pecia.kernel import clock
    from pecia.library.models import Visit

    for visitor in ("v1", "v2"):
        for document in documents:
            Visit.objects.create(
                document=document, kind="view", day=clock.now().date(), visitor=visitor
            )
    counted = count_all()
    recommend()
    return counted // len(documents)
