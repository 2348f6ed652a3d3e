"""The engine: give it a file, get pages. Safe to use from many threads."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from pecia.engine import language
from pecia.engine.errors import Refusal
from pecia.engine.events import Event, Finished
from pecia.engine.jobs.inspect import InspectRun
from pecia.engine.jobs.pages import PagesRun
from pecia.engine.jobs.render import RenderRun
from pecia.engine.options import EngineSettings, RenderOptions
from pecia.engine.pool.own_folders import OwnFolder
from pecia.engine.pool.pool import LIGHT, OFFICE, Pool
from pecia.engine.pool.protocol import Message
from pecia.engine.rendering import Facts, Page, Rendering


class Engine:
    """Turns documents into pages, each in a disposable sandbox.

        with Engine() as engine:
            rendering = engine.render("report.docx")
            print(rendering.pages[0].text)

    Folders made without `into` are removed when the engine is closed.
    """

    def __init__(self, settings: EngineSettings | None = None) -> None:
        self.settings = settings or EngineSettings()
        self._pool = Pool(self.settings)
        self._workspace: OwnFolder | None = None

    @classmethod
    def attach(cls, folder: Path, settings: EngineSettings | None = None) -> Self:
        """Use the pool that another process runs in `folder` (see `pecia pool`).

        Raises `OSError` when none answers there.
        """
        engine = cls(settings)
        engine._pool = Pool.attached(folder, engine.settings)
        engine._workspace = OwnFolder("pages-")
        return engine

    def start(self) -> None:
        """Start the processes; returns when the first documents can be taken.

        LibreOffice goes on warming in the background. Raises `PoolStartError` when the sandbox is
        not complete or does not hold.
        """
        self._workspace = OwnFolder("pages-")
        self._pool.start()

    def wait_until_warm(self) -> None:
        """Return when Office documents too are taken without delay. Raises `PoolStartError`."""
        self._pool.client(LIGHT)
        if self.settings.office:
            self._pool.client(OFFICE)

    def close(self) -> None:
        """Stop the processes and remove the folders that were not asked for. Safe to call twice."""
        self._pool.stop()
        if self._workspace is not None:
            self._workspace.remove()

    def __enter__(self) -> Self:
        if self._workspace is None:
            self.start()
            threading.Thread(target=language.preload, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def render(
        self,
        path: str | Path,
        *,
        into: Path | None = None,
        name: str | None = None,
        password: str | None = None,
        options: RenderOptions | None = None,
    ) -> Rendering:
        """Turn a document into pages. Raises `Refusal`.

        `into`: an empty or new folder for the results; `name`: the file name the document was
        uploaded under, when `path` is another.
        """
        for event in self.events(path, into=into, name=name, password=password, options=options):
            if isinstance(event, Finished):
                return event.rendering
        raise Refusal("render_failed", "the engine ended without a result")

    def events(
        self,
        path: str | Path,
        *,
        into: Path | None = None,
        name: str | None = None,
        password: str | None = None,
        options: RenderOptions | None = None,
    ) -> Iterator[Event]:
        """The same, telling each step as it happens: page 1 comes before the rest exists.

        Leaving the iteration early cancels the work.
        """
        source = self._checked(Path(path))
        run = RenderRun(
            self._pool,
            self.settings,
            source,
            self._folder(into),
            name or source.name,
            password,
            options or RenderOptions(),
        )
        yield from run.events()

    def inspect(
        self, path: str | Path, *, name: str | None = None, password: str | None = None
    ) -> Facts:
        """Type and findings of a document without converting it. Raises `Refusal`."""
        source = self._checked(Path(path))
        return InspectRun(self._pool, self.settings, source, name or source.name, password).facts()

    def render_pages(
        self, rendering: Rendering, numbers: list[int], width: int = 1200
    ) -> list[Page]:
        """Render further pages of a document that was rendered before. Raises `Refusal`.

        Pages that the document does not have are left out.
        """
        pages = PagesRun(self._pool, self.settings, rendering, numbers, width).pages()
        rendering.pages = [
            replace(next((new for new in pages if new.number == old.number), old))
            for old in rendering.pages
        ]
        return pages

    def health(self) -> dict[str, Message]:
        """Figures of each zygote: queue, working, spares, descriptors, restarts."""
        return self._pool.health()

    def drain(self) -> None:
        """Finish what was begun and take nothing more."""
        self._pool.drain()

    @property
    def pool(self) -> Pool:
        """The processes behind the engine."""
        return self._pool

    def _folder(self, into: Path | None) -> Path:
        if into is not None:
            into.mkdir(parents=True, exist_ok=True)
            return into
        return Path(tempfile.mkdtemp(dir=self._workspace.path if self._workspace else None))

    def _checked(self, path: Path) -> Path:
        try:
            size = path.stat().st_size
        except OSError as error:
            raise Refusal("not_readable", str(error)) from error
        if not path.is_file():
            raise Refusal("not_readable", f"{path.name} is not a file")
        if size == 0:
            raise Refusal("empty", "no bytes")
        if size > self.settings.max_file_mb << 20:
            raise Refusal(
                "too_large", f"{size} bytes; the limit is {self.settings.max_file_mb} MiB"
            )
        return path
