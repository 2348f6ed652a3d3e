"""`pecia render`: documents into PDF, page images, text and a report each."""

from __future__ import annotations

import argparse
import json
import queue
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pecia.engine.public import (
    Engine,
    EngineSettings,
    Places,
    PoolStartError,
    Refusal,
    Rendering,
    RenderOptions,
    readable_name,
    refusal_report,
    rendering_report,
)
from pecia.ops import gallery
from pecia.ops.arguments import files_in, page_numbers, positive
from pecia.ops.progress import Progress
from pecia.ops.texts import gettext as _
from pecia.ops.texts import ngettext

_FEW = 3  # files for which it does not pay to warm every format
_UNSAFE = re.compile(r"[^\w.\- ]+")


def run(words: Sequence[str]) -> int:
    """Render the files; 0 when all became pages, 1 when some did not, 2 for wrong usage."""
    asked = _parser().parse_args(words)
    files = list(files_in(asked.files))
    if not files:
        print(_("pecia: no files there; name files, folders or patterns"), file=sys.stderr)
        return 2
    try:
        with Engine(_settings(asked, len(files))) as engine, Progress(len(files)) as progress:
            reports = list(_render_all(engine, asked, files, progress))
    except PoolStartError as error:
        print(
            f"pecia: {error}\n" + _("Run `pecia doctor` to see what is missing."), file=sys.stderr
        )
        return 1
    gallery.write_index(asked.out, [report for _folder, report in reports])
    if asked.json:
        print(json.dumps([report for _folder, report in reports], ensure_ascii=False, indent=2))
    failed = sum(1 for _folder, report in reports if report["outcome"] != "rendered")
    counts = {"rendered": len(files) - failed, "refused": failed}
    told = _("%(rendered)d rendered, %(refused)d refused. Look: %(index)s")
    print(told % {**counts, "index": asked.out / "index.html"}, file=sys.stderr)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pecia render",
        description=_(
            "Turn documents into PDF, page images and text. Each file gets a folder with "
            "document.pdf, page-NNNN.webp, text.txt and report.json; index.html shows them all."
        ),
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="files, folders or patterns")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="folder")
    parser.add_argument("--pages", type=page_numbers, help="which pages as images: 1-3 or 1,4,7")
    parser.add_argument("--width", type=positive, default=1200, help="of the images, in pixels")
    parser.add_argument("--workers", type=positive, help="documents at a time")
    parser.add_argument("--password", help="for documents that need one")
    parser.add_argument("--json", action="store_true", help="print the reports")
    return parser


def _settings(asked: argparse.Namespace, count: int) -> EngineSettings:
    default = EngineSettings()
    workers = asked.workers or default.places.workers
    places = Places(workers=workers, queue=max(64, workers * 4), spares=workers)
    return EngineSettings(places=places, warm=count > _FEW)


def _render_all(
    engine: Engine, asked: argparse.Namespace, files: Sequence[Path], progress: Progress
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Reports in the order of the files, whichever is ready first."""
    options = RenderOptions(
        pages=asked.pages or tuple(range(1, 201)), width=min(asked.width, 4_000)
    )
    folders = list(_folders(asked.out, files))
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def one(pair: tuple[Path, Path]) -> dict[str, Any]:
        line = _("%(file)s: failed") % {"file": readable_name(pair[0].name)}
        try:
            report = _render_one(engine, pair[0], pair[1], asked.password, options)
            line = _line(pair[0], report)
        finally:  # whatever happens, the one who counts the lines must not wait for ever
            lines.put(line)
        return report

    workers = engine.settings.places.workers + 1  # one more, to keep the queue from running dry
    with ThreadPoolExecutor(workers) as threads:
        futures = [threads.submit(one, pair) for pair in zip(files, folders, strict=True)]
        for _file in files:
            progress.tell(lines.get())
        for (_file, folder), future in zip(zip(files, folders, strict=True), futures, strict=True):
            yield folder, future.result()


def _render_one(
    engine: Engine, file: Path, folder: Path, password: str | None, options: RenderOptions
) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        rendering = engine.render(file, into=folder, password=password, options=options)
        report = rendering_report(file, rendering)
        _write_text(folder, rendering)
    except Refusal as refusal:
        report = refusal_report(file, refusal)
    report["folder"] = folder.name
    (folder / "report.json").write_text(
        json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return report


def _write_text(folder: Path, rendering: Rendering) -> None:
    """The text by page, with a form feed between; and the lines with their places."""
    (folder / "text.txt").write_text("\f".join(rendering.text), encoding="utf-8")
    pages = [
        {
            "number": page.number,
            "size": [page.width, page.height],
            "lines": [[ln.left, ln.top, ln.right, ln.bottom, ln.text] for ln in page.lines],
        }
        for page in rendering.pages
    ]
    (folder / "lines.json").write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")


def _folders(out: Path, files: Iterable[Path]) -> Iterator[Path]:
    """A folder for each file, named after it, never shared."""
    taken: dict[str, int] = {}
    for file in files:
        name = _UNSAFE.sub("_", readable_name(file.name)).strip(" .")[:80] or "document"
        taken[name] = taken.get(name, 0) + 1
        yield out / (name if taken[name] == 1 else f"{name}-{taken[name]}")


def _line(file: Path, report: dict[str, Any]) -> str:
    if report["outcome"] != "rendered":
        refused = _("%(file)s: refused (%(code)s). %(advice)s")
        return refused % {**report, "file": readable_name(file.name), "advice": _(report["advice"])}
    rendered = ngettext(
        "%(file)s: %(count)d page, first after %(first).0f ms, all after %(total).0f ms",
        "%(file)s: %(count)d pages, first after %(first).0f ms, all after %(total).0f ms",
        report["pages"],
    )
    times = {"first": report["timings"]["first_page_ms"], "total": report["timings"]["total_ms"]}
    return rendered % {"file": readable_name(file.name), "count": report["pages"], **times}
