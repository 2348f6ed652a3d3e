"""How often somebody may come: counted by the hour, and the hour before fades away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pecia.edge.windows import Windows
from pecia.kernel import clock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = ("search", "203.0.113.1")


def hits(windows: Windows, minutes: int, times: int, most: int = 10) -> int:
    """How many of some visits are let in, so many minutes after noon."""
    with clock.stopped_at(NOON + timedelta(minutes=minutes)):
        return sum(windows.hit(KEY, most) for _visit in range(times))


def test_so_many_are_let_in_and_no_more() -> None:
    windows = Windows()
    assert hits(windows, 0, 12) == 10
    assert hits(windows, 59, 1) == 0


def test_one_does_not_count_for_another() -> None:
    windows = Windows()
    assert hits(windows, 0, 10) == 10
    with clock.stopped_at(NOON):
        assert windows.hit(("search", "203.0.113.2"), 10)
        assert windows.hit(("download", KEY[1]), 10)


def test_the_hour_before_counts_for_the_part_that_is_within_sixty_minutes() -> None:
    windows = Windows()
    assert hits(windows, 0, 10) == 10
    assert hits(windows, 60, 1) == 0
    assert hits(windows, 90, 10) == 5
    assert hits(windows, 119, 10) == 4


def test_two_hours_later_all_is_forgotten() -> None:
    windows = Windows()
    assert hits(windows, 0, 10) == 10
    assert hits(windows, 120, 12) == 10


def test_what_was_refused_is_not_counted() -> None:
    windows = Windows()
    assert hits(windows, 0, 1_000) == 10
    assert hits(windows, 90, 10) == 5
