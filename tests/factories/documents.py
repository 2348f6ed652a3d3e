"""Documents in any state, with artefacts that stand for what the engine makes."""

from __future__ import annotations

import io
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from pecia.accounts.public import User, actor_for
from pecia.engine.public import Facts, Page, Rendering, TextLine
from pecia.ingest.public import IngestJob
from pecia.kernel import clock
from pecia.kernel.blobs import sha256_of
from pecia.library.public import (
    Category,
    Description,
    Document,
    Edition,
    EditionState,
    ReceivedFile,
    describe,
    end_edition,
    note_conversion,
    note_description,
    note_inspection,
    note_pagination,
    receive_document,
    receive_edition,
    request_publication,
    store,
    withdraw,
)
from pecia.reading.public import keep_rendering, store_pages, working_folder

TEXTS = ("The first page.", "The second page.", "The third page.")


def keep_bytes(folder: Path, content: bytes) -> ReceivedFile:
    """Bytes in the store, and what a receiving part says of them."""
    path = folder / secrets.token_hex(8)
    path.write_bytes(content)
    sha256 = sha256_of(path)
    store().adopt(path, sha256)
    return ReceivedFile(sha256, len(content), "report.docx")


def make_document(
    folder: Path,
    owner: User,
    *,
    texts: Sequence[str] = TEXTS,
    state: str = "published",
    content: bytes | None = None,
    marks: Sequence[bytes] = (),
    **words: Any,
) -> Document:
    """A document that has gone as far as `state`: draft, approved, held, refused, published,
    withdrawn. `words` are those of its description, and `organisation`."""
    from django.db import transaction

    organisation = words.pop("organisation", None)
    with transaction.atomic():
        file = keep_bytes(folder, content or secrets.token_bytes(300))
        edition = receive_document(owner, file)
        document = edition.document
        if organisation is not None:
            Document.objects.filter(pk=document.pk).update(organisation=organisation)
            document.refresh_from_db()
    _job(edition)
    describe(document, describe_as(**words), actor_for(owner))
    if state != "draft":
        go_through(edition, texts, marks)
        _end(document, edition, owner, state)
    document.refresh_from_db()
    return document


def add_edition(
    folder: Path, document: Document, *, texts: Sequence[str], note: str = ""
) -> Edition:
    """A new file for a document, approved."""
    from django.db import transaction

    from pecia.library.public import publish_if_ready

    with transaction.atomic():
        file = keep_bytes(folder, secrets.token_bytes(200))
        edition = receive_edition(document, document.owner, file, note)
    _job(edition)
    go_through(edition, texts, ())
    end_edition(edition, EditionState.APPROVED)
    publish_if_ready(document.pk)
    document.refresh_from_db()
    return edition


def describe_as(**words: Any) -> Description:
    """A complete description, save for what `words` say."""
    category: Category | None = words.pop("category", None)
    facts: dict[str, Any] = {
        "title": "A report",
        "language": "en",
        "category_id": category.pk if category else None,
        "description": "",
        "keywords": ("report",),
        "rights_basis": "own",
        "rights_note": "",
        "licence": "cc-by-4.0",
        "preview_pages": None,
        "download_access": "anyone",
        "shows_masked_name": True,
    }
    return Description(**facts | words)


def go_through(edition: Edition, texts: Sequence[str], marks: Sequence[bytes]) -> None:
    """What the pipeline does, without an engine. `marks` are bytes put behind each page's image."""
    note_inspection(edition, format="docx", family="text", facts={})
    working = working_folder(edition.token)
    keep_rendering(edition.token, 1, working, rendering(working, texts, marks))
    note_conversion(
        edition, revision=1, page_count=len(texts), language="en", findings=[], facts={}
    )
    store_pages(edition)
    note_pagination(edition)
    note_description(edition, {})


def rendering(folder: Path, texts: Sequence[str], marks: Sequence[bytes] = ()) -> Rendering:
    """Files as the engine leaves them."""
    (folder / "out.pdf").write_bytes(b"%PDF-1.4 of nothing\n")
    first = folder / "first-out.jpg"
    Image.new("RGB", (120, 170), "white").save(first)
    pages = []
    for number, text in enumerate(texts, 1):
        mark = marks[number - 1] if marks else b""
        picture, small = folder / f"o{number}.webp", folder / f"s{number}.webp"
        for path, size in ((picture, (120, 170)), (small, (24, 34))):
            buffer = io.BytesIO()
            Image.new("RGB", size, "white").save(buffer, "WEBP")
            path.write_bytes(buffer.getvalue() + mark)
        line = TextLine(72, 72, 500, 90, text)
        pages.append(Page(number, 595, 842, (line,), picture, small))
    facts = Facts(type="docx", family="text")
    return Rendering(folder, facts, folder / "out.pdf", pages, first, "en", (), {})


def _end(document: Document, edition: Edition, owner: User, state: str) -> None:
    if state in ("held", "refused", "failed"):
        end_edition(edition, EditionState(state), "hidden_text", "somewhere")
    else:
        end_edition(edition, EditionState.APPROVED)
    document.refresh_from_db()
    if state in ("published", "withdrawn"):
        request_publication(document, actor_for(owner))
        document.refresh_from_db()
    if state == "withdrawn":
        withdraw(document, actor_for(owner), "It is out of date.")
    IngestJob.objects.filter(edition=edition).update(state="done")


def _job(edition: Edition) -> None:
    now = clock.now()
    IngestJob.objects.create(
        edition=edition, step="inspect", due_at=now, created_at=now, changed_at=now
    )
