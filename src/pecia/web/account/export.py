"""A person's data in one archive: what the law calls portability, and what anyone would expect."""

from __future__ import annotations

import json
import tempfile
import zipfile
from typing import IO, Any

from pecia.accounts.public import User, actor_for
from pecia.discovery.public import numbers_read_by, remembers, saved_searches_of
from pecia.kernel.blobs import DamagedBlob
from pecia.library.public import (
    Document,
    changeable_documents,
    collections_of,
    documents_of,
    editions_of,
    favourites_of,
    history_of,
    open_original,
)

_IN_MEMORY = 8 << 20  # bytes; a larger archive is written to a temporary file
_PIECE = 1 << 20


def write_archive(user: User) -> IO[bytes]:
    """A ZIP file, at its beginning: `account.json`, and the originals as they were uploaded."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  the caller closes it
    rows = changeable_documents(actor_for(user)).filter(owner=user).order_by("number")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("account.json", json.dumps(_facts(user), ensure_ascii=False, indent=2))
        for document in rows:
            _write_originals(archive, document)
    file.seek(0)
    return file


def _write_originals(archive: zipfile.ZipFile, document: Document) -> None:
    for edition in editions_of(document):
        name = f"documents/{document.number}/{edition.ordinal}/{edition.file_name}"
        try:
            with open_original(edition) as original, archive.open(name, "w") as target:
                while piece := original.read(_PIECE):
                    target.write(piece)
        except DamagedBlob:
            archive.writestr(f"{name}.missing.txt", "The stored file is damaged.\n")


def _facts(user: User) -> dict[str, Any]:
    rows = changeable_documents(actor_for(user)).filter(owner=user).order_by("number")
    return {
        "email": user.email,
        "name": user.display_name,
        "handle": user.handle,
        "language": user.language,
        "joined": user.date_joined.isoformat(),
        "documents": [_document(document) for document in rows],
        "searches": [row.address for row in saved_searches_of(user)],
        "favourites": [document.number for document in favourites_of(user)],
        "remembers_reading": remembers(user),
        "read": numbers_read_by(user),
        "collections": [
            {
                "title": row.title,
                "description": row.description,
                "public": row.is_public,
                "documents": [document.number for document in documents_of(row)],
            }
            for row in collections_of(user)
        ],
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "number": document.number,
        "title": document.title,
        "description": document.description,
        "keywords": document.keywords,
        "language": document.language,
        "state": document.state,
        "licence": document.licence,
        "rights_basis": document.rights_basis,
        "reads": document.view_count,
        "downloads": document.download_count,
        "history": [
            {"at": entry.at.isoformat(), "what": entry.what, "detail": entry.detail}
            for entry in history_of(document)
        ],
    }
