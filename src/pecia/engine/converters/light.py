"""What a child of the light zygote does: inspect any document; render all but the Office ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pecia.engine.converters import epub, html, image, markdown
from pecia.engine.converters.inspector import Inspector
from pecia.engine.converters.paginate import Paginator, Stopwatch
from pecia.engine.converters.pdf_pages import Pdf, PdfRefused
from pecia.engine.converters.plain_text import as_utf8
from pecia.engine.errors import Refusal
from pecia.engine.formats.catalogue import Converter
from pecia.engine.inspection import pdf as pdf_inspection
from pecia.engine.inspection.inspection import Inspection
from pecia.engine.pool.child import Discard, Outbox
from pecia.engine.pool.protocol import Message
from pecia.engine.sandbox import canary


class LightCraft:
    """Inspection, PDFium, HTML to PDF, pictures."""

    def __init__(self, *rehearsal: Path) -> None:
        self._rehearsal = rehearsal
        self._inspector = Inspector()

    def warm(self, samples: list[Path], folder: Path) -> None:
        """In the parent: load all that a child may need, by doing every kind of work once."""
        for module in (html, image):
            module.warm()
        for sample in samples:
            self._try_sample(sample, folder)

    def rehearse(self, folder: Path) -> None:
        """In a child: touch the pages of memory that a document will need."""
        for sample in self._rehearsal:
            self._try_sample(sample, folder)

    def work(self, job: Message, source: Path, outbox: Outbox) -> None:
        """Do one job; what is wrong with the document is sent as `refused`."""
        try:
            _KINDS[job["kind"]](self, job, source, outbox)
        except Refusal as refusal:
            _refuse(outbox, refusal.code, refusal.detail)
        except PdfRefused as refusal:
            _refuse(outbox, refusal.code, refusal.detail)

    def _probe(self, job: Message, _source: Path, outbox: Outbox) -> None:
        outbox.send({"event": "probe", "attempts": canary.attempt_all(job)})

    def _inspect(self, job: Message, source: Path, outbox: Outbox) -> None:
        inspection = self._inspector.look(source.read_bytes(), job)
        self._inspector.send(inspection, source.parent, outbox)
        self._inspector.send_fonts(inspection, outbox)
        outbox.send({"event": "done", "timings": {}})

    def _pages(self, job: Message, source: Path, outbox: Outbox) -> None:
        """More pages of a PDF that was made, or taken, before."""
        pdf = Pdf(source, job.get("password"))
        wanted = [number for number in job["pages"] if number <= len(pdf)]
        Paginator(outbox, source.parent, job["width"]).send_all(pdf, wanted)
        outbox.send({"event": "done", "timings": {}})

    def _render(self, job: Message, source: Path, outbox: Outbox) -> None:
        """Inspect, then render; an Office document is only inspected, and handed back."""
        watch = Stopwatch()
        paginator = Paginator(outbox, source.parent, job["width"])
        data = source.read_bytes()
        if data[:5] == b"%PDF-" and 1 in job["pages"]:
            self._show_at_once(job, source, paginator)
            watch.lap("painted_ms")
        inspection = self._inspector.look(data, job)
        watch.lap("inspect_ms")
        converter = inspection.format.converter
        if converter is Converter.OFFICE:
            self._hand_back(data, inspection, source.parent, outbox)
            outbox.step_back()  # LibreOffice is at work on page 1 now
            self._inspector.send_fonts(inspection, outbox)
            return
        pdf, whole = self._to_pdf(converter, job, source, inspection)
        self._inspector.send(inspection, source.parent, outbox)
        self._send_pages(job, pdf, paginator, watch)
        if converter is not Converter.PDF:
            outbox.send({"event": "pdf", "pages": len(pdf)}, whole)
        else:
            outbox.send({"event": "original_is_pdf", "pages": len(pdf)})
        watch.lap("exported_ms")
        paginator.send_all(pdf, frozenset(job["pages"]), job["max_pages"])
        watch.lap("pages_ms")
        self._inspector.send_fonts(inspection, outbox)
        outbox.send({"event": "done", "timings": watch.laps})

    @staticmethod
    def _show_at_once(job: Message, source: Path, paginator: Paginator) -> None:
        """Page 1 of a PDF needs no conversion, so it is shown before the file is looked through."""
        try:
            if pdf_inspection.swells(source, job.get("password")):
                return
            pdf = Pdf(source, job.get("password"))
        except PdfRefused:
            return  # the inspection knows the better reason
        if len(pdf) and not pdf.has_xfa:
            paginator.send_first(pdf)

    @staticmethod
    def _send_pages(job: Message, pdf: Pdf, paginator: Paginator, watch: Stopwatch) -> None:
        if not len(pdf):
            raise Refusal("no_pages", "the document has no pages")
        if 1 in job["pages"] and not paginator.has_first:
            paginator.send_first(pdf)
            watch.lap("painted_ms")

    def _to_pdf(
        self, converter: Converter, job: Message, source: Path, inspection: Inspection
    ) -> tuple[Pdf, Path]:
        if converter is Converter.PDF:
            pdf = Pdf(source, job.get("password"), frozenset(inspection.heavy_pages))
            return _whole_pages(pdf), source
        target = source.parent / "document.pdf"
        _CONVERT[converter](source, target, job["max_pages"], inspection)
        return Pdf(target), target

    def _hand_back(self, data: bytes, inspection: Inspection, folder: Path, outbox: Outbox) -> None:
        prepared = None
        if inspection.format.is_plain:
            prepared = folder / "prepared"
            prepared.write_bytes(as_utf8(data, inspection))
        self._inspector.send(inspection, folder, outbox)
        outbox.send({"event": "for_office"}, prepared)

    def _try_sample(self, sample: Path, folder: Path) -> None:
        source = folder / sample.name
        source.write_bytes(sample.read_bytes())
        inspection = self._inspector.look(source.read_bytes(), {"name": sample.name})
        self._hand_back(source.read_bytes(), inspection, folder, Discard())
        self._inspector.send_fonts(inspection, Discard())
        if inspection.format.converter is not Converter.OFFICE:
            pages = {"kind": "render", "name": sample.name, "width": 1200, "pages": [1]}
            self._render({**pages, "max_pages": 10}, source, Discard())
        for file in folder.iterdir():
            if file.is_file():
                file.unlink()


_KINDS: dict[str, Callable[[LightCraft, Message, Path, Outbox], None]] = {
    "probe": LightCraft._probe,  # noqa: SLF001
    "inspect": LightCraft._inspect,  # noqa: SLF001
    "pages": LightCraft._pages,  # noqa: SLF001
    "render": LightCraft._render,  # noqa: SLF001
}


def _refuse(outbox: Outbox, code: str, detail: str) -> None:
    outbox.send({"event": "refused", "code": code, "detail": detail[:300]})


def _whole_pages(pdf: Pdf) -> Pdf:
    """Refuse a PDF none of whose first pages has a size that can be shown."""
    if len(pdf) and not any(pdf.is_paintable(number) for number in range(1, min(len(pdf), 20) + 1)):
        raise Refusal("page_size", "no page has a size that can be shown")
    return pdf


def _from_html(source: Path, target: Path, max_pages: int, inspection: Inspection) -> None:
    _html(html.decode_html(source.read_bytes()), target, max_pages, inspection)


def _from_markdown(source: Path, target: Path, max_pages: int, inspection: Inspection) -> None:
    text = source.read_bytes().decode(inspection.encoding or "utf-8", "replace")
    _html(markdown.markdown_to_html(text), target, max_pages, inspection)


def _html(markup: str, target: Path, max_pages: int, inspection: Inspection) -> None:
    result = html.html_to_pdf(
        markup, target, lambda _url: None, base_url="http://document.invalid/", max_pages=max_pages
    )
    for url in result.blocked:
        inspection.findings.add("remote_content", url)
    if result.truncated:
        _truncated(inspection, result.total_pages, max_pages)


def _from_epub(source: Path, target: Path, max_pages: int, inspection: Inspection) -> None:
    result = epub.epub_to_pdf(source, target, max_pages)
    for code, detail in result.findings:
        inspection.findings.add(code, detail)
    for name, value in result.metadata.items():
        setattr(inspection.metadata, name, value)
    if result.truncated:
        inspection.findings.add("truncated", f"the first {max_pages} pages or minute")


def _from_image(source: Path, target: Path, max_pages: int, inspection: Inspection) -> None:
    result = image.image_to_pdf(source, target, max_pages)
    for code, detail in result.findings:
        inspection.findings.add(code, detail)
        inspection.hidden.has_location |= code == "gps"
    if result.truncated:
        _truncated(inspection, result.total_pages, max_pages)


def _truncated(inspection: Inspection, total: int, shown: int) -> None:
    inspection.findings.add("truncated", f"{shown} of {total} pages")


_CONVERT = {
    Converter.HTML: _from_html,
    Converter.MARKDOWN: _from_markdown,
    Converter.EPUB: _from_epub,
    Converter.IMAGE: _from_image,
}
