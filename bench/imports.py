"""A folder of real files into a running site: documents a minute, what became of them, and how the
site answers meanwhile.

    python -m bench.imports FOLDER
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.running_site import RunningSite

PAUSE_SECONDS = 0.25


def main() -> None:
    """Import while somebody looks at the home page; print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with RunningSite() as site:
        site.sign_up("importer@example.org")
        stop = threading.Event()
        times: list[float] = []
        reader = threading.Thread(target=_read, args=(site, times, stop))
        reader.start()
        said = subprocess.run(
            [
                sys.executable,
                "-m",
                "pecia",
                "import",
                str(folder),
                "--owner",
                "importer@example.org",
                "--rights",
                "own",
                "--publish",
            ],
            env=site.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        stop.set()
        reader.join()
    print(said.stdout)
    slow = statistics.quantiles(times, n=20)[-1]
    print(f"home page meanwhile: median {statistics.median(times):.0f} ms, 95 % {slow:.0f} ms")


def _read(site: RunningSite, times: list[float], stop: threading.Event) -> None:
    while not stop.wait(PAUSE_SECONDS):
        began = time.perf_counter()
        site.get("/")
        times.append((time.perf_counter() - began) * 1000)


if __name__ == "__main__":
    main()
