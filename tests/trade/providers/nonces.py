"""A memory of nonces, as a provider is given one."""

from __future__ import annotations


class Nonces:
    """Says whether a nonce is seen for the first time."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()

    def __call__(self, provider: str, nonce: str) -> bool:
        fresh = (provider, nonce) not in self.seen
        self.seen.add((provider, nonce))
        return fresh
