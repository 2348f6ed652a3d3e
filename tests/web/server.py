"""Serves the preview as a site would: with its content security policy, a tus endpoint, and jobs.

The endpoint keeps bytes in memory. `drop_at` breaks the connection once after so many bytes of an
upload; `unready` counts how often an address still answers 503.
"""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
TUS = {"Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0"}
PIECE = 16 * 1024


class Arrival:
    """A file on its way in."""

    def __init__(self, size: int, metadata: dict[str, str]) -> None:
        self.size = size
        self.metadata = metadata
        self.content = bytearray()

    @property
    def digest(self) -> str:
        """SHA-256 of what has arrived."""
        return hashlib.sha256(self.content).hexdigest()


class PreviewServer(ThreadingHTTPServer):
    """The folder, and what browsers' uploads need."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), partial(Handler, directory=str(folder)))
        self.folder = folder
        self.arrivals: dict[str, Arrival] = {}
        self.posted: list[tuple[str, bytes]] = []
        self.unready: dict[str, int] = {}
        self.drop_at: int | None = None

    def fragment(self, name: str, token: str) -> bytes:
        """A rendered fragment for another job than the sample's."""
        text = (self.folder / f"fragment-{name}.html").read_text(encoding="utf-8")
        return text.replace("j1", token).encode()


class Handler(SimpleHTTPRequestHandler):
    """One request."""

    server: PreviewServer

    def log_message(self, *arguments: object) -> None:
        """Says nothing."""

    def end_headers(self) -> None:
        """Adds the policy to every answer."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def do_GET(self) -> None:
        """A job's fragment, an address that is not ready, or a file."""
        if self.path.startswith("/upload/jobs/"):
            kind = "describe" if "/describe/" in self.path else "job"
            return self._answer(200, self.server.fragment(kind, self.path.split("/")[3]))
        if self.path.endswith("/cite/all"):
            return self._answer(200, self.server.fragment("citations", "j1"))
        if self.server.unready.get(self.path, 0) > 0:
            self.server.unready[self.path] -= 1
            return self._answer(503, headers={"Retry-After": "0"})
        return super().do_GET()

    def do_HEAD(self) -> None:
        """How far an upload is."""
        arrival = self._arrival()
        if arrival is None:
            return self._answer(404)
        length = {"Upload-Offset": str(len(arrival.content)), "Upload-Length": str(arrival.size)}
        return self._answer(200, headers=TUS | length | {"Cache-Control": "no-store"})

    def do_POST(self) -> None:
        """Creates an upload, or takes a form."""
        if self.path == "/uploads/":
            return self._create()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, body))
        return self._answer(200, self.server.fragment("described", self.path.split("/")[3]))

    def do_PATCH(self) -> None:
        """Takes the next bytes."""
        arrival = self._arrival()
        if arrival is None:
            return self._answer(404)
        if not self._take(arrival):
            return None
        return self._answer(204, headers=TUS | {"Upload-Offset": str(len(arrival.content))})

    def do_DELETE(self) -> None:
        """Forgets an upload."""
        self.server.arrivals.pop(self.path, None)
        self._answer(204, headers=TUS)

    def _arrival(self) -> Arrival | None:
        return self.server.arrivals.get(self.path)

    def _create(self) -> None:
        place = f"/uploads/u{len(self.server.arrivals) + 1}"
        arrival = Arrival(int(self.headers["Upload-Length"]), self._metadata())
        self.server.arrivals[place] = arrival
        if not self._take(arrival):
            return
        told = {"Location": place, "Upload-Offset": str(len(arrival.content))}
        self._answer(201, headers=TUS | told)

    def _take(self, arrival: Arrival) -> bool:
        left = int(self.headers.get("Content-Length") or 0)
        while left:
            piece = self.rfile.read(min(left, PIECE))
            if not piece:  # the browser has gone
                self.close_connection = True
                return False
            left -= len(piece)
            arrival.content += piece
            if self.server.drop_at is not None and len(arrival.content) >= self.server.drop_at:
                self.server.drop_at = None
                self.close_connection = True
                self.connection.close()
                return False
        return True

    def _metadata(self) -> dict[str, str]:
        pairs = (pair.split(" ") for pair in self.headers["Upload-Metadata"].split(","))
        return {name: base64.b64decode(value).decode() for name, value in pairs if value}

    def _answer(
        self, status: int, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
