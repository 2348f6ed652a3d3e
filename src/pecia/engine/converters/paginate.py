"""From a PDF to what the client wants of it: page pixels and text. Shared by all converters."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pecia.engine.converters.concealed_text import concealed_lines, is_flat
from pecia.engine.converters.page_text import Line
from pecia.engine.converters.pdf_pages import PageFailed, Pdf, PdfPage, Raster
from pecia.engine.pool.child import Outbox

PAGE_SECONDS = 10.0
_MAX_TEXT = 8_000_000  # characters of a document


class Stopwatch:
    """Milliseconds since the job began, by the name of what had been done."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Note the time now under `name`."""
        self.laps[name] = round((time.monotonic() - self._start) * 1000, 1)


class Paginator:
    """Sends the pages of one document: the first as soon as it can, then the others."""

    def __init__(self, outbox: Outbox, folder: Path, width: int, *, table: bool = False) -> None:
        """`table`: the pages are those of a spreadsheet."""
        self._outbox = outbox
        self._folder = folder
        self._width = width
        self._table = table
        self._first: Raster | None = None
        self._first_failure: PageFailed | None = None

    @property
    def has_first(self) -> bool:
        """Whether page 1 has been tried."""
        return self._first is not None or self._first_failure is not None

    def send_first(self, pdf: Pdf) -> None:
        """Paint and send page 1, which may come from a PDF of that page alone."""
        try:
            page = pdf.open_page(1)
            self._first = self._paint_and_send(page, 1)
            self._outbox.step_back()
            page.close()
        except PageFailed as failure:
            self._first_failure = failure  # told in its turn

    def send_all(self, pdf: Pdf, wanted: Collection[int], max_pages: int = 1_000_000) -> None:
        """Send the pixels of the pages `wanted`, and the text of `max_pages` in one file."""
        pages: list[dict[str, Any]] = []
        left = _MAX_TEXT
        for number in range(1, min(len(pdf), max_pages) + 1):
            try:
                page = pdf.open_page(number)
            except PageFailed as failure:
                self._send_failure(pdf, number, failure)
                pages.append(_no_text(pdf.size(number)))
                continue
            raster = self._raster(page, number) if number in wanted else None
            lines = self._lines(page) if left > 0 else []
            left -= sum(len(line.text) for line in lines)
            pages.append(_page_facts(page, lines, raster, self._table))
            page.close()
        self._send_text(pages)

    def _lines(self, page: PdfPage) -> list[Line]:
        return page.cells() if self._table else page.lines()

    def _raster(self, page: PdfPage, number: int) -> Raster | None:
        if number == 1 and self._first is not None:
            return self._first
        try:
            if number == 1 and self._first_failure is not None:
                raise self._first_failure
            return self._paint_and_send(page, number)
        except PageFailed as failure:
            points = [round(page.width, 2), round(page.height, 2)]
            event = {"event": "page_failed", "number": number, "points": points}
            self._outbox.send({**event, "detail": str(failure)})
            return None

    def _paint_and_send(self, page: PdfPage, number: int) -> Raster:
        raster = page.paint(self._width, PAGE_SECONDS)
        event = {
            "event": "page",
            "number": number,
            "points": [round(page.width, 2), round(page.height, 2)],
            "pixels": [raster.width, raster.height],
            "mode": raster.mode,
        }
        self._outbox.send_bytes(event, raster.pixels)
        return raster

    def _send_failure(self, pdf: Pdf, number: int, failure: PageFailed) -> None:
        points = [round(side, 2) for side in pdf.size(number)]
        event = {"event": "page_failed", "number": number, "points": points}
        self._outbox.send({**event, "detail": str(failure)})

    def _send_text(self, pages: list[dict[str, Any]]) -> None:
        file = self._folder / "text.json"
        file.write_text(json.dumps({"pages": pages}, ensure_ascii=False), encoding="utf-8")
        self._outbox.send({"event": "text"}, file)


def _no_text(size: tuple[float, float]) -> dict[str, Any]:
    return {"points": [round(side, 2) for side in size], "lines": []}


def _page_facts(
    page: PdfPage, lines: list[Line], raster: Raster | None, table: bool
) -> dict[str, Any]:
    """What is told of a page besides its pixels."""
    facts: dict[str, Any] = {
        "points": [round(page.width, 2), round(page.height, 2)],
        "lines": [[ln.left, ln.top, ln.right, ln.bottom, ln.text] for ln in lines],
        "picture": not lines and page.has_images(),
    }
    grey = None
    if raster is not None:
        grey = raster.grey()
        facts["blank"] = is_flat(grey)
    facts["hidden"] = concealed_lines(page, lines, grey, table=table)
    return facts
