"""The checker is content with a sound site, and names each damage by the document's number."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from pecia.accounts.public import actor_for
from pecia.ingest.public import IngestJob, JobState, Upload, begin_upload
from pecia.kernel import clock, events
from pecia.kernel.models import OutboxEntry
from pecia.library.erasures import note_erasure
from pecia.library.public import Document, Edition, erase
from pecia.ops import verify
from pecia.reading.artefacts import LINES
from pecia.reading.models import Page
from pecia.reading.public import PDF, folder_of
from tests.ingest.received import go_its_way, publish, receive
from tests.people import People

pytestmark = pytest.mark.django_db

Told = pytest.CaptureFixture[str]


@pytest.fixture
def document(at_hand: None, people: People, samples: Path) -> Document:
    """One that the engine has made pages of, and that is published."""
    edition = go_its_way(receive(people.alice, "text.pdf", (samples / "text.pdf").read_bytes()))
    publish(edition.document)
    while events.deliver_due():
        pass
    assert edition.document.state == "published"
    return edition.document


def original_of(document: Document) -> Path:
    sha256 = edition_of(document).blob_id or ""
    return Path(settings.ORIGINALS) / sha256[:2] / sha256[2:4] / sha256


def artefact_of(document: Document, name: str) -> Path:
    edition = edition_of(document)
    return folder_of(edition.token, edition.revision) / name


def edition_of(document: Document) -> Edition:
    return Edition.objects.get(document=document)


def change(document: Document, **fields: object) -> None:
    Edition.objects.filter(document=document).update(**fields)


# What is done to the document, and by which code it is told.


def flip_a_byte_of_the_original(document: Document) -> None:
    path = original_of(document)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


def cut_the_original_short(document: Document) -> None:
    os.truncate(original_of(document), 100)


def delete_the_original(document: Document) -> None:
    original_of(document).unlink()


def delete_the_lines(document: Document) -> None:
    artefact_of(document, LINES).unlink()


def delete_the_pdf(document: Document) -> None:
    artefact_of(document, PDF).unlink()


def delete_the_row_of_a_page(document: Document) -> None:
    Page.objects.filter(edition=edition_of(document), number=1).delete()


def forget_the_file(document: Document) -> None:
    change(document, blob=None)


def tell_another_size(document: Document) -> None:
    change(document, size=1)


def hold_what_is_published(document: Document) -> None:
    change(document, state="held")


def show_the_edition_of_another(document: Document) -> None:
    other = receive(document.owner, "other.txt", b"Another text.")
    change(other.document, state="approved")
    Document.objects.filter(pk=document.pk).update(current_edition=other)


def hide_it_without_a_reason(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(is_restricted=True)


def lose_the_job(document: Document) -> None:
    IngestJob.objects.filter(edition__document=document).delete()


def end_the_job_half_way(document: Document) -> None:
    change(document, state="converted")


def bring_back_what_was_erased(document: Document) -> None:
    note_erasure(document.number, "The author has asked for it.")


def keep_the_file_of_an_erased_one(document: Document) -> None:
    blob = edition_of(document).blob_id
    erase(document, actor_for(document.owner), "A mistake.")
    change(document, blob_id=blob)


def keep_the_pages_of_an_erased_one(document: Document) -> None:
    erase(document, actor_for(document.owner), "A mistake.")
    OutboxEntry.objects.all().delete()


DAMAGES: list[tuple[Callable[[Document], None], str]] = [
    (flip_a_byte_of_the_original, "original_damaged"),
    (cut_the_original_short, "original_damaged"),
    (delete_the_original, "original_damaged"),
    (delete_the_lines, "artefacts_missing"),
    (delete_the_pdf, "artefacts_missing"),
    (delete_the_row_of_a_page, "pages_missing"),
    (forget_the_file, "edition_without_file"),
    (tell_another_size, "edition_size"),
    (hold_what_is_published, "published_not_approved"),
    (show_the_edition_of_another, "edition_of_another"),
    (hide_it_without_a_reason, "restriction_projection"),
    (lose_the_job, "edition_without_job"),
    (end_the_job_half_way, "job_without_end"),
    (bring_back_what_was_erased, "erased_came_back"),
    (keep_the_file_of_an_erased_one, "erased_not_gone"),
    (keep_the_pages_of_an_erased_one, "erased_not_gone"),
]


@pytest.mark.usefixtures("document")
def test_a_sound_site_is_sound(capsys: Told) -> None:
    assert verify.run([]) == 0
    assert capsys.readouterr().out == "0 problems, 0 harmless leftovers\n"


@pytest.mark.parametrize(("damage", "code"), DAMAGES, ids=lambda it: getattr(it, "__name__", None))
def test_each_damage_is_named(
    damage: Callable[[Document], None], code: str, document: Document, capsys: Told
) -> None:
    damage(document)
    assert verify.run([]) == 1
    lines = capsys.readouterr().out.splitlines()
    named = [line for line in lines if line.startswith(f"{code}: № {document.number}")]
    assert len(named) == 1, lines
    assert named[0].partition(". ")[2], "it does not say what to do"


def test_every_document_that_shares_a_damaged_original_is_named(
    document: Document, people: People, samples: Path, capsys: Told
) -> None:
    twin = go_its_way(receive(people.bob, "twin.pdf", (samples / "text.pdf").read_bytes()))
    flip_a_byte_of_the_original(document)
    assert verify.run([]) == 1
    told = f"original_damaged: {document}, {twin.document}, original {twin.blob_id}."
    assert told in capsys.readouterr().out


def test_a_flipped_byte_is_found_only_when_originals_are_read(
    document: Document, capsys: Told
) -> None:
    flip_a_byte_of_the_original(document)
    assert verify.run(["--quick"]) == 0
    assert verify.run([]) == 1


@pytest.mark.usefixtures("document")
def test_bytes_of_an_upload_that_are_gone_are_named(people: People, capsys: Told) -> None:
    upload = begin_upload(people.alice, file_name="half.pdf", length=1_000)
    Upload.objects.filter(pk=upload.pk).update(offset=500)
    assert verify.run([]) == 1
    assert "upload_bytes: half.pdf." in capsys.readouterr().out


def test_news_that_nobody_takes_is_named(document: Document, capsys: Told) -> None:
    erase(document, actor_for(document.owner), "A mistake.")
    assert OutboxEntry.objects.update(attempts=events.MAX_ATTEMPTS)
    assert verify.run([]) == 1
    assert "news_undeliverable: " in capsys.readouterr().out


def leave_an_unused_original() -> None:
    path = Path(settings.ORIGINALS) / "ab" / "cd" / f"abcd{'0' * 60}"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"nobody's")


def leave_a_copy() -> None:
    Path(settings.UPLOADS).mkdir(exist_ok=True)
    (Path(settings.UPLOADS) / "copy-of-a-crash").write_bytes(b"half")


def leave_pages_of_nobody() -> None:
    (Path(settings.DERIVED) / "zz" / "zzzz" / "r1").mkdir(parents=True)


def leave_a_working_folder() -> None:
    (artefact_of(Document.objects.get(), PDF).parents[1] / "making-of").mkdir()


LEFTOVERS: list[tuple[Callable[[], None], str]] = [
    (leave_an_unused_original, "original_unused: original abcd"),
    (leave_a_copy, "upload_unused: file copy-of-a-crash"),
    (leave_pages_of_nobody, "artefacts_unused: zzzz"),
    (leave_a_working_folder, "artefacts_unused: № "),
]


@pytest.mark.usefixtures("document")
@pytest.mark.parametrize(("leave", "told"), LEFTOVERS, ids=lambda it: getattr(it, "__name__", None))
def test_what_a_crash_leaves_is_told_and_harmless(
    leave: Callable[[], None], told: str, capsys: Told
) -> None:
    leave()
    assert verify.run([]) == 0
    said = capsys.readouterr().out
    assert told in said
    assert said.endswith("0 problems, 1 harmless leftovers\n")


def test_a_job_that_is_dead_with_its_end_told_is_no_damage(
    document: Document, capsys: Told
) -> None:
    later = clock.now() + timedelta(days=1)
    IngestJob.objects.update(state=JobState.DEAD, changed_at=later)
    change(document, state="failed")
    Document.objects.update(state="draft", current_edition=None)
    assert verify.run([]) == 0
