"""Clocks, processors and memory of processes, and how a row of numbers is summed up."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spread:
    """A median between its quartiles."""

    low: float
    median: float
    high: float
    count: int


def spread(values: Sequence[float]) -> Spread | None:
    """None when there is nothing to sum up."""
    if not values:
        return None
    low, high = values[0], values[0]
    if len(values) > 1:
        low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, statistics.median(values), high, len(values))


def pin(cores: Iterable[int]) -> None:
    """Keep this process, and all that it starts from now on, on these cores."""
    wanted = set(cores)
    for task in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(task.name), wanted)


def children_of(pid: int) -> list[int]:
    """The living children of a process, without theirs."""
    found: list[int] = []
    for task in _tasks(pid):
        try:
            found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def family_of(pid: int) -> list[int]:
    """A process and all that descend from it."""
    return [pid, *(member for child in children_of(pid) for member in family_of(child))]


def is_running(pid: int) -> bool:
    """Whether the process has not ended; one that waits to be buried has."""
    fields = _fields(pid)
    return bool(fields) and fields[0] not in "ZX"


def cpu_ms(pid: int) -> float:
    """Processor time of a process, of its living descendants, and of those that were buried.

    The kernel counts in ticks of 10 ms: sum over many documents before you divide.
    """
    return sum(_ticks(member) for member in family_of(pid)) * _TICK_MS


def peak_resident_mb(pid: int) -> float:
    """The largest resident size that any one process of the family has had."""
    return max((_peak_kb(member) for member in family_of(pid)), default=0) / 1024


def _tasks(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def _ticks(pid: int) -> int:
    return sum(map(int, _fields(pid)[11:15]))  # own user and system, buried children's too


def _fields(pid: int) -> list[str]:
    """What the kernel tells in one line, after the name; nothing when the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _peak_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
