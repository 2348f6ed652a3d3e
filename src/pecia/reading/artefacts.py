"""Where derived files lie: a folder an edition and revision, apart from the originals.

ab/<token>/r1/document.pdf  first.jpg  page-0001-1200.webp  page-0001-thumb.webp  lines.jsonl
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from pecia.engine.public import Rendering
from pecia.kernel import durable

PDF, FIRST, LINES = "document.pdf", "first.jpg", "lines.jsonl"
WIDTH = 1200  # of the images made at once
WIDTHS = (640, 1200, 1800)  # that may be asked for
THUMBNAIL_WIDTH = 240

Line = tuple[float, float, float, float, str]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of a page beside its image."""

    number: int
    width: float
    height: float
    text: str
    lines: tuple[Line, ...]
    failed: str


def folder_of(token: str, revision: int) -> Path:
    """The folder of an edition's artefacts."""
    return edition_folder(token) / f"r{revision}"


def edition_folder(token: str) -> Path:
    """The folder that holds all revisions."""
    return Path(settings.DERIVED) / token[:2] / token


def image_name(page: int, width: int) -> str:
    """File name of a page image."""
    return f"page-{page:04d}-{width}.webp"


def thumbnail_name(page: int) -> str:
    """File name of a thumbnail."""
    return f"page-{page:04d}-thumb.webp"


def working_folder(token: str) -> Path:
    """A new folder on the same disk for artefacts in the making."""
    folder = edition_folder(token) / f"making-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


def clear_working_folders(token: str) -> None:
    """Remove what a try that died has left."""
    for folder in edition_folder(token).glob("making-*"):
        shutil.rmtree(folder, ignore_errors=True)


def unfinished(token: str) -> bool:
    """Whether a folder in the making lies there: somebody works on it, or a crash has left it."""
    return any(edition_folder(token).glob("making-*"))


def keep_first_image(token: str, jpeg: Path) -> None:
    """Put page 1 where it can be shown before the rest exists. It need not survive a crash."""
    target = edition_folder(token) / FIRST
    beside = target.with_name(f".{FIRST}.{secrets.token_hex(4)}")
    shutil.copyfile(jpeg, beside)
    beside.rename(target)


def keep_rendering(token: str, revision: int, working: Path, rendering: Rendering) -> None:
    """Give what was rendered its names and make it durable, all at once."""
    _keep_pdf(rendering.pdf, working)
    if rendering.first_image is not None:
        rendering.first_image.rename(working / FIRST)
    for page in rendering.pages:
        if page.image is not None:
            page.image.rename(working / image_name(page.number, WIDTH))
        if page.thumbnail is not None:
            page.thumbnail.rename(working / thumbnail_name(page.number))
    _write_lines(working / LINES, rendering)
    durable.move_folder(working, folder_of(token, revision))


def _keep_pdf(pdf: Path, working: Path) -> None:
    """The PDF, moved to its name. That of a PDF is the original itself: it stays where it is."""
    if pdf.parent == working:
        pdf.rename(working / PDF)
        return
    try:
        (working / PDF).hardlink_to(pdf)
    except OSError:  # on another disk, or one without links
        shutil.copyfile(pdf, working / PDF)


def page_facts(token: str, revision: int) -> Iterator[tuple[PageFacts, int, int]]:
    """Each page with the place of its record: offset and length in bytes."""
    offset = 0
    with (folder_of(token, revision) / LINES).open("rb") as file:
        for record in file:
            yield _facts(record), offset, len(record)
            offset += len(record)


def lines_at(token: str, revision: int, offset: int, length: int) -> tuple[Line, ...]:
    """The lines of one page, read from their place."""
    with (folder_of(token, revision) / LINES).open("rb") as file:
        file.seek(offset)
        return _facts(file.read(length)).lines


def remove_all(token: str) -> None:
    """Remove every artefact of an edition."""
    shutil.rmtree(edition_folder(token), ignore_errors=True)


def remove_other_revisions(token: str, keep: int) -> None:
    """Remove the artefacts of past revisions."""
    for folder in edition_folder(token).glob("r*"):
        if folder.name != f"r{keep}":
            shutil.rmtree(folder, ignore_errors=True)


def tokens() -> Iterable[str]:
    """Every edition that has artefacts, by its token."""
    return (folder.name for folder in Path(settings.DERIVED).glob("??/*") if folder.is_dir())


def _write_lines(path: Path, rendering: Rendering) -> None:
    with path.open("w", encoding="utf-8") as file:
        for page in rendering.pages:
            record = {
                "n": page.number,
                "w": round(page.width, 2),
                "h": round(page.height, 2),
                "f": page.failed,
                "l": [
                    [round(box, 2) for box in (ln.left, ln.top, ln.right, ln.bottom)] + [ln.text]
                    for ln in page.lines
                ],
            }
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def _facts(record: bytes) -> PageFacts:
    raw = json.loads(record)
    lines = tuple((float(a), float(b), float(c), float(d), str(e)) for a, b, c, d, e in raw["l"])
    text = "\n".join(line[4] for line in lines)
    return PageFacts(raw["n"], raw["w"], raw["h"], text, lines, raw["f"])
