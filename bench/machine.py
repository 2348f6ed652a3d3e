"""On what was measured, and with which versions."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from pecia.engine.public import system_facts


def facts(cores: Sequence[int], peers: Path) -> dict[str, str]:
    """What a reader needs to judge the numbers, by name."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "cores pinned": f"{cores[0]}; two workers: {', '.join(map(str, cores))}",
        "kernel": f"{platform.system()} {platform.release()}",
        "transparent huge pages": _huge_pages(),
        "load before": f"{os.getloadavg()[0]:.2f}",
        "LibreOffice": system_facts().office,
        "unoserver": _version_in(peers, "unoserver"),
        "pypdfium2": metadata.version("pypdfium2"),
        "Pillow": metadata.version("pillow"),
        "Python": sys.version.split()[0],
        "Pecia": metadata.version("pecia"),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _huge_pages() -> str:
    try:
        modes = Path("/sys/kernel/mm/transparent_hugepage/enabled").read_text()
    except OSError:
        return "none"
    return modes.partition("[")[2].partition("]")[0]


def _version_in(environment: Path, package: str) -> str:
    """The version of a package in another Python environment; empty when it isn't there."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    try:
        said = subprocess.run(
            [environment / "bin" / "python", "-c", code],
            capture_output=True,
            timeout=30,
            check=True,
            text=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip()
