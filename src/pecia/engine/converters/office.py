"""What a child of the office zygote does: load a document in LibreOffice, page 1 first."""

from __future__ import annotations

import json
from pathlib import Path

from pecia.engine.converters.inspector import Inspector
from pecia.engine.converters.office_kit import (
    LoadError,
    OfficeDocument,
    OfficeKit,
    PasswordNeeded,
)
from pecia.engine.converters.paginate import Paginator, Stopwatch
from pecia.engine.converters.pdf_pages import Pdf, PdfRefused
from pecia.engine.converters.repeatable import make_repeatable
from pecia.engine.errors import Refusal
from pecia.engine.formats.catalogue import Converter
from pecia.engine.formats.office_manner import office_manner
from pecia.engine.pool.child import Discard, Outbox
from pecia.engine.pool.protocol import Message
from pecia.engine.sandbox import canary

# Filters are told which page to write and, for the whole, how: see "PDF export filter options"
# in LibreOffice's help.
_FIRST_PAGE: dict[str, str | bool] = {
    "PageRange": "1-1",
    "UseTaggedPDF": False,
    "ExportBookmarks": False,
}
DEFAULT_LOCALE = "en-GB"  # A4, and dates with the day before the month
_SAFE = "EnableMacrosExecution=false"
_SILENT = f"Batch=true,{_SAFE}"  # asks nothing, not even for a password


class OfficeCraft:
    """Loads and exports with the LibreOffice that the parent has warmed."""

    def __init__(self, kit: OfficeKit, latin: Path, pages: Path, *laid_out: Path) -> None:
        """What to rehearse with: a document to export, a PDF to paint, others to lay out."""
        self._kit = kit
        self._inspector = Inspector()
        self._laid_out = laid_out
        self._latin = latin
        self._pages = pages

    def warm(self, samples: list[Path], folder: Path) -> None:
        """In the parent: open and export each sample, so that filters and fonts are loaded."""
        for locale in ("zh-CN", DEFAULT_LOCALE):
            # The last one stays: setting another costs a document ten milliseconds.
            self._kit.load(samples[0], f"{_SILENT},Language={locale}").close()
        for sample in samples:
            self._try_sample(sample, folder)

    def rehearse(self, folder: Path) -> None:
        """In a child: touch the pages of memory that a document will need.

        LibreOffice numbers the PostScript fonts that it embeds, as Chinese ones are, so a
        rehearsal that exported one would change the bytes of the document that follows.
        """
        for sample in self._laid_out:  # of several families: their code touches pages of its own
            document = self._kit.load(sample, _SILENT)
            document.lay_out()
            document.close()
        self._try_sample(self._latin, folder)
        Paginator(Discard(), folder, 1200).send_all(Pdf(self._pages), (1,))

    def work(self, job: Message, source: Path, outbox: Outbox) -> None:
        """Convert one document and send page 1, the PDF, the other pages and the text."""
        if job["kind"] == "probe":
            outbox.send({"event": "probe", "attempts": canary.attempt_all(job)})
            return
        watch = Stopwatch()
        try:
            if "name" in job:
                self._inspect_and_render(job, source, outbox, watch)
            else:
                self._render(job, source, outbox, watch)
                outbox.send({"event": "done", "timings": watch.laps})
        except Refusal as refusal:
            detail = refusal.detail[:300]
            outbox.send({"event": "refused", "code": refusal.code, "detail": detail})
        except PasswordNeeded as error:
            code = "password_protected" if job.get("password") is None else "wrong_password"
            outbox.send({"event": "refused", "code": code, "detail": str(error)[:300]})
        except LoadError as error:
            outbox.send({"event": "refused", "code": "damaged", "detail": str(error)[:300]})
        except PdfRefused as error:
            outbox.send({"event": "refused", "code": "render_failed", "detail": error.detail})

    def _inspect_and_render(
        self, job: Message, source: Path, outbox: Outbox, watch: Stopwatch
    ) -> None:
        """The whole way in one child; what is not LibreOffice's, as it is, is handed back."""
        inspection = self._inspector.look(source.read_bytes(), job)
        format_ = inspection.format
        if format_.converter is not Converter.OFFICE or format_.is_plain:
            outbox.send({"event": "for_light"})
            return
        self._inspector.send(inspection, source.parent, outbox)
        watch.lap("inspect_ms")
        manner = office_manner(format_, inspection.east_asian, job.get("locale"))
        named = source.rename(source.with_name(manner["file_name"]))
        self._render({**job, **manner}, named, outbox, watch)
        self._inspector.send_fonts(inspection, outbox)
        outbox.send({"event": "done", "timings": watch.laps})

    def _render(self, job: Message, source: Path, outbox: Outbox, watch: Stopwatch) -> None:
        manner = _SILENT if job.get("password") is None else _SAFE
        options = ",".join(part for part in (manner, _locale(job), job.get("filter", "")) if part)
        document = self._kit.load(source, options, job.get("password"))
        watch.lap("load_ms")
        paginator = Paginator(outbox, source.parent, job["width"], table=job["family"] == "sheets")
        single = document.is_single_page()
        if 1 in job["pages"] and not single:
            paginator.send_first(_export(document, source.parent / "first.pdf", _FIRST_PAGE))
            watch.lap("painted_ms")
        whole = source.parent / "document.pdf"
        pdf = _export(document, whole, {"PageRange": f"1-{job['max_pages']}"})
        watch.lap("exported_ms")
        if 1 in job["pages"] and single:
            paginator.send_first(pdf)
        outbox.send({"event": "pdf", "pages": len(pdf)}, whole)
        paginator.send_all(pdf, frozenset(job["pages"]))
        watch.lap("pages_ms")

    def _try_sample(self, sample: Path, folder: Path) -> None:
        """The whole way of a document, so that nothing is loaded for the first time in a child."""
        inspection = self._inspector.look(sample.read_bytes(), {"name": sample.name})
        self._inspector.send(inspection, folder, Discard())
        # LibreOffice writes nothing beside the sample, so it may be opened where it lies.
        document = self._kit.load(sample, _SILENT)
        target = folder / "sample.pdf"
        paginator = Paginator(Discard(), folder, 1200)
        pdf = _export(document, target, _FIRST_PAGE)
        paginator.send_first(pdf)
        paginator.send_all(pdf, (1,))
        document.close()
        target.unlink()
        self._inspector.send_fonts(inspection, Discard())


def _locale(job: Message) -> str:
    return f"Language={job['locale']}" if job.get("locale") else ""


def _export(document: OfficeDocument, target: Path, options: dict[str, str | bool]) -> Pdf:
    kinds = {str: "string", bool: "boolean"}
    typed = {
        name: {"type": kinds[type(value)], "value": str(value).lower()}
        for name, value in options.items()
    }
    if not document.export_pdf(target, json.dumps(typed)):
        raise PdfRefused("render_failed", "LibreOffice could not export the document as PDF")
    make_repeatable(target)
    return Pdf(target)
