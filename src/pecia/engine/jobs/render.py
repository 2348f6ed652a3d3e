"""Rendering one document: from the light zygote, perhaps to LibreOffice's, to files and facts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from pecia.engine import images, language, validation
from pecia.engine.events import Event, Finished, FirstPage, Inspected, PageReady, PdfReady
from pecia.engine.findings import Finding, Findings
from pecia.engine.formats import catalogue
from pecia.engine.formats.office_manner import begins_like_office, office_manner
from pecia.engine.jobs.page_files import write_page_files
from pecia.engine.jobs.page_findings import look_at_pages
from pecia.engine.jobs.pieces import Died, checked_pieces, given_up, untrusted
from pecia.engine.options import EngineSettings, RenderOptions
from pecia.engine.pool.client import Piece
from pecia.engine.pool.pool import LIGHT, OFFICE, Pool
from pecia.engine.pool.protocol import Message
from pecia.engine.rendering import Facts, Page, Rendering
from pecia.engine.validation import Untrustworthy
from pecia.engine.whole_files import written_whole


@dataclass(slots=True)
class _Results:
    """What has come of one document so far."""

    facts: Facts | None = None
    prepared: int | None = None  # a descriptor: the document made ready for LibreOffice
    for_office: bool = False
    for_light: bool = False  # it only began like a document for LibreOffice
    pdf_pages: int = 0
    pages: dict[int, Page] = field(default_factory=dict)
    text_facts: list[Message] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    first_image: Path | None = None
    waiting: list[tuple[Page, Image.Image]] = field(default_factory=list)


class RenderRun:
    """Renders one document; make a new one for each."""

    def __init__(
        self,
        pool: Pool,
        settings: EngineSettings,
        source: Path,
        folder: Path,
        name: str,
        password: str | None,
        options: RenderOptions,
    ) -> None:
        self._pool = pool
        self._settings = settings
        self._source = source
        self._folder = folder
        self._name = name
        self._password = password
        self._options = options
        self._start = time.monotonic()
        self._told_first = False
        self._results = _Results()

    def events(self) -> Iterator[Event]:
        """Everything in order; ends with `Finished` or raises `Refusal`."""
        for attempt in range(1, self._settings.attempts + 1):
            self._results = _Results(first_image=self._results.first_image)
            try:
                yield from self._attempt()
                return
            except Untrustworthy as error:
                raise untrusted(error) from error
            except Died as death:
                if attempt == self._settings.attempts:
                    raise given_up(death, attempt) from death
            finally:
                if self._results.prepared is not None:
                    os.close(self._results.prepared)
                    self._results.prepared = None

    def _attempt(self) -> Iterator[Event]:
        self._results.for_light = not self._begins_like_office()
        if not self._results.for_light:
            yield from self._whole_in_office()
        if self._results.for_light:
            yield from self._from_light()
        yield Finished(self._rendering())

    def _begins_like_office(self) -> bool:
        """Whether one child may do it all: another costs its birth, its end and a hand-over."""
        if not (self._settings.office and self._pool.inspects_in_office):
            return False
        with self._source.open("rb") as file:
            return begins_like_office(file.read(1024))

    def _whole_in_office(self) -> Iterator[Event]:
        work = self._work("document") | {"name": self._name[-200:]}
        work |= {"locale": self._options.locale}
        for piece in checked_pieces(self._pool.submit(OFFICE, work, self._source)):
            yield from self._take(piece)

    def _from_light(self) -> Iterator[Event]:
        work = self._work("document") | {"name": self._name[-200:]}
        light = self._pool.submit(LIGHT, work, self._source)
        with closing(checked_pieces(light)) as pieces:
            for piece in pieces:
                yield from self._take(piece)
                if self._results.for_office:
                    break
            if self._results.for_office:
                yield from self._in_office()
                for piece in pieces:  # what the inspection still had to say: fonts
                    yield from self._take(piece)

    def _in_office(self) -> Iterator[Event]:
        facts = self._facts()
        format_ = catalogue.BY_NAME[facts.type]
        manner = office_manner(format_, facts.east_asian, self._options.locale)
        work = self._work("document") | manner
        prepared = self._results.prepared
        source = self._source if prepared is None else prepared
        for piece in checked_pieces(self._pool.submit(OFFICE, work, source)):
            yield from self._take(piece)

    def _work(self, file_name: str) -> Message:
        return {
            "kind": "render",
            "file_name": file_name,
            "width": self._options.width,
            "pages": self._options.wanted_pages(),
            "max_pages": self._options.max_pages,
            "password": self._password,
        }

    def _facts(self) -> Facts:
        if self._results.facts is None:
            raise Died("no inspection came")
        return self._results.facts

    # -- pieces ------------------------------------------------------------------------------

    def _take(self, piece: Piece) -> Iterator[Event]:
        message, results = piece.message, self._results
        match message.get("event"):
            case "page":
                yield from self._take_page(piece)
            case "page_failed":
                number, page = self._page(message)
                page.failed = validation.clean(message.get("detail", ""), 200)
                results.pages[number] = page
            case "inspected" if results.facts is not None:
                raise Untrustworthy("a second inspection")
            case "inspected":
                results.facts = validation.facts(validation.document(piece.fd))
                yield Inspected(results.facts)
            case "for_office":
                results.for_office = True
                results.prepared = None if piece.fd is None else os.dup(piece.fd)
            case "for_light":
                results.for_light = True
            case "pdf" | "original_is_pdf":
                yield self._take_pdf(piece)
                for page, image in results.waiting:
                    yield self._encoded(page, image)
                results.waiting.clear()
            case "text":
                self._take_text(validation.document(piece.fd))
            case "fonts":
                missing = validation.font_table(message.get("missing"))
                results.facts = replace(self._facts(), fonts_missing=missing)
            case "done":
                results.timings = validation.timings(message.get("timings")) | results.timings
            case _:
                raise Untrustworthy("an unknown event")

    def _page(self, message: Message) -> tuple[int, Page]:
        number = validation.whole(message.get("number"), 1, self._options.max_pages)
        return number, Page(number, *validation.page_size(message.get("points")))

    def _take_page(self, piece: Piece) -> Iterator[Event]:
        number, page = self._page(piece.message)
        if number in self._results.pages or number not in self._options.wanted_pages():
            raise Untrustworthy("a page that nobody asked for")
        if self._results.facts is None and not self._results.for_light:
            raise Untrustworthy("a page before the inspection")
        image = validation.pixels(piece.message, piece.fd)
        self._results.pages[number] = page
        if number == 1 and not self._told_first:
            yield self._first_page(image)
        if self._results.pdf_pages:
            yield self._encoded(page, image)
        else:
            self._results.waiting.append((page, image))  # the PDF goes first: others wait for it

    def _encoded(self, page: Page, image: Image.Image) -> PageReady:
        write_page_files(self._folder, page, image)
        return PageReady(page)

    def _first_page(self, image: Image.Image) -> FirstPage:
        self._told_first = True
        target = self._folder / "first-page.jpg"
        with written_whole(target) as partial:
            images.write_jpeg(image, partial)
        self._results.first_image = target
        elapsed = self._elapsed()
        self._results.timings["first_page_ms"] = elapsed
        return FirstPage(target, image.width, image.height, elapsed)

    def _take_pdf(self, piece: Piece) -> PdfReady:
        target = self._folder / "document.pdf"
        if piece.message["event"] == "pdf":
            validation.save_pdf(piece.fd, target)
        else:
            target = self._source
        self._results.pdf_pages = validation.whole(piece.message.get("pages"), 1, 1_000_000)
        elapsed = self._elapsed()
        self._results.timings["pdf_ms"] = elapsed
        return PdfReady(target, self._results.pdf_pages, elapsed)

    def _take_text(self, raw: object) -> None:
        pages = raw.get("pages") if isinstance(raw, dict) else None
        if not isinstance(pages, list) or len(pages) > 1_000_000:
            raise Untrustworthy("not a list of pages")
        for number, record in enumerate(pages[: self._options.max_pages], 1):
            (width, height), lines = validation.text_page(record)
            page = self._results.pages.setdefault(number, Page(number, width, height))
            page.lines = lines
            self._results.text_facts.append({**record, "lines": None})

    def _elapsed(self) -> float:
        return round((time.monotonic() - self._start) * 1000, 1)

    # -- the end -----------------------------------------------------------------------------

    def _rendering(self) -> Rendering:
        facts, results = self._facts(), self._results
        pages = [results.pages[number] for number in sorted(results.pages)]
        if not pages or not results.pdf_pages:
            raise Died("no pages came")
        pdf = self._folder / "document.pdf"
        text = "\n".join(page.text for page in pages)
        results.timings["total_ms"] = self._elapsed()
        own_step = {"first_page_ms", "pdf_ms", "total_ms"}
        steps = {k: v for k, v in results.timings.items() if k not in own_step}
        return Rendering(
            folder=self._folder,
            facts=facts,
            pdf=pdf if pdf.exists() else self._source,
            pages=pages,
            first_image=results.first_image,
            language=language.identify(text),
            findings=self._findings(facts, pages),
            timings={k: results.timings.get(k, 0.0) for k in sorted(own_step)} | steps,
        )

    def _findings(self, facts: Facts, pages: list[Page]) -> tuple[Finding, ...]:
        findings = Findings()
        for found in facts.findings:
            findings.add(found.code, found.detail)
        total = self._results.pdf_pages
        if total >= self._options.max_pages:
            findings.add("truncated", f"the first {self._options.max_pages} pages")
        if facts.fonts_missing:
            findings.add("missing_fonts", ", ".join(list(facts.fonts_missing)[:20]))
        for page in pages:
            if page.failed:
                findings.add("page_failed", f"page {page.number}: {page.failed}")
        look_at_pages(self._results.text_facts, findings)
        return tuple(findings.as_list())
