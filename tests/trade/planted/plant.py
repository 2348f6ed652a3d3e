"""Plant each bug into a copy of the tree, and see whether the tests notice.

    python -m tests.trade.planted.plant [WORDS OF A NAME]

Bugs of locks need PostgreSQL: they are tried where PECIA_TEST_DATABASE_URL is set, as
`scripts/with-services` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.trade.planted.bugs import BUGS, Bug

ROOT = Path(__file__).parents[3]
_COPIED = ("src", "tests", "pyproject.toml")
_DATABASE = "PECIA_TEST_DATABASE_URL"
_MOST_SECONDS = 300


def wanted(words: str = "") -> list[Bug]:
    """Those of that name that can be shown here."""
    named = [bug for bug in BUGS if words in bug.name]
    return [bug for bug in named if not bug.is_of_locks or _DATABASE in os.environ]


def noticed(bug: Bug) -> bool:
    """Whether the tests fall with it. Raises `ValueError` when its place is not there any more."""
    with tempfile.TemporaryDirectory(prefix="pecia-planted-") as name:
        copy = Path(name)
        _copy(copy)
        _plant(bug, copy / "src/pecia/trade" / bug.file)
        return _run(bug, copy) == 1  # pytest's code for "some tests fell"; others are no notice


def report(bugs: Sequence[Bug]) -> list[str]:
    """Try them, print the table; returns the names of those that nobody noticed."""
    plain = [bug for bug in bugs if not bug.is_of_locks]
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(plain, pool.map(noticed, plain), strict=True))
    found |= {bug: noticed(bug) for bug in bugs if bug.is_of_locks}  # they share a database
    for bug, is_noticed in found.items():
        print(f"{'noticed' if is_noticed else 'MISSED ':8}{bug.name:48}test_{bug.tests}.py")
    print(f"{sum(found.values())} of {len(found)}")
    return [bug.name for bug, is_noticed in found.items() if not is_noticed]


def _copy(copy: Path) -> None:
    leave = shutil.ignore_patterns("__pycache__", "node_modules", "*.mo~")
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=leave)
        else:
            shutil.copy(source, copy / name)


def _plant(bug: Bug, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if text.count(bug.old) != 1:
        raise ValueError(f"{bug.name}: {text.count(bug.old)} places in {bug.file}")
    file.write_text(text.replace(bug.old, bug.new), encoding="utf-8")


def _run(bug: Bug, copy: Path) -> int:
    environment = {**os.environ, "PYTHONPATH": str(copy / "src")}
    if not bug.is_of_locks:
        environment.pop(_DATABASE, None)
    words = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", f"tests/trade/test_{bug.tests}.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=copy,
        env=environment,
        capture_output=True,
        timeout=_MOST_SECONDS,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(bool(report(wanted(" ".join(sys.argv[1:])))))
