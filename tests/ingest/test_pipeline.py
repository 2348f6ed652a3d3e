"""The way of a file with the real engine: every step, every end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pecia.engine.public import ADVICE, Engine
from pecia.ingest import pipeline
from pecia.ingest.models import JobState
from pecia.ingest.public import (
    Step,
    advance,
    forget_engine,
    register,
    retry,
    runs_of,
    steps,
    use_engine,
)
from pecia.kernel import events
from pecia.kernel.errors import NotAllowed
from pecia.library.public import (
    Document,
    Edition,
    EditionState,
    WrongState,
    erase,
    get_edition,
    history_of,
    open_original,
    release,
)
from pecia.ops.verify import problems
from pecia.reading.public import edition_folder, first_image, is_complete, page_image, texts_of
from tests.hostile.builders import plain
from tests.ingest.received import go_its_way, job_of, publish, receive
from tests.people import People

pytestmark = pytest.mark.django_db

STEPS = ("inspect", "convert", "paginate", "describe", "screen")
WORDS = b"The stationers of the university rented out pieces of a book, the peciae.\n" * 20


@pytest.fixture(autouse=True)
def engine_in_use(engine: Engine) -> Iterator[None]:
    use_engine(engine)
    yield
    forget_engine()


@pytest.fixture
def docx(samples: Path) -> bytes:
    return (samples / "text.docx").read_bytes()


def received_up_to(step: str, people: People, content: bytes) -> Edition:
    """A file whose next step is this one."""
    edition = receive(people.alice, "text.docx", content)
    kept = pipeline._steps[:]
    try:
        pipeline._steps[:] = kept[: STEPS.index(step)] or kept[:1]
        if step != "inspect":
            go_its_way(edition)
    finally:
        pipeline._steps[:] = kept
    return Edition.objects.select_related("document", "blob").get(pk=edition.pk)


def run_alone(step: str, edition: Edition) -> None:
    next(each for each in steps() if each.name == step).run(edition)()
    edition.refresh_from_db()


def test_a_document_goes_the_whole_way(people: People, docx: bytes) -> None:
    edition = go_its_way(receive(people.alice, "text.docx", docx))
    assert edition.state == EditionState.APPROVED
    assert job_of(edition).state == JobState.DONE
    runs = runs_of(edition)
    assert [run.step for run in runs] == list(STEPS)
    assert {(run.outcome, run.attempt, run.code) for run in runs} == {("done", 1, "")}
    assert all(run.milliseconds is not None for run in runs)
    assert is_complete(edition)
    assert len(texts_of(edition, 99)) == edition.page_count > 0
    assert page_image(edition, 1, 1200).stat().st_size > 1_000
    assert list(problems()) == []


def test_inspecting_tells_what_it_is_and_converts_nothing(people: People, docx: bytes) -> None:
    edition = received_up_to("inspect", people, docx)
    run_alone("inspect", edition)
    assert (edition.state, edition.format, edition.family) == ("inspected", "docx", "text")
    assert edition.inspected_at is not None
    assert set(edition.facts) == {"encoding", "metadata", "hidden", "fonts_missing"}
    assert not edition_folder(edition.token).exists()


def test_converting_makes_artefacts_and_shows_page_one(people: People, docx: bytes) -> None:
    edition = received_up_to("convert", people, docx)
    run_alone("convert", edition)
    assert (edition.state, edition.revision) == ("converted", 1)
    assert edition.page_count > 0
    assert first_image(edition).read_bytes().startswith(b"\xff\xd8")
    assert list(edition_folder(edition.token).glob("making-*")) == []


def test_paginating_makes_pages_rows_however_often(people: People, docx: bytes) -> None:
    edition = received_up_to("paginate", people, docx)
    run_alone("paginate", edition)
    run_alone("paginate", edition)
    assert edition.state == "paginated"
    assert len(texts_of(edition, 99)) == edition.page_count


def test_describing_proposes_and_leaves_what_the_publisher_has_said(
    people: People, docx: bytes
) -> None:
    edition = received_up_to("describe", people, docx)
    Document.objects.update(keywords=["mine"], language="ja")
    run_alone("describe", edition)
    assert edition.state == "described"
    assert edition.facts["proposals"]["keywords"]
    document = Document.objects.get()
    assert (document.keywords, document.language) == (["mine"], "ja")


def test_describing_fills_in_what_nobody_has_said(people: People) -> None:
    edition = go_its_way(receive(people.alice, "report.txt", WORDS))
    document = edition.document
    assert document.language == "en"
    assert "peciae" in document.keywords or "stationers" in " ".join(document.keywords)


def test_screening_approves_what_has_no_hold(people: People, docx: bytes) -> None:
    edition = received_up_to("screen", people, docx)
    run_alone("screen", edition)
    assert (edition.state, edition.code) == ("approved", "")


def test_screening_holds_what_a_person_should_look_at(people: People, docx: bytes) -> None:
    edition = received_up_to("screen", people, docx)
    edition.findings = [{"code": "hidden_text", "severity": "hold", "detail": "page 2"}]
    run_alone("screen", edition)
    assert (edition.state, edition.code, edition.code_detail) == ("held", "hidden_text", "page 2")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("report.docx", plain.executable(), "type_mismatch"),
        ("report.pdf", plain.elf(), "type_mismatch"),
        ("report.docx", b"PK\x03\x04 cut off", ""),
    ],
)
def test_what_will_never_be_pages_is_refused_and_its_publisher_is_told(
    name: str, content: bytes, code: str, people: People, mailoutbox: list[Any]
) -> None:
    edition = go_its_way(receive(people.alice, name, content))
    assert edition.state == EditionState.REFUSED
    assert code in edition.code
    assert edition.code in ADVICE
    (run,) = runs_of(edition)
    assert (run.outcome, run.code) == ("refused", edition.code)
    events.deliver_due()
    (letter,) = mailoutbox
    assert letter.to == ["alice@example.org"]
    assert str(edition.document.number) in letter.subject
    assert ADVICE[edition.code] in letter.body


def test_a_letter_is_in_the_language_of_its_reader(people: People, mailoutbox: list[Any]) -> None:
    people.alice.language = "zh-hans"
    people.alice.save()
    go_its_way(receive(people.alice, "report.docx", plain.executable()))
    events.deliver_due()
    assert len(mailoutbox) == 1
    assert "report.docx" in mailoutbox[0].subject


def held(people: People) -> Edition:
    edition = receive(people.alice, "test.txt", plain.eicar())
    publish(edition.document)
    return go_its_way(edition)


def test_what_is_held_waits_for_a_person_and_its_publisher_is_told(
    people: People, mailoutbox: list[Any]
) -> None:
    edition = held(people)
    assert (edition.state, edition.code) == ("held", "malware_test_file")
    assert Document.objects.get().state == "draft"
    events.deliver_due()
    assert "held" in mailoutbox[0].body


def test_a_supervisor_releases_it_and_it_is_published_as_wanted(people: People) -> None:
    edition = held(people)
    release(edition, people.actor("sue"), approve=True, reason="A test file.")
    document = Document.objects.get()
    assert (document.state, document.current_edition_id) == ("published", edition.pk)


def test_a_supervisor_refuses_it_and_its_publisher_is_told(
    people: People, mailoutbox: list[Any]
) -> None:
    edition = held(people)
    events.deliver_due()
    mailoutbox.clear()
    release(edition, people.actor("sue"), approve=False, reason="Not here.")
    edition.refresh_from_db()
    assert (edition.state, edition.code) == ("refused", "refused_by_review")
    assert Document.objects.get().state == "draft"
    events.deliver_due()
    assert [letter.to for letter in mailoutbox] == [["alice@example.org"]]


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "stranger"])
def test_nobody_else_decides_on_what_is_held(name: str, people: People) -> None:
    edition = held(people)
    with pytest.raises(NotAllowed):
        release(edition, people.actor(name), approve=True, reason="Mine.")


def test_what_was_decided_is_not_decided_again(people: People) -> None:
    edition = held(people)
    release(edition, people.actor("sue"), approve=True, reason="Fine.")
    with pytest.raises(WrongState):
        release(edition, people.actor("olga"), approve=False, reason="Not fine.")


@pytest.fixture
def registry() -> Iterator[None]:
    kept = pipeline._steps[:]
    yield
    pipeline._steps[:] = kept


@pytest.mark.usefixtures("registry")
def test_a_step_of_another_part_runs_before_the_one_that_it_names(people: People) -> None:
    seen: list[str] = []

    def scan(edition: Edition) -> Callable[[], None]:
        seen.append(edition.state)
        return lambda: seen.append("written")

    register(Step("scan", scan), before="screen")
    register(Step("scan", scan), before="screen")
    edition = go_its_way(receive(people.alice, "report.txt", WORDS))
    assert seen == ["described", "written"]
    assert [run.step for run in runs_of(edition)] == [*STEPS[:-1], "scan", "screen"]
    assert edition.state == EditionState.APPROVED
    for place in ("elsewhere", "inspect"):
        with pytest.raises(ValueError, match=place):
            register(Step("other", scan), before=place)


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("before", STEPS[1:])
def test_a_document_that_is_erased_on_its_way_leaves_nothing(
    before: str, people: People, docx: bytes
) -> None:
    edition = receive(people.alice, "text.docx", docx)

    def meanwhile(_edition: Edition) -> Callable[[], None]:
        erase(Document.objects.get(), people.actor("alice"), "On request.")
        while events.deliver_due():
            pass
        return lambda: None

    register(Step("meanwhile", meanwhile), before=before)
    edition = go_its_way(edition)
    gone_for_good(edition)


def test_a_document_that_is_erased_while_its_pages_are_made_leaves_nothing(
    people: People, docx: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pecia.ingest.steps import convert

    render = convert.render

    def erased_meanwhile(edition: Edition, working: Path) -> Any:
        made = render(edition, working)
        erase(Document.objects.get(), people.actor("alice"), "On request.")
        while events.deliver_due():
            pass
        return made

    monkeypatch.setattr(convert, "render", erased_meanwhile)
    edition = receive(people.alice, "text.docx", docx)
    for _try in range(4):
        advance(job_of(edition).pk)
    gone_for_good(Edition.objects.get())


def gone_for_good(edition: Edition) -> None:
    assert job_of(edition).state in (JobState.DONE, JobState.DEAD)
    assert (edition.blob_id, edition.state) == (None, EditionState.REFUSED)
    assert edition.facts == {}
    assert not edition_folder(edition.token).exists()
    assert texts_of(edition, 99) == []
    assert not retry(job_of(edition))
    assert list(problems()) == []


def test_a_new_edition_keeps_number_and_history_and_the_old_one_stays_readable(
    people: People,
) -> None:
    edition = receive(people.alice, "report.txt", b"The old words of the report.\n" * 9)
    publish(edition.document)
    first = go_its_way(edition)
    document = Document.objects.get()
    assert document.state == "published"
    begun = history_of(document)
    second = receive(people.alice, "better.txt", b"The new words.\n" * 9, document, "Mended")
    assert get_edition(Document.objects.get()).pk == first.pk  # readers see the old one meanwhile
    second = go_its_way(second)
    document = Document.objects.select_related("current_edition").get()
    assert document.number == edition.document.number
    assert document.current_edition == second
    assert second.ordinal == 2
    assert history_of(document)[: len(begun)] == begun
    old = get_edition(document, 1)
    assert "old words" in texts_of(old, 1)[0]
    with open_original(old) as file:
        assert file.read().startswith(b"The old words")
    assert list(problems()) == []


def test_a_new_edition_that_is_refused_changes_nothing_for_readers(people: People) -> None:
    edition = receive(people.alice, "report.txt", WORDS)
    publish(edition.document)
    first = go_its_way(edition)
    document = Document.objects.get()
    go_its_way(receive(people.alice, "report.docx", plain.executable(), document))
    document = Document.objects.get()
    assert (document.state, document.current_edition_id) == ("published", first.pk)


def test_what_is_described_first_is_published_when_it_is_ready(people: People) -> None:
    edition = receive(people.alice, "report.txt", WORDS)
    publish(edition.document)
    assert Document.objects.get().state == "draft"
    go_its_way(edition)
    assert Document.objects.get().state == "published"


def test_what_is_ready_first_waits_for_its_publisher(people: People) -> None:
    edition = go_its_way(receive(people.alice, "report.txt", WORDS))
    assert Document.objects.get().state == "draft"
    publish(edition.document)
    assert Document.objects.get().state == "published"


def test_one_document_finds_nothing_of_the_one_before(people: People) -> None:
    canary = b"Zephyrquartz-9911 is only in the first file.\n"
    go_its_way(receive(people.alice, "first.txt", canary * 5))
    second = go_its_way(receive(people.charlie, "second.txt", WORDS))
    for file in edition_folder(second.token).rglob("*"):
        assert file.is_dir() or b"Zephyrquartz" not in file.read_bytes()


def test_a_title_that_the_publisher_gave_before_the_file_was_read_stays(
    people: People, docx: bytes
) -> None:
    edition = receive(people.alice, "text.docx", docx)
    publish(edition.document, title="My own title", keywords=("mine",))
    done = go_its_way(edition)
    assert done.facts["proposals"]["title"] not in ("", "My own title")
    assert (done.document.title, done.document.keywords) == ("My own title", ["mine"])
