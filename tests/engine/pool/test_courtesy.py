"""A child that has shown page 1 lets others go first."""

from __future__ import annotations

import os
import time
from pathlib import Path

from pecia.engine.pool.courtesy import Courtesy


def _in_a_session_of_its_own() -> tuple[int, str]:
    """Niceness of a process that has stepped back twice, and of its group where there are such."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        courtesy = Courtesy()
        time.sleep(0.2)  # without privilege the kernel takes ten changes a second
        courtesy.step_back()
        courtesy.step_back()
        group = Path("/proc/self/autogroup")
        told = group.read_text().split()[-1] if group.exists() else "10"
        os.write(writer, f"{os.getpriority(os.PRIO_PROCESS, 0)} {told}".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        own, group_ = pipe.read().split()
    os.waitpid(child, 0)
    return int(own), group_


def test_both_the_process_and_its_group_step_back_once() -> None:
    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert _in_a_session_of_its_own() == (min(19, before + 10), "10")
