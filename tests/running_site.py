"""A whole site of its own, as `make run` starts it, asked from outside over HTTP."""

from __future__ import annotations

import base64
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

START_SECONDS = 120
PASSWORD = "a-long-pass-phrase-42"


class RunningSite:
    """`pecia run` in an empty folder, with the demo library or without it."""

    def __init__(self, *, demo: bool = False) -> None:
        self._demo = str(int(demo))
        self._folder = tempfile.TemporaryDirectory(prefix="pb-")
        self.data = Path(self._folder.name)
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self._jar = http.cookiejar.CookieJar()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self._browser.addheaders = [("User-Agent", "Mozilla/5.0 Firefox/140.0")]

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this site is given."""
        own = {"PECIA_DATA": str(self.data), "PECIA_DEMO": self._demo, "PORT": str(self.port)}
        return {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PECIA_", "DJANGO_"))
        } | own

    def __enter__(self) -> Self:
        with (self.data / "run.log").open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pecia", "run"],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until("ready;")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(30)
        self._folder.cleanup()

    @property
    def operator_link(self) -> str:
        """The address that the start has told, at which somebody becomes the operator."""
        found = re.search(r"http://\S+/setup/\S+", (self.data / "run.log").read_text())
        assert found is not None
        return found[0]

    def sign_up(self, email: str = "publisher@example.org") -> None:
        """Make an account and sign in with it."""
        form = self.get("/account/signup/").decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token is not None
        words = {"csrfmiddlewaretoken": token[1], "email": email, "display_name": "bench-publisher"}
        words |= {"password1": PASSWORD, "password2": PASSWORD}
        body = urllib.parse.urlencode(words).encode()
        self._browser.open(urllib.request.Request(f"{self.base}/account/signup/", body)).read()

    def get(self, path: str) -> bytes:
        """A page, with cookies. Raises `urllib.error.HTTPError`."""
        with self._browser.open(self.base + path) as answer:
            return bytes(answer.read())

    def upload(self, path: Path) -> str:
        """Send a file in one go; the job's token. Returns when the last byte was acknowledged."""
        page = self.get("/upload/").decode()
        token = re.search(r'name="csrf-token" content="(\w+)"', page)
        assert token is not None
        content = path.read_bytes()
        request = urllib.request.Request(f"{self.base}/uploads/", content, method="POST")
        for name, value in {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(content)),
            "Upload-Metadata": f"filename {encoded(path.name)}",
            "Content-Type": "application/offset+octet-stream",
            "X-CSRFToken": token[1],
        }.items():
            request.add_header(name, value)
        with self._browser.open(request) as answer:
            return str(answer.headers["Pecia-Job"])

    def wait_for_page_1(self, token: str, *, seconds: float = 30) -> None:
        """Ask for page 1 until it is there, as often as the browser does not even ask."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                self.get(f"/upload/jobs/{token}/page-1.jpg")
                return
            except urllib.error.HTTPError:
                time.sleep(0.02)
        raise TimeoutError(token)

    def _wait_until(self, words: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while words not in (self.data / "run.log").read_text():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError((self.data / "run.log").read_text())
            time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def encoded(text: str) -> str:
    """As tus wants its metadata."""

    return base64.b64encode(text.encode()).decode()
