"""Page images: those that are there, and those that are made when somebody looks at them."""

from __future__ import annotations

import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

from django.conf import settings

from pecia.engine.public import Engine, Facts, Refusal, Rendering
from pecia.kernel import durable
from pecia.kernel.errors import NotThere, PeciaError
from pecia.library.public import Edition
from pecia.reading import artefacts

_TEMPORARY = ("queue_full", "engine_unavailable")
_making = threading.BoundedSemaphore(2)  # a reader who scrolls must not take the whole engine


class NotYet(PeciaError):
    """The page is being made, or the engine is busy; ask again in a moment."""

    code = "page_not_yet"
    advice = "This page is being made. It appears in a moment."
    status = 503


def first_image(edition: Edition) -> Path:
    """Page 1 as JPEG, there before anything else. Raises `NotThere`."""
    folders = (
        artefacts.folder_of(edition.token, edition.revision),
        artefacts.edition_folder(edition.token),
    )
    for folder in folders:
        if (folder / artefacts.FIRST).exists():
            return folder / artefacts.FIRST
    raise NotThere


def has_first_image(edition: Edition) -> bool:
    """Whether page 1 can be shown."""
    try:
        return first_image(edition).exists()
    except NotThere:
        return False


def page_image(edition: Edition, number: int, width: int) -> Path:
    """A page as WebP, made now if it has to be. The caller has asked the gate.

    Raises `NotThere` for a page or width that there is not, `NotYet` when it can't be made at once.
    """
    if width not in artefacts.WIDTHS:
        raise NotThere
    return _there_or_made(edition, number, artefacts.image_name(number, width), width)


def thumbnail(edition: Edition, number: int) -> Path:
    """A page as small WebP; as `page_image`."""
    return _there_or_made(edition, number, artefacts.thumbnail_name(number), artefacts.WIDTH)


def _there_or_made(edition: Edition, number: int, name: str, width: int) -> Path:
    if not 1 <= number <= edition.page_count or edition.revision == 0:
        raise NotThere
    path = artefacts.folder_of(edition.token, edition.revision) / name
    if not path.exists():
        if not _making.acquire(timeout=5):
            raise NotYet
        try:
            _make(edition, number, width)
        finally:
            _making.release()
    if not path.exists():
        raise NotThere
    return path


def _make(edition: Edition, number: int, width: int) -> None:
    """Render one page, with its thumbnail, and put both into the edition's folder."""
    folder = artefacts.folder_of(edition.token, edition.revision)
    working = Path(tempfile.mkdtemp(prefix="making-", dir=artefacts.edition_folder(edition.token)))
    try:
        facts = Facts(type=edition.format, family=edition.family)
        source = Rendering(working, facts, folder / artefacts.PDF, [], None, "und", (), {})
        for page in _engine().render_pages(source, [number], width):
            _keep(page.image, folder / artefacts.image_name(number, width))
            _keep(page.thumbnail, folder / artefacts.thumbnail_name(number))
    except Refusal as refusal:
        raise NotYet if refusal.code in _TEMPORARY else NotThere from refusal
    except OSError as error:  # the engine is starting, or was restarted
        _engine.cache_clear()
        raise NotYet from error
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _keep(made: Path | None, target: Path) -> None:
    if made is not None and not target.exists():
        with durable.telling_space():
            made.rename(target)


@cache
def _engine() -> Engine:
    return Engine.attach(Path(settings.ENGINE_FOLDER))
