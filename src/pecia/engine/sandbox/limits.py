"""Resource limits that the kernel enforces on a child.

Not the address space: LibreOffice swallows a failed allocation and reports a truncated PDF as a
success. Memory is watched from the parent, see `pecia.engine.pool.memory`.
"""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use before it is stopped."""

    wall_seconds: float = 120
    cpu_seconds: int = 90
    memory_mb: int = 1024  # proportional share of the process, measured by the parent
    disk_mb: int = 512  # the private folder, in memory
    file_mb: int = 256
    threads: int = 64


def apply(limits: Limits) -> None:
    """Set the limits on this process; they cannot be raised again."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
    resource.setrlimit(resource.RLIMIT_MSGQUEUE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_NPROC, (limits.threads, limits.threads))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_mb << 20, limits.file_mb << 20))


def apply_cpu(limits: Limits) -> None:
    """Allow `cpu_seconds` from now on; what the process used before its job does not count."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    soft = spent + limits.cpu_seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 1))
