"""Every page of a real site, in every look: answered, quiet on the console, no wider than the window.

The pictures stay in out/screenshots, to be looked at.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.screenshots import LOOKS, OPERATOR, STRANGER, taken

FOLDER = Path(__file__).parents[2] / "out" / "screenshots"


@pytest.mark.long
@pytest.mark.browser
def test_every_page_can_be_looked_at(browser: Browser) -> None:
    assert list(taken(browser, FOLDER)) == []
    pictures = list(FOLDER.glob("*.png"))
    assert len(pictures) == len(LOOKS) * (len(STRANGER) + len(OPERATOR))
