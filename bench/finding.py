"""Finding: the engines beside each other, the whole page, and how well they rank.

PECIA_CORPUS=FOLDER python -m bench.finding [--documents 20000] [--large 0] [--queries 60]
    [--converted]

PostgreSQL is among the engines when it is started by `scripts/with-services`; the page is asked
over SQLite. Each part runs in a process of its own, since a process has one database.
`--converted` adds the Office and PDF files of the corpus to the texts; the engine converts them at
the first time, in some minutes, and what they say is kept in `out`.
`--documents 140000 --large 1000000` are the sizes that the bars are for, and
`python -m bench.finding_page --documents 200000` for the page.
"""

from __future__ import annotations

import argparse
import subprocess
import sys


def main() -> None:
    """Run the parts one after the other; the first that fails ends it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--large", type=int, default=0, help="for the embedded engine alone")
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument("--converted", action="store_true", help="the corpus' files beside them")
    asked = parser.parse_args()
    sizes = ["--documents", str(asked.documents), "--queries", str(asked.queries)]
    files = ["--converted"] if asked.converted else []
    _run("bench.finding_engines", *sizes, *files, "--large", str(asked.large))
    _run("bench.finding_page", *sizes, *files)
    _run("bench.relevance", *sizes)


def _run(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", module, *words], check=True)


if __name__ == "__main__":
    main()
