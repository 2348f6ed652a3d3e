"""Tests that must run in one process do: pytest and its plugin agree on how groups are told."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("told")
def test_a_group_is_part_of_the_name(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("one process runs everything")
    assert request.node.nodeid.endswith("@told")
