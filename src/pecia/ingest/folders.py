"""Files out of folders of this machine: an import by command, and the drop folder."""

from __future__ import annotations

import fcntl
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pecia.accounts.public import NoSuchUser, User, actor_for, get_user
from pecia.ingest import accepting
from pecia.ingest.errors import Empty, TooLarge
from pecia.ingest.models import ImportedFile
from pecia.kernel import clock, durable
from pecia.kernel.blobs import sha256_of
from pecia.kernel.errors import NoSpace, PeciaError
from pecia.kernel.ids import new_token
from pecia.kernel.jobs import BULK, NORMAL
from pecia.library.public import (
    Category,
    Description,
    Edition,
    ReceivedFile,
    describe,
    request_publication,
)

_log = logging.getLogger(__name__)
SETTLED_SECONDS = 5  # a file in the drop folder is taken when nobody has written to it for so long


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of every file of an import. Without rights basis nothing is published."""

    rights_basis: str = ""
    licence: str = "own-use"
    category: Category | None = None
    publish: bool = False
    download_access: str = "anyone"


def files_below(folder: Path) -> Iterator[Path]:
    """Regular files in a folder and below, sorted; hidden ones and links are left out."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def import_file(
    owner: User, path: Path, folder: Path, terms: Terms, *, priority: int = BULK
) -> Edition | None:
    """Take one file of a folder; None when this very file was taken before.

    Raises `Empty`, `TooLarge`, `TypeNotAllowed`, `NoSpace`.
    """
    _require_size(path)
    accepting.require_known_extension(path.name)
    sha256 = sha256_of(path)
    name = str(path.relative_to(folder))[-1_000:]
    if ImportedFile.objects.filter(owner=owner, path=name, sha256=sha256).exists():
        return None
    _keep_copy(path, sha256)
    with transaction.atomic():
        file = ReceivedFile(sha256, path.stat().st_size, path.name)
        edition = accepting.accept(owner, file, priority=priority)
        ImportedFile.objects.create(owner=owner, path=name, sha256=sha256, edition=edition)
        if terms.rights_basis:
            _describe(edition, terms)
    return edition


def take_dropped() -> int:
    """Take what lies in the drop folder, in folders named after the owner's address.

    A file that was taken is removed; others go to `refused`, with the reason beside.
    """
    inbox = Path(settings.INBOX)
    if not inbox.is_dir():
        return 0
    with (inbox / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # another worker is at it
            return 0
        folders = [each for each in sorted(inbox.iterdir()) if each.is_dir() and "@" in each.name]
        return sum(_take(folder, path) for folder in folders for path in list(files_below(folder)))


def _take(folder: Path, path: Path) -> bool:
    if "refused" in path.relative_to(folder).parts:
        return False
    try:
        if clock.now().timestamp() - path.stat().st_mtime < SETTLED_SECONDS:
            return False
        import_file(get_user(folder.name), path, folder, Terms(), priority=NORMAL)
        path.unlink()
    except (NoSuchUser, NoSpace, OSError) as error:  # it says nothing of the file: look again later
        _log.info("%s stays in the drop folder: %s", path, error)
        return False
    except PeciaError as error:
        _put_aside(folder, path, str(error))
        return False
    return True


def _put_aside(folder: Path, path: Path, reason: str) -> None:
    aside = folder / "refused"
    aside.mkdir(exist_ok=True)
    name = path.name
    while (aside / name).exists() or (
        aside / f"{name}.txt"
    ).exists():  # another one of that name lies there
        name = f"{path.stem}-{new_token()[:6]}{path.suffix}"
    path.rename(aside / name)
    (aside / f"{name}.txt").write_text(reason + "\n", encoding="utf-8")


def _keep_copy(path: Path, sha256: str) -> None:
    """Copy a file into the store; the one in the folder is left as it is."""
    copy = Path(settings.UPLOADS) / f"copy-{new_token()}"
    with durable.telling_space():
        durable.make_folder(copy.parent)
        try:
            shutil.copyfile(path, copy)
            accepting.keep_bytes(copy, sha256)
        finally:
            copy.unlink(missing_ok=True)


def _describe(edition: Edition, terms: Terms) -> None:
    document = edition.document
    description = Description(
        title=document.title,
        language=document.language,
        category_id=terms.category.pk if terms.category else None,
        description="",
        keywords=(),
        rights_basis=terms.rights_basis,
        rights_note="",
        licence=terms.licence,
        preview_pages=None,
        download_access=terms.download_access,
        shows_masked_name=document.shows_masked_name,
    )
    actor = actor_for(document.owner)
    describe(document, description, actor)
    if terms.publish:
        request_publication(document, actor)


def _require_size(path: Path) -> None:
    size = path.stat().st_size
    if size == 0:
        raise Empty
    if size > settings.MAX_UPLOAD_BYTES:
        raise TooLarge(limit=settings.MAX_UPLOAD_BYTES >> 20)
