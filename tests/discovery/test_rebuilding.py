"""An index built anew: beside the live one, with what changes meanwhile, and after a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pecia.accounts.public import STRANGER
from pecia.discovery import indexing
from pecia.discovery.index.postgres_schema import LIVE, beginning_with
from pecia.discovery.index_folder import IndexFolder
from pecia.discovery.models import IndexedText
from pecia.discovery.public import NoIndex, build, check, folder, index_marked, parsed, search
from pecia.kernel import events
from pecia.library.public import Document, withdraw
from tests.factories.documents import make_document
from tests.indexing import index_everything
from tests.people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("backend")]


def titles(words: str) -> set[str]:
    return {hit.document.title for hit in search(parsed(words), STRANGER).hits}


def test_without_an_index_the_search_says_so(people: People) -> None:
    with pytest.raises(NoIndex):
        search(parsed("a"), STRANGER)


def test_a_rebuilt_index_answers_as_the_one_before(people: People, tmp_path: Path) -> None:
    for number in range(5):
        make_document(tmp_path, people.alice, title=f"Report {number}", texts=[f"page {number}"])
    index_everything()
    queries = ("report", "page", "3", "", "lang:en", "report 3")
    before = [folder().live().search(parsed(words)) for words in queries]
    assert list(build(folder())) == [5]
    assert [folder().live().search(parsed(words)) for words in queries] == before


def test_what_changes_while_it_is_built_is_in_it(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 1)
    first = make_document(tmp_path, people.alice, title="Report one")
    make_document(tmp_path, people.alice, title="Report two")
    index_everything()
    steps = build(folder())
    next(steps)
    withdraw(first, people.actor("alice"), "Outdated.")
    make_document(tmp_path, people.alice, title="Report three")
    events.deliver_due()
    while index_marked(folder()):
        pass
    assert titles("report") == {"Report two", "Report three"}  # the old one, kept up
    assert list(steps)
    assert titles("report") == {"Report two", "Report three"}
    assert folder().live().count() == 2


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda key: folder().live().remove([key]), "index_count"),
        (lambda key: IndexedText.objects.filter(pk=key).delete(), "not_indexed"),
        (lambda key: Document.objects.filter(pk=key).update(is_restricted=True),
         "indexed_and_hidden"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_index_is_named_and_mended_by_building_it_anew(
    harm: Callable[[int], object], code: str, people: People, tmp_path: Path
) -> None:
    document = make_document(tmp_path, people.alice, title="Report one")
    index_everything()
    assert list(check()) == []
    harm(document.pk)
    assert code in {problem.code for problem in check()}
    list(build(folder()))
    assert list(check()) == []


def test_a_build_that_was_broken_off_leaves_the_live_one_and_is_cleared(
    people: People, tmp_path: Path
) -> None:
    make_document(tmp_path, people.alice, title="Report one")
    index_everything()
    next(build(folder()))  # and never goes on
    assert titles("report") == {"Report one"}
    assert list(build(folder()))
    assert titles("report") == {"Report one"}
    place = folder()
    if isinstance(place, IndexFolder):
        assert len(list(place.root.glob("index-*"))) == 1
    else:
        assert beginning_with("pecia_index_") == [LIVE]
