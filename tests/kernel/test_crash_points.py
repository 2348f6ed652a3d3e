"""Named places where the plug is pulled, and only there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from pecia.kernel.crash_points import VARIABLE, crash_point

PROGRAM = """
import atexit
from pecia.kernel.crash_points import crash_point
atexit.register(print, "cleaned up")
crash_point("elsewhere")
print("alive", flush=True)
crash_point("here")
print("past", flush=True)
"""


def run(at: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, VARIABLE: at}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60
    )


def test_a_process_dies_at_the_named_point_without_cleaning_up() -> None:
    said = run("here")
    assert said.returncode == -signal.SIGKILL
    assert said.stdout == "alive\n"


def test_it_passes_all_others() -> None:
    assert run("nowhere").stdout == "alive\npast\ncleaned up\n"


def test_nothing_happens_in_normal_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    crash_point("here")
