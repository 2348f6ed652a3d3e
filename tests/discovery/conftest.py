"""The backend that a site of the tests searches with."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from tests.discovery.backends import BACKENDS, choose


@pytest.fixture(params=BACKENDS)
def backend(
    request: pytest.FixtureRequest, db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Each of them in turn."""
    choose(request.param, settings, monkeypatch)
    return str(request.param)
