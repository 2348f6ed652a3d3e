"""Rendering further pages of a document that was rendered before."""

from __future__ import annotations

from pecia.engine import validation
from pecia.engine.jobs.page_files import write_page_files
from pecia.engine.jobs.pieces import checked_pieces, try_again
from pecia.engine.options import EngineSettings
from pecia.engine.pool.pool import LIGHT, Pool
from pecia.engine.pool.protocol import Message
from pecia.engine.rendering import Page, Rendering
from pecia.engine.validation import Untrustworthy


class PagesRun:
    """Renders further pages of a document."""

    def __init__(
        self,
        pool: Pool,
        settings: EngineSettings,
        rendering: Rendering,
        numbers: list[int],
        width: int,
    ) -> None:
        self._pool = pool
        self._attempts = settings.attempts
        self._rendering = rendering
        self._wanted = {number for number in numbers if number > 0}
        self._work: Message = {"kind": "pages", "pages": sorted(self._wanted), "width": width}

    def pages(self) -> list[Page]:
        """The pages, with image and thumbnail. Raises `Refusal`."""
        return try_again(self._attempt, self._attempts)

    def _attempt(self) -> list[Page]:
        known = {page.number: page for page in self._rendering.pages}
        pages = []
        for piece in checked_pieces(self._pool.submit(LIGHT, self._work, self._rendering.pdf)):
            if piece.message.get("event") != "page":
                continue
            number = validation.whole(piece.message.get("number"), 1, 1_000_000)
            if number not in self._wanted:
                raise Untrustworthy("a page that nobody asked for")
            size = validation.page_size(piece.message.get("points"))
            page = Page(number, *size, lines=known[number].lines if number in known else ())
            image = validation.pixels(piece.message, piece.fd)
            write_page_files(self._rendering.folder, page, image)
            pages.append(page)
        return pages
