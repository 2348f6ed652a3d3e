"""Pecia's pages held against those of the programs that everybody uses, over a folder of files.

    python -m tests.corpus.fidelity CORPUS [--limit N] [--kind office|pdf]

prints a line for each file that differs, and the shares at the end.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from pecia.engine.public import (
    FORMATS,
    Converter,
    Engine,
    EngineSettings,
    Places,
    Refusal,
    RenderOptions,
)
from tests.corpus import cold

_VISIBLE = 24  # of 255: less is rounding
_PDFIUM = threading.Lock()  # PDFium is not safe in threads
_TAKEN = {extension for row in FORMATS for extension in row.extensions}
_BY_OFFICE = {
    extension
    for row in FORMATS
    if row.converter is Converter.OFFICE
    for extension in row.extensions
}


@dataclass(slots=True)
class Comparison:
    """One file: pages, and the share of pixels of page 1 that differ, with what each side said."""

    file: str
    reference_pages: int = 0  # 0: the reference made nothing
    pages: int = 0
    refused: str = ""  # a code
    different: float = 1.0

    @property
    def same_pages(self) -> bool:
        """Whether both count the same pages."""
        return self.pages == self.reference_pages

    @property
    def same_image(self) -> bool:
        """Whether page 1 is equal but for 0.5 % of its pixels."""
        return self.different <= 0.005


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares over all files that the reference converts."""

    files: int
    converted: float
    same_pages: float
    same_image: float
    without_code: int  # files that ended in neither pages nor a code


def compare_all(corpus: Path, kind: str, limit: int | None = None) -> list[Comparison]:
    """Compare every file of the corpus's folder `kind` that this project takes."""
    files = [path for path in sorted((corpus / kind).rglob("*")) if _is_ours(path)][:limit]
    places = Places(workers=2, queue=64, spares=0)
    local = threading.local()
    with Engine(EngineSettings(places=places)) as engine, tempfile.TemporaryDirectory() as scratch:
        engine.wait_until_warm()

        def one(file: Path) -> Comparison:
            if not hasattr(local, "profile"):
                local.profile = Path(tempfile.mkdtemp(dir=scratch))
            return _compare(engine, file, Path(tempfile.mkdtemp(dir=scratch)), local.profile)

        with ThreadPoolExecutor(2) as threads:
            return list(threads.map(one, files))


def shares(comparisons: Iterable[Comparison]) -> Shares:
    """The figures over the files that the reference converts."""
    known = [one for one in comparisons if one.reference_pages]
    rendered = [one for one in known if one.pages]
    return Shares(
        files=len(known),
        converted=len(rendered) / max(1, len(known)),
        same_pages=sum(one.same_pages for one in rendered) / max(1, len(rendered)),
        same_image=sum(one.same_image for one in rendered) / max(1, len(rendered)),
        without_code=sum(1 for one in known if not one.pages and not one.refused),
    )


def _is_ours(path: Path) -> bool:
    return path.is_file() and path.suffix.lower().lstrip(".") in _TAKEN


def _compare(engine: Engine, file: Path, scratch: Path, profile: Path) -> Comparison:
    result = Comparison(file.name)
    if file.suffix.lower().lstrip(".") in _BY_OFFICE:
        reference = cold.convert(file, scratch, profile)
    else:
        reference = file if file.suffix.lower() == ".pdf" else None
    result.reference_pages = _count(reference)
    try:
        options = RenderOptions(pages=(1,))
        rendering = engine.render(file, into=scratch / "ours", options=options)
    except Refusal as refusal:
        result.refused = str(refusal)
        return result
    result.pages = len(rendering.pages)
    if reference is not None and result.reference_pages:
        result.different = _difference(_first_page(reference), _first_page(rendering.pdf))
    return result


def _count(pdf: Path | None) -> int:
    if pdf is None:
        return 0
    try:
        with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def _first_page(pdf: Path) -> Image.Image:
    with _PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        image: Image.Image = page.render(scale=1200 / page.get_width()).to_pil().convert("L")
        page.close()
    return image


def _difference(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that visibly differ; 1 when the sizes do."""
    if max(abs(one.width - other.width), abs(one.height - other.height)) > 2:
        return 1.0
    other = other.resize(one.size) if other.size != one.size else other
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[_VISIBLE:]) / (one.width * one.height)


def _lines(comparisons: Iterable[Comparison]) -> Iterator[str]:
    for one in comparisons:
        if one.refused:
            yield f"refused     {one.file}: {one.refused} (reference: {one.reference_pages} pages)"
        elif one.reference_pages and not one.same_pages:
            yield f"pages       {one.file}: {one.pages}, reference {one.reference_pages}"
        elif one.reference_pages and not one.same_image:
            yield f"image       {one.file}: {one.different:.2%} of page 1"


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--kind", default="office")
    parser.add_argument("--limit", type=int)
    asked = parser.parse_args()
    comparisons = compare_all(asked.corpus, asked.kind, asked.limit)
    print("\n".join(_lines(comparisons)))
    print(json.dumps({name: getattr(shares(comparisons), name) for name in Shares.__slots__}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
