"""Weeks, by their Mondays: long enough for a small site to have five people who ask the same."""

from __future__ import annotations

from datetime import date, timedelta

from pecia.kernel import clock


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def this_week() -> date:
    """The Monday of the week that is going on."""
    return week_of(clock.now().date())
