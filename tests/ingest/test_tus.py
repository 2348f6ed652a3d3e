"""The upload protocol: what it says, what it refuses, and that no line can break a file."""

from __future__ import annotations

import fcntl
import hashlib
import json
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from pecia.accounts.public import User
from pecia.ingest.public import Upload, UploadState, bytes_of, sweep
from pecia.kernel import clock
from pecia.library.public import Blob, Document, Edition, EditionState, open_original
from tests.factories.documents import make_document
from tests.ingest.tus_sender import Sender
from tests.people import People

pytestmark = pytest.mark.django_db

CONTENT = b"In the medieval university, stationers rented out pieces.\n" * 40
NAME = "report.txt"


@pytest.fixture
def alice(people: People) -> Sender:
    return Sender(people.alice)


def content_of(edition: Edition) -> bytes:
    with open_original(edition) as file:
        return file.read()


def the_edition(owner: User | None = None) -> Edition:
    rows = Edition.objects.all()
    return rows.get(document__owner=owner) if owner else rows.get()


def code_of(response: Any) -> tuple[int, str]:
    return response.status_code, json.loads(response.content)["code"]


def nothing_was_taken() -> bool:
    return not (Document.objects.exists() or Blob.objects.exists())


# What the protocol says.


def test_it_says_what_it_speaks_before_anybody_signs_in(settings: Settings) -> None:
    response = Sender().say("OPTIONS", "/uploads/")
    assert response.status_code == 204
    assert response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
    assert set(response["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "termination",
        "expiration",
    }
    assert response["Tus-Max-Size"] == str(settings.MAX_UPLOAD_BYTES)


def test_a_file_is_announced_sent_and_becomes_a_document(alice: Sender, people: People) -> None:
    created = alice.create(NAME, CONTENT)
    assert created.status_code == 201
    assert created["Tus-Resumable"] == "1.0.0"
    assert created["Upload-Offset"] == "0"
    assert "GMT" in created["Upload-Expires"]
    assert alice.offset(created["Location"]) == 0
    sent = alice.patch(created["Location"], 0, CONTENT)
    assert (sent.status_code, sent["Upload-Offset"]) == (204, str(len(CONTENT)))
    assert "Upload-Expires" not in sent
    edition = the_edition(people.alice)
    assert (edition.state, edition.file_name) == (EditionState.RECEIVED, NAME)
    assert content_of(edition) == CONTENT


def test_a_file_may_come_with_its_announcement(alice: Sender) -> None:
    created = alice.create(NAME, CONTENT, body=CONTENT)
    assert (created.status_code, created["Upload-Offset"]) == (201, str(len(CONTENT)))
    assert content_of(the_edition()) == CONTENT


def test_it_may_come_in_parts_and_says_how_far_it_is(alice: Sender) -> None:
    created = alice.create(NAME, CONTENT, body=CONTENT[:100])
    path = created["Location"]
    head = alice.say("HEAD", path)
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("100", str(len(CONTENT)))
    assert head["Cache-Control"] == "no-store"
    assert alice.patch(path, 100, CONTENT[100:200])["Upload-Offset"] == "200"
    assert nothing_was_taken()
    alice.patch(path, 200, CONTENT[200:])
    assert content_of(the_edition()) == CONTENT


def test_a_sender_that_does_not_know_the_hash_is_served_too(alice: Sender) -> None:
    assert alice.send(NAME, CONTENT, sha256="").status_code == 204
    assert the_edition().blob_id == hashlib.sha256(CONTENT).hexdigest()


def test_an_upload_is_given_up(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT, body=CONTENT[:50])["Location"]
    kept = bytes_of(Upload.objects.get())
    assert kept.exists()
    assert alice.say("DELETE", path).status_code == 204
    assert not kept.exists()
    assert alice.say("HEAD", path).status_code == 404
    assert alice.patch(path, 50, CONTENT[50:]).status_code == 404


def test_giving_up_what_has_arrived_takes_nothing_away(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT, body=CONTENT)["Location"]
    alice.say("DELETE", path)
    assert content_of(the_edition()) == CONTENT


def test_an_upload_that_nobody_goes_on_with_expires(alice: Sender, settings: Settings) -> None:
    path = alice.create(NAME, CONTENT, body=CONTENT[:50])["Location"]
    kept = bytes_of(Upload.objects.get())
    with clock.stopped_at(clock.now() + timedelta(days=settings.UPLOAD_DAYS, hours=-1)):
        assert sweep()["uploads expired"] == 0
    with clock.stopped_at(clock.now() + timedelta(days=settings.UPLOAD_DAYS, hours=1)):
        assert sweep()["uploads expired"] == 1
    assert not kept.exists()
    assert alice.say("HEAD", path).status_code == 404


# What it refuses.


@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_another_version_is_not_spoken(version: str, alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    headers = {"Tus-Resumable": version, "Accept": "application/json"}
    assert code_of(alice.say("POST", "/uploads/", headers=headers)) == (412, "upload_version")
    assert alice.say("HEAD", path, headers=headers).status_code == 412


def test_bytes_under_another_name_are_not_taken(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    answer = alice.patch(path, 0, CONTENT, content_type="text/plain")
    assert code_of(answer) == (415, "upload_content_type")
    assert alice.offset(path) == 0


@pytest.mark.parametrize("offset", [0, 99, 101, 10_000])
def test_bytes_from_a_wrong_place_are_not_taken(offset: int, alice: Sender) -> None:
    path = alice.create(NAME, CONTENT, body=CONTENT[:100])["Location"]
    assert code_of(alice.patch(path, offset, CONTENT[100:])) == (409, "wrong_offset")
    assert alice.offset(path) == 100


@pytest.mark.parametrize("offset", ["", "-1", "ten", "1.5", "²", "9" * 30])
def test_what_is_no_number_is_not_understood(offset: str, alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    answer = alice.patch(path, 0, CONTENT, headers={"Upload-Offset": offset})
    assert code_of(answer) == (400, "bad_upload_request")
    made = alice.say("POST", "/uploads/", headers={"Upload-Length": offset})
    assert code_of(made) == (400, "bad_upload_request")


def test_metadata_that_is_none_is_not_understood(alice: Sender) -> None:
    for words in ("filename %%%", "filename gIA=", "filename YQ"):
        headers = {"Upload-Length": "5", "Upload-Metadata": words}
        assert alice.say("POST", "/uploads/", headers=headers).status_code == 400, words


def test_a_file_over_the_limit_is_refused_before_it_moves(
    alice: Sender, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000
    answer = alice.create(NAME, b"x" * 1_001)
    assert code_of(answer) == (413, "too_large")
    assert not Upload.objects.exists()
    assert alice.create(NAME, b"x" * 1_000).status_code == 201


def test_more_bytes_than_were_announced_are_not_taken(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    alice.patch(path, 0, CONTENT[:100])
    answer = alice.patch(path, 100, CONTENT[100:] + b"more")
    assert code_of(answer) == (413, "too_large")
    assert nothing_was_taken()
    assert alice.offset(path) == 100
    assert alice.patch(path, 100, CONTENT[100:]).status_code == 204
    assert content_of(the_edition()) == CONTENT


def test_more_bytes_with_the_announcement_are_not_taken_either(alice: Sender) -> None:
    assert code_of(alice.create(NAME, CONTENT, body=CONTENT + b"more")) == (413, "too_large")
    assert nothing_was_taken()


@pytest.mark.parametrize("name", ["setup.exe", "report", "", "page.svg", "report.pdf.exe", "a.php"])
def test_what_no_reader_of_ours_fits_is_refused_before_it_moves(name: str, alice: Sender) -> None:
    assert code_of(alice.create(name, CONTENT)) == (415, "type_not_allowed")
    assert not Upload.objects.exists()


def test_a_file_of_nothing_is_refused(alice: Sender) -> None:
    assert code_of(alice.create(NAME, b"")) == (422, "empty")


def test_a_file_that_changed_on_its_way_is_refused_and_never_said_to_be_there(
    alice: Sender,
) -> None:
    created = alice.create(NAME, CONTENT)
    changed = b"X" + CONTENT[1:]
    assert code_of(alice.patch(created["Location"], 0, changed)) == (460, "hash_mismatch")
    assert nothing_was_taken()
    assert not bytes_of(Upload.objects.get()).exists()
    assert alice.say("HEAD", created["Location"]).status_code == 460


@pytest.mark.parametrize("digest", ["z" * 64, "\0" * 64, "../" * 21 + "a", "abc"])
def test_a_hash_that_is_none_is_not_kept(digest: str, alice: Sender) -> None:
    assert alice.create(NAME, CONTENT, sha256=digest).status_code == 201
    assert Upload.objects.get().sha256 == ""


def test_only_its_sender_knows_an_upload(alice: Sender, people: People) -> None:
    path = alice.create(NAME, CONTENT, body=CONTENT[:10])["Location"]
    for other in (people.bob, people.charlie, people.sue, people.olga):
        stranger = Sender(other)
        for answer in (
            stranger.say("HEAD", path),
            stranger.patch(path, 10, CONTENT[10:]),
            stranger.say("DELETE", path),
        ):
            assert answer.status_code == 404
    assert alice.offset(path) == 10


def test_strangers_are_told_so_as_programs_read_it(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    nobody = Sender()
    assert code_of(nobody.create(NAME, CONTENT)) == (403, "not_allowed")
    assert code_of(nobody.patch(path, 0, CONTENT)) == (403, "not_allowed")
    assert nobody.say("HEAD", path).status_code == 403


def test_two_connections_do_not_write_one_upload(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    with bytes_of(Upload.objects.get()).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert code_of(alice.patch(path, 0, CONTENT)) == (423, "upload_busy")
    assert alice.patch(path, 0, CONTENT).status_code == 204


def test_a_page_of_another_site_can_send_nothing(people: People) -> None:
    alice = Sender(people.alice, enforce_csrf_checks=True)
    assert code_of(alice.create(NAME, CONTENT)) == (403, "csrf")
    path = Sender(people.alice).create(NAME, CONTENT)["Location"]
    assert code_of(alice.patch(path, 0, CONTENT)) == (403, "csrf")
    assert alice.say("DELETE", path).status_code == 403
    alice.client.get("/upload/")
    token = alice.client.cookies["csrftoken"].value
    assert alice.patch(path, 0, CONTENT, headers={"X-CSRFToken": token}).status_code == 204


def test_an_account_begins_so_many_a_day(alice: Sender, people: People, settings: Settings) -> None:
    settings.UPLOADS_PER_DAY = 2
    assert [alice.create(NAME, CONTENT).status_code for _ in range(3)] == [201, 201, 429]
    assert Sender(people.charlie).create(NAME, CONTENT).status_code == 201
    with clock.stopped_at(clock.now() + timedelta(days=1, minutes=1)):
        assert alice.create(NAME, CONTENT).status_code == 201


def test_a_new_edition_needs_a_document_of_ones_own(
    alice: Sender, people: People, tmp_path: Path
) -> None:
    number = str(make_document(tmp_path, people.alice).number)
    charlie = Sender(people.charlie)
    assert charlie.create(NAME, CONTENT, documentNumber=number).status_code == 404
    assert alice.create(NAME, CONTENT, documentNumber="1;2").status_code == 400
    assert alice.create(NAME, CONTENT, documentNumber="99999").status_code == 404
    sent = alice.send(NAME, CONTENT, documentNumber=number, note="Mended")
    assert sent.status_code == 204
    newest = Edition.objects.get(ordinal=2)
    assert (newest.document.number, newest.note) == (int(number), "Mended")


# Lines that break.


def test_a_line_that_breaks_keeps_what_has_come(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    alice.patch_over_a_broken_line(path, 0, CONTENT, 700)
    assert alice.offset(path) == 700
    assert alice.patch(path, 700, CONTENT[700:]).status_code == 204
    assert content_of(the_edition()) == CONTENT


def test_somebody_closes_the_browser_and_comes_back_on_another_day(people: People) -> None:
    before = Sender()
    before.sign_in("alice@example.org")
    path = before.create(NAME, CONTENT, body=CONTENT[:333])["Location"]
    before.client.logout()
    with clock.stopped_at(clock.now() + timedelta(days=3)):
        after = Sender()
        after.sign_in("alice@example.org")
        assert after.offset(path) == 333
        assert after.patch(path, 333, CONTENT[333:]).status_code == 204
        assert content_of(the_edition()) == CONTENT


def test_a_whole_file_whose_answer_was_lost_is_finished_by_asking(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    upload = Upload.objects.get()
    bytes_of(upload).write_bytes(CONTENT)  # the server died before it made a document of it
    Upload.objects.update(offset=len(CONTENT))
    assert alice.offset(path) == len(CONTENT)
    assert content_of(the_edition()) == CONTENT
    alice.offset(path)
    assert Document.objects.count() == 1


def test_a_whole_file_that_nobody_asks_about_is_finished_by_the_sweep(alice: Sender) -> None:
    alice.create(NAME, CONTENT)
    bytes_of(Upload.objects.get()).write_bytes(CONTENT)
    Upload.objects.update(offset=len(CONTENT))
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        assert sweep()["uploads finished"] == 1
        assert sweep()["uploads finished"] == 0
    assert content_of(the_edition()) == CONTENT
    assert Upload.objects.get().state == UploadState.RECEIVED


def test_the_last_part_sent_twice_makes_one_document(alice: Sender) -> None:
    path = alice.create(NAME, CONTENT)["Location"]
    alice.patch(path, 0, CONTENT)
    assert alice.patch(path, 0, CONTENT).status_code == 409
    assert alice.offset(path) == len(CONTENT)
    assert Document.objects.count() == 1


EVENTS = st.sampled_from(["goes well", "answer lost", "line breaks", "sent again", "asks"])


@effort(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_line_does_the_file_arrives_once_and_whole(
    data: st.DataObject, alice: Sender
) -> None:
    content = secrets.token_bytes(data.draw(st.integers(1, 3_000), label="size"))
    path = alice.create(NAME, content)["Location"]
    believed = 0
    while believed < len(content):
        size = data.draw(st.integers(1, len(content)), label="chunk")
        happens = data.draw(EVENTS, label="event")
        believed = go_on(
            alice, path, content, believed, content[believed : believed + size], happens
        )
    edition = Edition.objects.get(blob=hashlib.sha256(content).hexdigest())
    assert content_of(edition) == content


def go_on(
    alice: Sender, path: str, content: bytes, believed: int, chunk: bytes, happens: str
) -> int:
    """One thing that a sender goes through; returns the offset that it believes in afterwards."""
    if happens == "line breaks":
        alice.patch_over_a_broken_line(path, believed, chunk, len(chunk) // 2)
    elif happens == "answer lost":
        alice.patch(path, believed, chunk)
    elif happens == "sent again":
        alice.patch(path, believed, chunk)
        assert alice.patch(path, believed, chunk).status_code == 409
    elif happens == "goes well":
        answer = alice.patch(path, believed, chunk)
        assert answer.status_code == 204
        return int(answer["Upload-Offset"])
    reached = alice.offset(path)
    assert believed <= reached <= len(content)
    return reached


# Names, and the same bytes.


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\secret\\report.docx", "report.docx"),
        ("re\0port.pdf", "report.pdf"),
        ("invoice\u202efdp.docx", "invoicefdp.docx"),
        ("a\u200bb\ufeff.txt", "ab.txt"),
        ("line\r\nSet-Cookie: x.txt", "line Set-Cookie: x.txt"),
        ("<script>alert(1)<!-- .txt", "<script>alert(1)<!-- .txt"),
        ("CON.txt", "_CON.txt"),
        ("年度报告（最终）.pptx", "年度报告（最终）.pptx"),
    ],
)
def test_names_are_cleaned_and_never_name_a_place(name: str, clean: str, alice: Sender) -> None:
    created = alice.create(name, CONTENT, body=CONTENT)
    assert created.status_code == 201
    assert the_edition().file_name == clean
    inside = {each.name for each in Path(current.ORIGINALS).rglob("*") if each.is_file()}
    assert inside == {hashlib.sha256(CONTENT).hexdigest()}


def test_a_name_of_three_hundred_bytes_is_taken_and_kept_short(alice: Sender) -> None:
    assert alice.create("漢" * 100 + ".docx", CONTENT, body=CONTENT).status_code == 201
    assert the_edition().file_name == "漢" * 100 + ".docx"
    assert alice.create("x" * 3_000 + ".docx", CONTENT, body=CONTENT).status_code == 201
    longest = Edition.objects.latest("pk").file_name
    assert len(longest) <= 200
    assert longest.endswith(".docx")


def test_the_same_bytes_by_two_people_are_one_file_and_two_documents(
    alice: Sender, people: People
) -> None:
    alice.send(NAME, CONTENT)
    Sender(people.charlie).send(NAME, CONTENT)
    assert Blob.objects.count() == 1
    assert Document.objects.count() == 2
    assert content_of(the_edition(people.charlie)) == CONTENT


def test_no_answer_tells_the_second_that_the_file_was_here(alice: Sender, people: People) -> None:
    alice.send(NAME, CONTENT)
    charlie = Sender(people.charlie)
    assert dialogue(charlie, CONTENT) == dialogue(charlie, CONTENT[::-1])


def dialogue(sender: Sender, content: bytes) -> list[tuple[int, dict[str, str], bytes]]:
    """Every answer on the way of a file, without what differs by chance or by time."""
    created = sender.create(NAME, content)
    path = created["Location"]
    answers = [
        created,
        sender.say("HEAD", path),
        sender.patch(path, 0, content[:100]),
        sender.patch(path, 100, content[100:]),
        sender.say("HEAD", path),
    ]
    changing = {"Location", "Pecia-Job", "Upload-Expires"}
    return [
        (
            each.status_code,
            {name: value for name, value in each.headers.items() if name not in changing},
            each.content,
        )
        for each in answers
    ]


def test_an_upload_whose_document_was_erased_meanwhile_promises_nothing(
    alice: Sender, people: People, tmp_path: Path
) -> None:
    from pecia.library.public import erase

    document = make_document(tmp_path, people.alice)
    created = alice.create(NAME, CONTENT, documentNumber=str(document.number))
    erase(document, people.actor("alice"), "On request.")
    assert alice.patch(created["Location"], 0, CONTENT).status_code == 409
    assert Edition.objects.count() == 1
    assert alice.create(NAME, CONTENT, documentNumber=str(document.number)).status_code == 404
