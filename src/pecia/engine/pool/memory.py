"""How much memory a process has of its own: private pages, and its share of the shared ones.

A forked child shares most of its pages with its parent, so its resident size says nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_mb(pid: int) -> float:
    """Resident size in MiB, cheap; 0 when the process is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20
    except (OSError, IndexError):
        return 0.0


def proportional_mb(pid: int) -> float:
    """Proportional set size in MiB: private pages plus a fair share of shared ones."""
    return _rollup(pid).get("Pss", 0) / 1024


def unique_mb(pid: int) -> float:
    """Unique set size in MiB: what the machine gets back when the process ends."""
    facts = _rollup(pid)
    return (facts.get("Private_Dirty", 0) + facts.get("Private_Clean", 0)) / 1024


def _rollup(pid: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    fields = (line.split() for line in lines)
    return {parts[0].rstrip(":"): int(parts[1]) for parts in fields if len(parts) > 1}
