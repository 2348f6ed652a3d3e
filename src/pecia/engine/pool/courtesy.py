"""A child that has shown page 1 lets others go first: the caller, who is about to show it."""

from __future__ import annotations

import os
from contextlib import suppress

_NICE = 10


class Courtesy:
    """The means to step back, taken along into the sandbox.

    A session of its own is a group of its own to Linux's scheduler, where automatic grouping is
    on: the niceness of its processes then says nothing outside, only that of the group.
    """

    def __init__(self) -> None:
        """Call it after `setsid` and before the sandbox hides /proc."""
        self._has_stepped_back = False
        self._group = -1
        with suppress(OSError):
            self._group = os.open("/proc/self/autogroup", os.O_WRONLY | os.O_CLOEXEC)

    def step_back(self) -> None:
        """Let others have the processor when they want it. Safe to call twice."""
        if self._has_stepped_back:
            return
        self._has_stepped_back = True
        os.nice(_NICE)
        if self._group >= 0:
            with suppress(OSError):  # without privilege the kernel allows ten changes a second
                os.write(self._group, str(_NICE).encode())
            os.close(self._group)
