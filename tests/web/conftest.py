"""The preview, written once, served, and a browser to look at it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pecia.trade.payments import desk
from pecia.trade.providers.fake.provider import FakeProvider
from tests.web.server import PreviewServer


@pytest.fixture(scope="session")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples as HTML, in a process of their own: they bring their own settings."""
    folder = tmp_path_factory.mktemp("preview")
    subprocess.run([sys.executable, "-m", "tests.web.preview", str(folder)], check=True)
    return folder


@pytest.fixture
def served(preview: Path) -> Iterator[PreviewServer]:
    """The preview on a port of its own, with an empty tus endpoint."""
    with PreviewServer(preview) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def page(browser: Browser, served: PreviewServer) -> Iterator[Page]:
    """A fresh tab; anything the console calls an error fails the test."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.server_port}",
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    tab = context.new_page()
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on("console", lambda said: problems.append(said.text) if _is_bad(said.text) else None)
    yield tab
    context.close()
    assert problems == []


@pytest.fixture
def unguarded_page(browser: Browser, served: PreviewServer) -> Iterator[Page]:
    """A tab without the policy, for tools that look at pages with inline styles of their own."""
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{served.server_port}", bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """The provider that moves no money, honest, as the only one of the site."""
    made = FakeProvider(tmp_path / "fake.sqlite3", desk.fresh_nonce)
    monkeypatch.setattr(desk, "providers", lambda: {"fake": made})
    return made


def _is_bad(text: str) -> bool:
    return "Content Security Policy" in text
