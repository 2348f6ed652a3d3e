"""What all ways have in common, and the part that Pecia's peers leave to their users: page 1."""

from __future__ import annotations

import shutil
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pypdfium2

from bench import measure
from pecia.engine import fonts, images

CONVERSION_SECONDS = 60
SESSION_SECONDS = 7200  # of a listener; longer than any run
WIDTH = 1200

# What a peer is told of its surroundings: the same fonts and the same drawing back end as ours.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "FONTCONFIG_FILE": str(fonts.CONFIGURATION),
    "SAL_USE_VCLPLUGIN": "svp",
}


class Failed(Exception):
    """The file could not be converted this way."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One document, one way. Milliseconds since it was handed over."""

    first_ms: float  # until the JPEG of page 1 lies there
    pdf_ms: float  # until the PDF lies there
    steps: dict[str, float] = field(default_factory=dict)


class Method(ABC):
    """A way from a document to its PDF and first page. Enter it before use."""

    name: str

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def convert(self, source: Path, folder: Path) -> Sample:
        """Make both of `source`, in `folder`. Raises `Failed`."""

    def settle(self) -> None:  # noqa: B027 - most have nothing to do
        """Wait until it is ready for the next document and idle; this is not measured."""

    def close(self) -> None:  # noqa: B027 - most have nothing to do
        """End what runs."""

    def helpers_cpu_ms(self) -> float:
        """Processor time of other processes than this, since it was entered."""
        return 0.0

    def peak_mb(self) -> float:
        """The largest resident size of any of its processes so far; 0 when that says nothing."""
        return 0.0


class Converter(Method):
    """A way that makes the whole PDF first, from which we then paint page 1."""

    @abstractmethod
    def to_pdf(self, source: Path, folder: Path) -> Path:
        """Convert. Raises `Failed`."""

    def convert(self, source: Path, folder: Path) -> Sample:
        """The PDF, then page 1 out of it."""
        start = time.perf_counter()
        pdf = self.to_pdf(source, folder)
        converted = time.perf_counter()
        paint_first_page(pdf, folder / "first-page.jpg")
        painted = time.perf_counter()
        return Sample((painted - start) * 1000, (converted - start) * 1000)


class Pdfium(Converter):
    """PDFium itself, on a file that is a PDF already: what Pecia's wrapping costs."""

    name = "pdfium"

    def to_pdf(self, source: Path, folder: Path) -> Path:
        """Nothing to do."""
        return source


def paint_first_page(pdf: Path, target: Path) -> None:
    """Page 1 with PDFium, as a JPEG like ours. Raises `Failed`."""
    try:
        document = pypdfium2.PdfDocument(pdf)
        page = document[0]
        image = page.render(scale=WIDTH / page.get_width()).to_pil()
    except (pypdfium2.PdfiumError, OSError) as error:
        raise Failed(f"PDFium: {error}") from error
    images.write_jpeg(image, target)
    document.close()


def family_cpu_ms(pid: int | None) -> float:
    """As `measure.cpu_ms`; 0 for a process that is not there."""
    return 0.0 if pid is None else measure.cpu_ms(pid)


def with_timeout(seconds: int, *command: str | Path) -> list[str]:
    """A command line that ends by itself whatever happens to us."""
    timeout = shutil.which("timeout") or "/usr/bin/timeout"
    return [timeout, "-k", "5", str(seconds), *map(str, command)]
