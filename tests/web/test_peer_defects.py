"""What other document sites got wrong, each as somebody would try it here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from pecia.library.public import (
    Document,
    DocumentState,
    add_to_collection,
    create_collection,
    documents_of,
    restrict,
)
from pecia.reading.public import texts_of
from tests.factories.documents import make_document
from tests.ingest.tus_sender import Sender
from tests.people import People
from tests.web.site import body_of, browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

PAID = "Quillfeather-3310 stands on the page that is not free"
UNSEEN = ("draft", "approved", "held", "refused", "withdrawn", "restricted")


def document_in(state: str, people: People, folder: Path, **words: object) -> Document:
    made = "published" if state == "restricted" else state
    facts = {"title": "Unseen-title", "texts": ("Free", PAID), **words}
    document = make_document(folder, people.alice, state=made, **facts)  # type: ignore[arg-type]
    if state == "restricted":
        restrict(document, source="case-1", reason="Somebody has objected.")
    return document


@pytest.mark.parametrize("act", ["withdraw", "save", "publish", "discard", "delete"])
def test_one_document_of_ones_own_does_not_open_a_list_of_others(
    act: str, people: People, tmp_path: Path
) -> None:
    own = make_document(tmp_path, people.charlie)
    other = make_document(tmp_path, people.alice)
    charlie = browser_of(people, "charlie")
    ids = [own.number, other.number, own.pk, other.pk]
    facts = {"act": act, "reason": "Mine.", "id": ids, "ids": ids, "number": ids, "key": ids}
    charlie.post(f"/mine/{own.number}/", facts)
    assert charlie.post(f"/mine/{other.number}/", facts).status_code == 404
    other.refresh_from_db()
    assert (other.state, other.title) == (DocumentState.PUBLISHED, "A report")


def test_a_collection_of_ones_own_does_not_open_those_of_others(
    people: People, tmp_path: Path
) -> None:
    document = make_document(tmp_path, people.alice)
    theirs = create_collection(people.alice, "Theirs", is_public=True)
    add_to_collection(theirs, document)
    mine = create_collection(people.charlie, "Mine")
    charlie = browser_of(people, "charlie")
    for act in ({"remove": document.number}, {"act": "delete", "token": theirs.token}):
        assert charlie.post(f"/mine/collections/{theirs.token}/", act).status_code == 403
        charlie.post(f"/mine/collections/{mine.token}/", {**act, "collection": theirs.token})
    assert documents_of(theirs) == [document]


@pytest.mark.parametrize(
    "asked",
    ["with_all_content=true", "all=1", "full=1", "content=all", "preview=0", "from=2", "price=0"],
)
def test_no_parameter_gives_the_text_beyond_the_preview(
    asked: str, people: People, tmp_path: Path
) -> None:
    document = document_in("published", people, tmp_path, preview_pages=1)
    for name in ("stranger", "charlie"):
        for page in ("", "text/", "print/", "cite/all"):
            answer = browser_of(people, name).get(f"/d/{document.number}/{page}?{asked}")
            assert PAID.encode() not in body_of(answer), page


@pytest.mark.parametrize("state", UNSEEN)
def test_no_list_names_what_is_not_published(state: str, people: People, tmp_path: Path) -> None:
    from pecia.library.public import save_category

    category = save_category({"en": "Law"})
    document = document_in(state, people, tmp_path, category=category)
    neighbour = make_document(tmp_path, people.alice, category=category)
    lists = (
        "/", "/new/", "/c/law/", f"/u/{people.alice.handle}/", "/search/?q=Unseen",
        f"/search/?q={document.number}", "/sitemap.xml", "/sitemap-1.xml", "/new.atom",
        f"/d/{neighbour.number}/",
    )  # fmt: skip
    for path in lists:
        body = body_of(browser_of(people).get(path)).decode()
        assert "Unseen-title" not in body, path
        assert f"/d/{document.number}/" not in body, path


@pytest.mark.parametrize("state", UNSEEN)
def test_a_number_does_not_give_the_file_of_what_is_not_published(
    state: str, people: People, tmp_path: Path
) -> None:
    content = b"the original bytes " * 20
    document = document_in(state, people, tmp_path, content=content)
    for name in ("stranger", "charlie"):
        for path in ("download/", "download/?edition=1"):
            answer = browser_of(people, name).get(f"/d/{document.number}/{path}")
            assert answer.status_code in (404, 410)
            assert content not in body_of(answer)


@pytest.mark.parametrize("state", UNSEEN)
def test_the_address_of_a_page_image_dies_with_its_document(
    state: str, people: People, tmp_path: Path
) -> None:
    document = document_in(state, people, tmp_path)
    for name in ("1-1200.webp", "1-thumb.webp", "1.svg", "1-card.jpg"):
        for who in ("stranger", "charlie"):
            answer = browser_of(people, who).get(f"/d/{document.number}/1/1/{name}")
            assert answer.status_code in (404, 410), name
            body_of(answer)


def test_who_has_the_file_can_not_ask_whether_we_have_it(people: People, tmp_path: Path) -> None:
    content = b"a file that somebody else has too " * 30
    document = document_in("approved", people, tmp_path, content=content)
    digests = [hashlib.new(name, content).hexdigest() for name in ("md5", "sha1", "sha256")]
    charlie = browser_of(people, "charlie")
    for digest in (*digests, document.editions.get().token):
        for path in ("/view/page/{}/1", "/d/{}/", "/originals/{}", "/d/{}/1/1/1-1200.webp"):
            assert charlie.get(path.format(digest)).status_code == 404
    sent = Sender(people.charlie).send("mine.txt", content)
    assert sent.status_code == 204


def test_no_address_holds_a_hash_or_the_name_of_a_folder(people: People, tmp_path: Path) -> None:
    document = document_in("published", people, tmp_path)
    edition = document.editions.get()
    for path in ("/", "/new/", f"/d/{document.number}/", f"/d/{document.number}/print/"):
        body = body_of(browser_of(people).get(path)).decode()
        assert edition.token not in body
        for attribute in ("href", "src", "srcset"):
            assert f'{attribute}="/{edition.blob_id}' not in body
        assert f"/{str(edition.blob_id)[:8]}" not in body


def test_who_must_sign_in_is_decided_by_the_server(people: People, tmp_path: Path) -> None:
    document = document_in("published", people, tmp_path, download_access="members")
    answer = browser_of(people).get(f"/d/{document.number}/download/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_how_large_a_file_may_be_is_decided_by_the_server(
    people: People, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 500
    sender = Sender(people.alice)
    assert sender.create("large.txt", b"x" * 501).status_code == 413
    path = sender.create("small.txt", b"x" * 10)["Location"]
    assert sender.patch(path, 0, b"x" * 501).status_code == 413
    assert not Document.objects.exists()


def test_a_refused_download_ends_there(people: People, tmp_path: Path) -> None:
    content = b"the original bytes " * 20
    document = document_in(
        "published", people, tmp_path, content=content, download_access="entitled"
    )
    answer = browser_of(people, "charlie").get(f"/d/{document.number}/download/")
    body = body_of(answer)
    assert answer.status_code == 404
    assert content not in body
    assert "Content-Disposition" not in answer
    document.refresh_from_db()
    assert document.download_count == 0


def test_a_title_is_not_what_keywords_are_made_of(people: People) -> None:
    from pecia.ingest.describing.keywords import keywords_of

    text = "Stationers rented out peciae. The peciae were copied by students.\n" * 5
    assert "Report 2024 final" not in keywords_of(text, "en")
    assert any("pecia" in word for word in keywords_of(text, "en"))


def test_an_over_long_description_is_told_and_not_lost(people: People, tmp_path: Path) -> None:
    document = document_in("published", people, tmp_path)
    answer = browser_of(people, "alice").post(
        f"/mine/{document.number}/", {"act": "save", "title": "T", "description": "x" * 5_000}
    )
    assert answer.status_code == 422
    assert b"x" * 5_000 in answer.content


def test_there_is_no_account_that_everybody_knows(people: People) -> None:
    for password in ("admin", "mnt.ltd", "password", "pecia"):
        for email in ("admin", "admin@localhost", "admin@example.com", "root"):
            assert not browser_of(people).login(email=email, password=password)


def test_rights_are_a_reason_to_write_and_need_no_account(people: People, tmp_path: Path) -> None:
    document = document_in("published", people, tmp_path)
    stranger = browser_of(people)
    page = stranger.get(f"/d/{document.number}/rights/")
    assert page.status_code == 200
    facts = {
        "name": "R. Holder", "email": "r@example.org", "capacity": "holder", "work": "My book",
        "passages": "All of page 1", "statement_true": "on", "statement_entitled": "on",
    }  # fmt: skip
    answer = stranger.post(f"/d/{document.number}/rights/", facts)
    assert answer.status_code == 200
    assert b"10001" in answer.content
    assert texts_of(document.editions.get(), 1) == ["Free"]
