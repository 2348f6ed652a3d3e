"""What a child does where LibreOffice can't be held warm: start one `soffice` for its document.

In the same sandbox, with the same results, slower: nothing is shared between documents, and
page 1 comes with the rest. Such a child may start programs, which a warm one may not.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from pecia.engine.converters import office_profile
from pecia.engine.converters.paginate import Paginator, Stopwatch
from pecia.engine.converters.pdf_pages import Pdf, PdfRefused
from pecia.engine.converters.repeatable import make_repeatable
from pecia.engine.pool.child import Discard, Outbox
from pecia.engine.pool.protocol import Message
from pecia.engine.sandbox import canary

_FILTERS = {
    "text": "writer_pdf_Export",
    "slides": "impress_pdf_Export",
    "sheets": "calc_pdf_Export",
}

_START_AGAIN = 81  # the exit code by which LibreOffice asks for it when its profile is new
_STARTS = 3


class OfficeProcessCraft:
    """Converts with a process of LibreOffice's own."""

    def __init__(self, program: Path, sample: Path) -> None:
        self._program = program
        self._sample = sample

    def warm(self, folder: Path) -> None:
        """In the parent: load what pages need, with a PDF that is there already."""
        pdf = Pdf(self._sample)
        paginator = Paginator(Discard(), folder, 1200)
        paginator.send_first(pdf)
        paginator.send_all(pdf, (1,))

    def rehearse(self, folder: Path) -> None:
        """Nothing of a rehearsal would survive the start of another program."""

    def work(self, job: Message, source: Path, outbox: Outbox) -> None:
        """Convert one document and send its PDF, pages and text."""
        if job["kind"] == "probe":
            outbox.send({"event": "probe", "attempts": canary.attempt_all(job)})
            return
        if job.get("password") is not None:
            detail = "this LibreOffice can't be given a password"
            outbox.send({"event": "refused", "code": "password_protected", "detail": detail})
            return
        watch = Stopwatch()
        try:
            whole = self._convert(job, source)
            pdf = Pdf(whole)
        except PdfRefused as error:
            outbox.send({"event": "refused", "code": error.code, "detail": error.detail})
            return
        watch.lap("load_ms")
        paginator = Paginator(outbox, source.parent, job["width"], table=job["family"] == "sheets")
        if 1 in job["pages"]:
            paginator.send_first(pdf)
        outbox.send({"event": "pdf", "pages": len(pdf)}, whole)
        paginator.send_all(pdf, frozenset(job["pages"]))
        watch.lap("pages_ms")
        outbox.send({"event": "done", "timings": watch.laps})

    def _convert(self, job: Message, source: Path) -> Path:
        folder = source.parent
        profile = folder / "profile"
        office_profile.write(profile)
        pages = {"PageRange": {"type": "string", "value": f"1-{job['max_pages']}"}}
        export = f"{_FILTERS[job['family']]}:{json.dumps(pages)}"
        command = [
            str(self._program / "soffice.bin"),
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation=file://{profile}",
            *([f"--infilter=Text - txt - csv (StarCalc):{job['filter']}"] if job["filter"] else []),
            "--convert-to",
            f"pdf:{export}",
            "--outdir",
            str(folder),
            str(source),
        ]
        environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
        for _ in range(_STARTS):
            ended = subprocess.run(command, env=environment, check=False)  # noqa: S603 - our words
            if ended.returncode != _START_AGAIN:
                break
        whole = source.with_suffix(".pdf")
        if not whole.exists():
            raise PdfRefused("damaged", "LibreOffice could not open the document")
        make_repeatable(whole)
        return whole
