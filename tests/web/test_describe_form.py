"""The form of a publisher asks for what there is to choose."""

from __future__ import annotations

import pytest

from pecia.library.public import save_category
from pecia.web.upload.forms import DescribeForm

pytestmark = pytest.mark.django_db

FILLED = {
    "title": "A report", "language": "en", "rights_basis": "made", "no_personal_data": "on",
    "shown_name": "masked",
}  # fmt: skip


def test_without_categories_a_document_can_be_published() -> None:
    form = DescribeForm(FILLED)
    assert form.is_valid(), form.errors
    assert form.description_of().category_id is None


def test_where_there_are_categories_one_is_asked_for() -> None:
    category = save_category({"en": "History"}, parent=None, slug="history", position=1, terms="")
    assert set(DescribeForm(FILLED).errors) == {"category"}
    form = DescribeForm({**FILLED, "category": str(category.pk)})
    assert form.is_valid(), form.errors
    assert form.description_of().category_id == category.pk
