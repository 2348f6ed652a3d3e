"""From the last byte of an upload to page 1 on the screen, on a running site; beside it what others
do: LibreOffice started for the file, and a queue that is looked at once a second before that.

    python -m bench.uploads [FILE.docx]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import pypdfium2
from tests.running_site import RunningSite

from bench.peers.cold import Cold
from pecia.engine.pool.office_installation import program_folder
from pecia.engine.public import SAMPLES

TRIALS = 15
QUEUE_SECONDS = 1.0  # between two looks of a polling worker
WIDTH = 1200


def main() -> None:
    """Measure all three in turns and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SAMPLES / "text.docx")
    file = parser.parse_args().file
    program = program_folder()
    if program is None:
        parser.exit(1, "LibreOffice is missing\n")
    ours, cold, queued = [], [], []
    with RunningSite() as site, Cold(program) as peer:
        site.sign_up()
        for trial in range(TRIALS):
            ours.append(_ours(site, file))
            cold.append(_cold(peer, file))
            queued.append(cold[-1] + QUEUE_SECONDS * 1000 * ((trial + 0.5) / TRIALS))
    print(f"{file.name}, {TRIALS} trials in turns; from the last byte to page 1, ms\n")
    print("| way | median | 95 % |")
    print("|---|---|---|")
    for name, times in {
        "Pecia, over HTTP": ours,
        "LibreOffice cold + PDFium, no queue": cold,
        "a queue looked at each second, then the same": queued,
    }.items():
        slow = statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {statistics.median(times):.0f} | {slow:.0f} |")


def _ours(site: RunningSite, file: Path) -> float:
    token = site.upload(file)
    began = time.perf_counter()
    site.wait_for_page_1(token)
    return (time.perf_counter() - began) * 1000


def _cold(peer: Cold, file: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        pdf = pypdfium2.PdfDocument(peer.to_pdf(file, Path(folder)))
        page = pdf[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
        picture.save(Path(folder) / "page.jpg", quality=82)
        return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
