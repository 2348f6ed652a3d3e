"""A sender that speaks tus 1.0 over Django's client, also over lines that break."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.test import Client

from pecia.accounts.public import User
from tests.people import PASSWORD

CONTENT_TYPE = "application/offset+octet-stream"


class BrokenLine:
    """A request body that ends in an error after some bytes."""

    def __init__(self, arriving: bytes) -> None:
        self.arriving = arriving

    def read(self, size: int = -1) -> bytes:
        if not self.arriving:
            raise ConnectionResetError(104, "Connection reset by peer")
        piece, self.arriving = self.arriving[:size], self.arriving[size:]
        return piece

    def readline(self, size: int = -1) -> bytes:
        raise NotImplementedError  # WSGI asks that it is there


class Sender:
    """Somebody's browser, and what it says to the upload addresses."""

    def __init__(self, user: User | None = None, **facts: Any) -> None:
        self.client = Client(**facts)
        if user is not None:
            self.client.force_login(user)

    def sign_in(self, email: str) -> None:
        assert self.client.login(email=email, password=PASSWORD)

    def say(self, method: str, path: str, body: bytes = b"", **facts: Any) -> Any:
        headers = {"Tus-Resumable": "1.0.0", **facts.pop("headers", {})}
        kind = facts.pop("content_type", CONTENT_TYPE if body else "")
        headers = {name: value for name, value in headers.items() if value}
        return self.client.generic(method, path, body, kind, headers=headers, **facts)

    def create(
        self,
        name: str,
        content: bytes,
        *,
        body: bytes = b"",
        sha256: str | None = None,
        **facts: Any,
    ) -> Any:
        """Announce a file; `facts` are more metadata."""
        digest = hashlib.sha256(content).hexdigest() if sha256 is None else sha256
        told = {"filename": name, "sha256": digest, **facts}
        headers = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata(told)}
        return self.say("POST", "/uploads/", body, headers=headers)

    def patch(self, path: str, offset: int, body: bytes, **facts: Any) -> Any:
        headers = {"Upload-Offset": str(offset), **facts.pop("headers", {})}
        return self.say("PATCH", path, body, headers=headers, **facts)

    def patch_over_a_broken_line(self, path: str, offset: int, body: bytes, arriving: int) -> Any:
        """All of `body` is announced, and only some of it comes."""
        line = BrokenLine(body[:arriving])
        return self.patch(path, offset, body, **{"wsgi.input": line})

    def offset(self, path: str) -> int:
        response = self.say("HEAD", path)
        assert response.status_code == 200, response.status_code
        return int(response["Upload-Offset"])

    def send(self, name: str, content: bytes, **facts: Any) -> Any:
        """A whole file at once; returns the answer to its last byte."""
        created = self.create(name, content, **facts)
        assert created.status_code == 201, created.content
        return self.patch(created["Location"], 0, content)


def metadata(told: dict[str, str]) -> str:
    pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    return ",".join(pairs)
