"""One HTTP request to a provider: bounded in time and size, never redirected, never logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import requests

from pecia.trade.errors import ProviderUnreachable

SECONDS = (5.0, 30.0)  # to connect, between two pieces of the answer
LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was answered; names of headers in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(
    method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Fetched:
    """The answer, whatever its status. `ProviderUnreachable` where there is none."""
    try:
        with requests.request(
            method,
            url,
            data=body,
            headers=headers,
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            return Fetched(answer.status_code, answer.headers, _bounded(answer))
    except requests.RequestException as error:
        raise ProviderUnreachable from error


def _bounded(answer: requests.Response) -> bytes:
    pieces, size = [], 0
    for piece in answer.iter_content(2**16):
        size += len(piece)
        if size > LARGEST:
            raise ProviderUnreachable
        pieces.append(piece)
    return b"".join(pieces)
