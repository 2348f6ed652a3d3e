"""Documents that supervisors note: who may, who sees it, and that it goes when the document does."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.discovery.noted_models import NotedDocument
from pecia.discovery.public import end_note, note_document, note_of, noted_documents
from pecia.kernel.errors import NotAllowed
from pecia.library.public import Document, restrict, save_category, withdraw
from tests.factories.documents import make_document
from tests.people import People
from tests.web.site import browser_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

REASON = "Says what to do when the gauge can't be read."


@pytest.fixture
def document(people: People, tmp_path: Path) -> Document:
    return make_document(tmp_path, people.alice, category=save_category({"en": "Water"}))


@pytest.mark.parametrize("name", ["stranger", "charlie", "alice"])
def test_only_supervisors_and_operators_note(name: str, people: People, document: Document) -> None:
    with pytest.raises(NotAllowed):
        note_document(document, people.actor(name), REASON)
    with pytest.raises(NotAllowed):
        end_note(document, people.actor(name))
    assert not NotedDocument.objects.exists()


def test_it_stands_on_the_first_page_and_in_its_category_with_reason_and_name(
    people: People, document: Document
) -> None:
    assert note_document(document, people.actor("sue"), REASON)
    assert not note_document(document, people.actor("olga"), "Again.")
    for path in ("/", "/c/water/"):
        body = text_of(browser_of(people).get(path))
        section = body[body.index('id="noted-title"') :]
        assert f"/d/{document.number}/" in section
        assert "Says what to do when the gauge" in section
        assert "sue-longname" in section
    save_category({"en": "Law"})
    assert 'id="noted-title"' not in text_of(browser_of(people).get("/c/law/"))


def test_a_note_needs_a_reason(people: People, document: Document) -> None:
    with pytest.raises(ValueError, match="reason"):
        note_document(document, people.actor("sue"), " \n ")


def test_an_ended_note_is_a_record_and_it_can_be_noted_again(
    people: People, document: Document
) -> None:
    sue = people.actor("sue")
    note_document(document, sue, REASON)
    assert end_note(document, sue)
    assert not end_note(document, sue)
    assert noted_documents(4) == []
    assert note_document(document, sue, "Revised.")
    assert [row.reason for row in noted_documents(4)] == ["Revised."]
    assert NotedDocument.objects.count() == 2


@pytest.mark.parametrize("how", ["withdraw", "restrict"])
def test_what_is_hidden_is_not_noted(how: str, people: People, document: Document) -> None:
    note_document(document, people.actor("sue"), REASON)
    if how == "withdraw":
        withdraw(document, people.actor("alice"), "Outdated.")
    else:
        restrict(document, source="case-1", reason="A claim.")
    assert noted_documents(4) == []
    assert 'id="noted-title"' not in text_of(browser_of(people).get("/"))


def test_a_supervisor_notes_on_the_document_s_page(people: People, document: Document) -> None:
    client, path = browser_of(people, "sue"), f"/operator/documents/{document.number}/"
    assert 'value="note"' in text_of(client.get(path))
    client.post(path, {"act": "note", "note": " "})
    assert note_of(document) is None
    client.post(path, {"act": "note", "note": REASON})
    row = note_of(document)
    assert row is not None
    assert (row.reason, row.by) == (REASON, people.sue)
    assert 'value="end-note"' in text_of(client.get(path))
    client.post(path, {"act": "end-note"})
    assert note_of(document) is None
