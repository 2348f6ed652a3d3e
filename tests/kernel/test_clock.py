"""Time is what the clock says, and the clock is set by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pecia.kernel import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_it_tells_the_present_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_it_stands_still_and_goes_on() -> None:
    with clock.stopped_at(NOON):
        assert clock.now() == clock.now() == NOON
    assert clock.now() != NOON


def test_it_is_set_within_what_was_set() -> None:
    with clock.stopped_at(NOON):
        with clock.stopped_at(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON


def test_an_error_sets_it_right_again() -> None:
    with pytest.raises(KeyError), clock.stopped_at(NOON):
        raise KeyError
    assert clock.now() != NOON
