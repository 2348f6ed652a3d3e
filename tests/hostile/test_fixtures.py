"""The fixtures themselves: each one builds, is small, and comes out the same every time."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.hostile.builders import plain
from tests.hostile.cases import CASES, Case
from tests.hostile.model import FINDINGS, REFUSALS

MOST_BYTES = 2_000_000
MOST_SECONDS = 5.0  # builds take far less; the margin is for a busy machine
# 3, 9 and 10 are about uploads and records, 54 to 60 about pages and jobs: no file shows them.
EXPECTED = {1, 2, *range(4, 9), *range(11, 54)}

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)


@every_case
def test_builds_small_and_the_same(case: Case) -> None:
    """Two builds are equal, so a failure can be repeated anywhere."""
    started = time.monotonic()
    data = case.build()
    assert time.monotonic() - started < MOST_SECONDS
    assert len(data) < MOST_BYTES
    assert case.build() == data


@every_case
def test_codes_are_known(case: Case) -> None:
    """A typing error in a code would make a case that can never pass."""
    assert case.outcomes
    assert case.outcomes <= REFUSALS | {"ok"}
    assert case.findings <= FINDINGS
    assert "ok" in case.outcomes or not case.findings


def test_slugs_are_unique() -> None:
    """A slug names one case in reports."""
    counts = Counter(case.slug for case in CASES)
    assert [slug for slug, count in counts.items() if count > 1] == []


@every_case
def test_slug_is_kebab_case(case: Case) -> None:
    """Slugs are used as file names and test ids."""
    assert case.slug.replace("-", "").isalnum()
    assert case.slug.isascii()
    assert case.slug == case.slug.lower()


def test_every_number_is_present() -> None:
    """Each case of the catalogue that a file can show has at least one file."""
    assert {case.number for case in CASES} == EXPECTED


def test_only_the_empty_case_is_empty() -> None:
    """A builder that returns nothing would pass every other test."""
    assert {case.number for case in CASES if not case.build()} == {1}


def test_sources_hold_no_test_virus() -> None:
    """A scanner must not stop anyone from checking out this repository."""
    here = Path(__file__).parent
    held = [path for path in here.rglob("*.py") if plain.eicar() in path.read_bytes()]
    assert held == []
