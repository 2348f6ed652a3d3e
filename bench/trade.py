"""Entries and orders a second, on SQLite and PostgreSQL, beside django-hordak doing the same
transfer on PostgreSQL.

    scripts/with-services python -m bench.trade [--seconds 10] [--processes 2] [--hordak PYTHON]

An entry is a transfer between two accounts that may not fall below nothing, durable when it
returns; an order is everything from the quote to the right to download, with the demo payment.
`--hordak` names the Python of an environment in which django-hordak is installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.flows import databases
from tests.flows.site_process import ROOT, SiteProcess, new_site

HORDAK = Path(__file__).parent / "peers" / "hordak_transfers.py"


def main() -> None:
    """Measure each in turn and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--hordak", default="")
    asked = parser.parse_args()
    print("| what | a second |")
    print("|---|---|")
    for name in ("SQLite", "PostgreSQL") if databases.SERVER else ("SQLite",):
        with tempfile.TemporaryDirectory() as folder:
            site = _site(Path(folder), name)
            for what in ("entries", "orders"):
                rate = _rate(site.environment(), what, asked.seconds, asked.processes)
                print(f"| {what}, {name} | {rate:.0f} |", flush=True)
            site.removed()
    if asked.hordak and databases.SERVER:
        rate = _hordak(asked.hordak, asked.seconds, asked.processes)
        print(f"| transfers of django-hordak, PostgreSQL | {rate:.0f} |")


def _site(folder: Path, name: str) -> SiteProcess:
    server, databases.SERVER = databases.SERVER, databases.SERVER if name != "SQLite" else ""
    site = new_site(folder / "data", folder / "engine")
    databases.SERVER = server
    _said(_worker(site.environment(), "populate", 0, 0))
    return site


def _rate(environment: dict[str, str], what: str, seconds: int, processes: int) -> float:
    workers = [_worker(environment, what, seconds, seed) for seed in range(processes)]
    return sum(int(_said(each)) for each in workers) / seconds


def _hordak(python: str, seconds: int, processes: int) -> float:
    url = databases.created()
    environment = {**os.environ, "HORDAK_DATABASE": url}
    _said(_started([python, str(HORDAK), "migrate"], environment))
    words = [python, str(HORDAK), "work", f"{seconds}"]
    workers = [_started([*words, f"{seed}"], environment) for seed in range(processes)]
    done = sum(int(_said(each)) for each in workers)
    databases.dropped(url)
    return done / seconds


def _worker(environment: dict[str, str], what: str, seconds: int, seed: int) -> Process:
    words = [sys.executable, "-m", "bench.trade_work", what, f"{seconds}", f"{seed}"]
    return _started(words, environment)


Process = subprocess.Popen[str]


def _started(words: list[str], environment: dict[str, str]) -> Process:
    return subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _said(process: Process) -> str:
    out, err = process.communicate()
    if process.returncode:
        raise RuntimeError(err)
    return out


main()
