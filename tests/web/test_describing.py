"""Describing a document: what its file proposes can be kept, also where nobody would choose it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pecia.library.public import Document
from pecia.web.templatetags.pecia_forms import bare
from pecia.web.upload.forms import DescribeForm, initial_of
from tests.factories.documents import make_document
from tests.people import People
from tests.web.site import browser_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unusual(people: People, tmp_path: Path) -> Document:
    """In a language that is not in the list, with a preview that is not in the list."""
    return make_document(tmp_path, people.alice, language="ca", preview_pages=7)


def test_a_language_that_is_not_in_the_list_is_named_and_stays(
    unusual: Document, people: People
) -> None:
    client = browser_of(people, "alice")
    path = f"/mine/{unusual.number}/"
    page = text_of(client.get(path))
    assert '<option value="ca" selected>català</option>' in page
    assert '<option value="7" selected>First 7</option>' in page
    words = {"act": "save", "title": "Informe", "language": "ca", "readable_pages": "7"}
    facts = {"category": str(unusual.category_id or ""), "download_access": "anyone"}
    facts |= {"shown_name": "masked", "reader_licence": "own-use", "open_licence": "cc-by-4.0"}
    answer = client.post(path, {**words, **facts})
    assert answer.status_code in (302, 422)
    assert b"ca is not one of" not in answer.content


def test_a_sent_form_takes_what_the_document_has(unusual: Document) -> None:
    form = DescribeForm({"language": "ca", "readable_pages": "7"}, initial=initial_of(unusual))
    assert not {"language", "readable_pages"} & set(form.errors)
    other = DescribeForm({"language": "xx"}, initial=initial_of(unusual))
    assert "language" in other.errors


@pytest.mark.parametrize(
    "label", ["Title", "Whose work is it?", "这是谁的作品？", "已征得其同意。"]
)
def test_a_label_goes_on_without_its_sign(label: str) -> None:
    assert bare(label) == label.rstrip("?？。")
    assert bare(label)[-1].isalnum()
