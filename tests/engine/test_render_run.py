"""What a render run believes of a child, and which zygote it asks first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from pecia.engine.errors import Refusal
from pecia.engine.events import Event, FirstPage, Inspected
from pecia.engine.jobs.render import RenderRun
from pecia.engine.options import EngineSettings, RenderOptions
from pecia.engine.pool.client import Piece
from pecia.engine.pool.pool import LIGHT, OFFICE, Pool
from pecia.engine.pool.protocol import Message
from pecia.engine.pool.sealed_memory import sealed

NOTHING: Message = {"hidden_sheets": [], "hidden_slides": [], "people": []}
PAGE = {"event": "page", "number": 1, "points": [10, 10], "pixels": [10, 10], "mode": "L"}


class Script:
    """A job whose child says what a test wants."""

    def __init__(self, *pieces: Piece) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.pieces)

    def outcome(self) -> Message:
        """It ended well."""
        return {"killed": "", "signal": 0, "exit": 0}

    def cancel(self) -> None:
        """Nothing runs."""

    def close(self) -> None:
        """Nothing is open."""


class Scripted:
    """A pool that answers from a list, and notes who was asked."""

    def __init__(self, *jobs: Script, warm: bool = True) -> None:
        self.inspects_in_office = warm
        self.asked: list[tuple[str, Message]] = []
        self._jobs = list(jobs)

    def submit(self, name: str, work: Message, _source: Path | int | None) -> Script:
        """The next job."""
        self.asked.append((name, work))
        return self._jobs.pop(0)


def inspected(**lies: Any) -> Piece:
    """A child's word on what the document is."""
    facts = {"type": "docx", "findings": [], "metadata": {}, "hidden": NOTHING, **lies}
    return Piece({"event": "inspected"}, sealed(json.dumps(facts).encode()))


def page() -> Piece:
    """A white page."""
    return Piece(PAGE, sealed(b"\xff" * 100))


def events(tmp_path: Path, pool: Scripted, head: bytes = b"PK\x03\x04") -> Iterator[Event]:
    """A run over a file that begins with `head`."""
    source = tmp_path / "a.docx"
    source.write_bytes(head)
    settings = EngineSettings(attempts=1)
    options = RenderOptions()
    run = RenderRun(cast("Pool", pool), settings, source, tmp_path, source.name, None, options)
    return run.events()


def test_a_document_like_office_is_inspected_and_rendered_by_one_child(tmp_path: Path) -> None:
    pool = Scripted(Script(inspected(), page()))
    told = events(tmp_path, pool)
    assert isinstance(next(told), Inspected)
    assert isinstance(next(told), FirstPage)
    ((zygote, work),) = pool.asked
    assert zygote == OFFICE
    assert work["name"] == "a.docx"
    told.close()  # type: ignore[attr-defined]


def test_a_page_before_the_inspection_is_not_believed(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="before the inspection"):
        list(events(tmp_path, Scripted(Script(page(), inspected()))))
    assert not (tmp_path / "first-page.jpg").exists()


def test_a_second_inspection_is_not_believed(tmp_path: Path) -> None:
    pool = Scripted(Script(inspected(findings=[["macro", ""]]), inspected()))
    with pytest.raises(Refusal, match="a second inspection"):
        list(events(tmp_path, pool))


def test_what_is_not_offices_goes_to_the_light_zygote(tmp_path: Path) -> None:
    pool = Scripted(Script(Piece({"event": "for_light"}, None)), Script(inspected(type="epub")))
    with pytest.raises(Refusal):
        list(events(tmp_path, pool))
    assert [name for name, _ in pool.asked] == [OFFICE, LIGHT]


@pytest.mark.parametrize(
    ("head", "warm"),
    [
        (b"%PDF-1.7", True),
        (b"plain words", True),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", True),
        (b"PK\x03\x04", False),  # LibreOffice is still starting
    ],
)
def test_others_are_inspected_by_the_light_zygote(tmp_path: Path, head: bytes, warm: bool) -> None:
    pool = Scripted(Script(inspected()), warm=warm)
    with pytest.raises(Refusal):
        list(events(tmp_path, pool, head))
    assert [name for name, _ in pool.asked] == [LIGHT]


def test_every_descriptor_of_a_refused_run_is_closed(tmp_path: Path) -> None:
    before = set(Path("/proc/self/fd").iterdir())
    with pytest.raises(Refusal):
        list(events(tmp_path, Scripted(Script(page()))))
    assert set(Path("/proc/self/fd").iterdir()) == before
