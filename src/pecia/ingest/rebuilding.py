"""Making artefacts again: when they are damaged, or a better engine is there."""

from __future__ import annotations

import shutil

from django.db import transaction

from pecia.ingest.steps.convert import render
from pecia.library.public import Edition, note_revision
from pecia.reading.public import (
    clear_working_folders,
    keep_rendering,
    remove_other_revisions,
    store_pages,
    working_folder,
)


def rebuild(edition: Edition) -> bool:
    """Render an edition anew under the next revision. False when somebody else did. `Refusal`.

    Readers see the old pages until the new ones are complete.
    """
    clear_working_folders(edition.token)
    working = working_folder(edition.token)
    revision = edition.revision + 1
    try:
        keep_rendering(edition.token, revision, working, render(edition, working))
    finally:
        shutil.rmtree(working, ignore_errors=True)
    with transaction.atomic():
        if not note_revision(edition, revision):
            return False
        store_pages(edition)
    remove_other_revisions(edition.token, revision)
    return True
