"""What operators do: decide, repeat, appoint, describe themselves; and what they can not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pecia.accounts.public import (
    Credential,
    CredentialKind,
    Role,
    User,
    add_credential,
    operator_profile,
)
from pecia.ingest.models import IngestJob, JobState, StepRun
from pecia.kernel import clock
from pecia.library.public import Document, Edition, Report, ReportKind, file_report
from tests.factories.documents import make_document
from tests.ingest.received import job_of, receive
from tests.people import People
from tests.web.site import browser_of, text_of

pytestmark = pytest.mark.django_db


def act(people: People, path: str, name: str = "olga", **words: Any) -> Any:
    return browser_of(people, name).post(f"/operator/{path}", words)


def test_an_operator_s_home_counts_what_waits(people: People, tmp_path: Path) -> None:
    make_document(tmp_path, people.alice, state="held")
    document = make_document(tmp_path, people.alice)
    file_report(document, ReportKind.QUALITY, "Upside down.", actor=people.actor("charlie"))
    page = text_of(browser_of(people, "olga").get("/operator/"))
    assert "Held: 1" in page
    assert "Letters: 1" in page


# Documents.


def test_all_documents_are_found_in_every_state(people: People, tmp_path: Path) -> None:
    for state in ("draft", "held", "refused", "published", "withdrawn"):
        make_document(tmp_path, people.alice, state=state, title=f"Of-{state}")
    client = browser_of(people, "sue")
    page = text_of(client.get("/operator/documents/"))
    for state in ("draft", "held", "refused", "published", "withdrawn"):
        assert f"Of-{state}" in page
    held = text_of(client.get("/operator/documents/?state=held"))
    assert "Of-held" in held
    assert "Of-published" not in held
    for words in ("alice@example.org", "report.docx", "Of-draft"):
        assert "Of-draft" in text_of(client.get("/operator/documents/", {"q": words}))


@pytest.mark.parametrize("decision", ["approve", "refuse"])
@pytest.mark.parametrize("name", ["sue", "olga"])
def test_what_is_held_is_decided_with_a_reason(
    decision: str, name: str, people: People, tmp_path: Path
) -> None:
    document = make_document(tmp_path, people.alice, state="held")
    path = f"documents/{document.number}/"
    assert act(people, path, name, act=decision, reason="").status_code == 422
    assert Edition.objects.get().state == "held"
    assert act(people, path, name, act=decision, reason="Looked at.").status_code == 302
    state = {"approve": "approved", "refuse": "refused"}[decision]
    assert Edition.objects.get().state == state
    assert act(people, path, name, act=decision, reason="Again.").status_code == 409


def test_an_operator_hides_a_document_and_readers_see_why(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    act(people, f"documents/{document.number}/", act="withdraw", reason="A notice came in.")
    page = browser_of(people).get(f"/d/{document.number}/")
    assert page.status_code == 410
    assert b"A notice came in." in page.content


def test_the_log_of_the_pipeline_is_shown(people: People, tmp_path: Path) -> None:
    from pecia.ingest.models import StepRun
    from pecia.kernel import clock

    document = make_document(tmp_path, people.alice)
    job = IngestJob.objects.get(edition__document=document)
    StepRun.objects.create(
        job=job, step="convert", attempt=2, began_at=clock.now(), milliseconds=1_234,
        outcome="failed", code="RuntimeError", detail="<b>a trace</b>",
    )  # fmt: skip
    page = text_of(browser_of(people, "sue").get(f"/operator/documents/{document.number}/"))
    assert "RuntimeError" in page
    assert "<b>a trace" not in page


@pytest.fixture
def dead(people: People, tmp_path: Path) -> IngestJob:
    document = make_document(tmp_path, people.alice, state="failed")
    IngestJob.objects.update(state=JobState.DEAD, failure="it broke", attempts=3)
    return IngestJob.objects.get(edition__document=document)


def test_dead_letters_are_seen_and_sent_again(people: People, dead: IngestJob) -> None:
    page = text_of(browser_of(people, "olga").get("/operator/dead-letters/"))
    assert "it broke" in page
    act(people, "dead-letters/", retry=dead.pk)
    dead.refresh_from_db()
    assert dead.state == JobState.WAITING


def test_dead_letters_are_given_up(people: People, dead: IngestJob) -> None:
    act(people, "dead-letters/", drop=dead.pk)
    assert Document.objects.get().state == "erased"


@pytest.mark.parametrize("key", ["", "x", "99999", "²"])
def test_a_dead_letter_that_there_is_not_is_not_sent(key: str, people: People) -> None:
    assert act(people, "dead-letters/", retry=key).status_code in (302, 404)


def test_sending_a_file_again_needs_the_permission_for_it(people: People, dead: IngestJob) -> None:
    number = dead.edition.document.number
    assert act(people, f"documents/{number}/", "sue", act="retry").status_code == 403
    dead.refresh_from_db()
    assert dead.state == JobState.DEAD
    assert act(people, f"documents/{number}/", "olga", act="retry").status_code == 302
    dead.refresh_from_db()
    assert dead.state == JobState.WAITING


# Letters.


def test_letters_are_read_and_answered_once(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    browser_of(people).post(
        f"/d/{document.number}/report/", {"kind": "quality", "words": "Page 2 is black.", "page": 2}
    )
    report = Report.objects.get()
    assert "Page 2 is black." in text_of(browser_of(people, "sue").get("/operator/reports/"))
    answer = {"key": report.number, "answer": "Mended."}
    assert act(people, "reports/", "sue", **answer).status_code == 302
    report.refresh_from_db()
    assert report.answer == "Mended."
    assert act(people, "reports/", "sue", **answer).status_code == 404


def test_letters_without_words_are_told(people: People, tmp_path: Path) -> None:
    document = make_document(tmp_path, people.alice)
    for path, words in (("report", {"kind": "quality"}), ("rights", {"name": "R"})):
        answer = browser_of(people).post(f"/d/{document.number}/{path}/", words)
        assert answer.status_code == 422, path
    assert not Report.objects.exists()


# People.


def test_roles_are_given_and_taken(people: People) -> None:
    act(people, "users/", act="roles", key=people.charlie.pk, role=["supervisor"])
    assert User.objects.get(pk=people.charlie.pk).roles == {Role.SUPERVISOR}
    act(people, "users/", act="roles", key=people.charlie.pk)
    assert User.objects.get(pk=people.charlie.pk).roles == frozenset()


def test_an_account_is_suspended_and_restored(people: People) -> None:
    for doing, active in (("suspend", False), ("restore", True)):
        act(people, "users/", act=doing, key=people.charlie.pk)
        assert User.objects.get(pk=people.charlie.pk).is_active is active


def test_nobody_locks_themselves_out(people: People) -> None:
    act(people, "users/", act="suspend", key=people.olga.pk)
    act(people, "users/", act="roles", key=people.olga.pk)
    olga = User.objects.get(pk=people.olga.pk)
    assert olga.is_active
    assert Role.OPERATOR in olga.roles


@pytest.mark.parametrize("key", ["", "x", "-1", "99999", "9" * 30, "²"])
def test_somebody_who_is_not_there_is_not_changed(key: str, people: People) -> None:
    assert act(people, "users/", act="suspend", key=key).status_code == 404


def test_a_role_that_there_is_not_is_not_given(people: People) -> None:
    act(people, "users/", act="roles", key=people.charlie.pk, role=["emperor"])
    assert User.objects.get(pk=people.charlie.pk).roles == frozenset()


# Who runs the site.


PROFILE = {"site_name": "Docs", "legal_name": "Example Ltd", "crawler_policy": "deny"}


def footer(people: People, language: str = "en") -> str:
    page = text_of(browser_of(people).get("/", headers={"accept-language": language}))
    return page.rpartition("<footer")[2]


def test_the_operator_is_named_on_every_page_at_once(people: People) -> None:
    footer(people)
    assert act(people, "profile/", act="save", **PROFILE).status_code == 302
    assert "Example Ltd" in footer(people)


def test_all_that_a_profile_needs_is_asked_for(people: People) -> None:
    page = text_of(browser_of(people, "olga").get("/operator/profile/"))
    assert [name for name in PROFILE if f'name="{name}"' not in page] == []


@pytest.mark.parametrize(
    "wrong",
    [{"site_name": ""}, {"contact_email": "x"}, {"since_year": "1"}, {"crawler_policy": "x"}],
)
def test_a_profile_that_is_wrong_is_told(wrong: dict[str, str], people: People) -> None:
    assert act(people, "profile/", act="save", **PROFILE | wrong).status_code == 422
    assert operator_profile().legal_name == ""


LICENCE_WORDS = {"en": "Licence", "zh-hans": "许可"}
FILINGS = (CredentialKind.FILING, CredentialKind.POLICE_FILING)


@pytest.mark.parametrize("language", LICENCE_WORDS)
@pytest.mark.parametrize("kind", FILINGS)
def test_a_filing_is_never_called_a_licence(
    kind: CredentialKind, language: str, people: People
) -> None:
    act(
        people,
        "profile/",
        act="add-credential",
        kind=kind,
        number="12345678",
        issuer="A",
    )
    told = footer(people, language)
    assert "12345678" in told
    around = told[told.index("12345678") - 250 : told.index("12345678")]
    assert LICENCE_WORDS[language] not in around


def test_a_licence_is_called_one(people: People) -> None:
    add_credential("licence", "L-77", "The ministry")
    told = footer(people)
    assert "Licence" in told[told.index("L-77") - 250 : told.index("L-77")]


def test_a_kind_that_there_is_not_is_not_kept(people: People) -> None:
    facts = {"act": "add-credential", "kind": "icp-licence", "number": "1", "issuer": "A"}
    assert act(people, "profile/", **facts).status_code == 422
    assert not Credential.objects.exists()
    with pytest.raises(ValueError, match="medal"):
        add_credential("medal", "1", "A")


def test_a_number_is_taken_off(people: People) -> None:
    row = add_credential("filing", "12345678", "A")
    footer(people)
    act(people, "profile/", "olga", **{"remove-credential": row.pk})
    assert "12345678" not in footer(people)


@pytest.mark.parametrize("key", ["x", "9" * 30])
def test_a_number_that_there_is_not_is_not_taken_off(key: str, people: People) -> None:
    assert act(people, "profile/", "olga", **{"remove-credential": key}).status_code == 404


def test_health_says_what_is_not_there(people: People) -> None:
    page = text_of(browser_of(people, "olga").get("/operator/health/"))
    assert "Not there" in page  # the engine: none runs in the folder of this test
    assert "In order" in page


def test_health_tells_how_long_steps_take(people: People) -> None:
    job = job_of(receive(people.alice, "a.txt", b"A page."))
    StepRun.objects.create(
        job=job, step="convert", attempt=1, began_at=clock.now(), milliseconds=1_234, outcome="done"
    )
    page = text_of(browser_of(people, "olga").get("/operator/health/"))
    assert "Convert" in page
    assert "1.23" in page
