"""Counting who comes how often, in memory.

Of the hour before only as much counts as is still within sixty minutes, as if its visits had been
spread evenly. So a visit costs two look-ups, however many visitors there are, and nothing need be
swept: an hour's counts go all at once.
"""

from __future__ import annotations

from collections import Counter
from threading import Lock

from pecia.kernel import clock

_HOUR = 3_600
Key = tuple[str, str]  # what is done, and who does it


class Windows:
    """Counts of this hour and of the one before."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour = 0
        self._now: Counter[Key] = Counter()
        self._before: Counter[Key] = Counter()

    def hit(self, key: Key, most: int) -> bool:
        """Count one more, unless there were as many within an hour."""
        hour, second = divmod(clock.now().timestamp(), _HOUR)
        with self._lock:
            self._turn_to(int(hour))
            still = self._before[key] * (1 - second / _HOUR)
            if still + self._now[key] > most - 1:
                return False
            self._now[key] += 1
            return True

    def _turn_to(self, hour: int) -> None:
        if hour == self._hour:
            return
        self._before = self._now if hour == self._hour + 1 else Counter()
        self._now, self._hour = Counter(), hour
