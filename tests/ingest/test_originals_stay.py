"""Whatever a file is, its original lies in the store afterwards, byte for byte."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from pecia.accounts.public import actor_for
from pecia.engine.public import SAMPLES, Engine
from pecia.ingest.public import IngestJob, Terms, advance, import_file, rebuild, use_engine
from pecia.kernel import events
from pecia.library.public import Edition, erase, get_document, open_original
from pecia.ops.verify import problems
from tests.people import People

pytestmark = pytest.mark.django_db


def digest(edition: Edition) -> str:
    with open_original(edition) as file:
        return hashlib.sha256(file.read()).hexdigest()


def take(people: People, path: Path) -> Edition:
    edition = import_file(people.alice, path, path.parent, Terms(rights_basis="own", publish=True))
    assert edition is not None
    advance(IngestJob.objects.get(edition=edition).pk)
    return Edition.objects.select_related("document").get(pk=edition.pk)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_the_original_is_what_was_given(name: str, people: People, engine: Engine) -> None:
    use_engine(engine)
    edition = take(people, SAMPLES / name)
    assert digest(edition) == hashlib.sha256((SAMPLES / name).read_bytes()).hexdigest()
    rebuild(edition)
    assert digest(edition) == edition.blob_id
    assert not list(problems())


def test_two_documents_of_one_pdf_do_not_disturb_each_other(
    people: People, engine: Engine, tmp_path: Path
) -> None:
    use_engine(engine)
    for name in ("one.pdf", "two.pdf"):
        shutil.copyfile(SAMPLES / "text.pdf", tmp_path / name)
    one, two = take(people, tmp_path / "one.pdf"), take(people, tmp_path / "two.pdf")
    assert (one.state, two.state) == ("approved", "approved")
    erase(get_document(one.document.number), actor_for(people.alice), "A mistake.")
    while events.deliver_due():
        pass
    assert digest(two) == two.blob_id
    assert not list(problems())
