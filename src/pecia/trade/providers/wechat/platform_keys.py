"""The keys by which WeChat Pay signs, by their serial numbers.

Certificates are fetched when one is asked for that we do not know, but not more often than once a
minute: anybody can send a notice with an invented number. What was fetched before stays valid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_pem_x509_certificate

from pecia.kernel import clock
from pecia.trade.errors import ProviderUnreachable
from pecia.trade.providers import rsa
from pecia.trade.providers.wechat.settings import WechatSettings
from pecia.trade.providers.wechat.signing import NotSealed, unsealed

BETWEEN = timedelta(minutes=1)

# Asks WeChat Pay for its certificates, sealed as they come, before their answer can be checked.
FetchCertificates = Callable[[], list[Mapping[str, Any]]]


class PlatformKeys:
    """One for a process; threads share it."""

    def __init__(self, settings: WechatSettings, fetch: FetchCertificates) -> None:
        self._settings = settings
        self._fetch = fetch
        self._certificates: dict[int, Certificate] = {}
        self._next_fetch: datetime | None = None
        self._lock = Lock()

    def find(self, serial: str) -> RSAPublicKey | None:
        """The key of that number, or None. `ProviderUnreachable` when it can't be fetched."""
        settings = self._settings
        if settings.public_key_id and serial == settings.public_key_id:
            return rsa.public_key(settings.public_key)
        if settings.public_key_id or not _is_serial(serial):
            return None
        number = int(serial, 16)
        with self._lock:  # who comes while somebody fetches waits for what that one gets
            if self._valid(number) is None and self._may_fetch():
                self._take(self._fetch())
            return self._valid(number)

    def _may_fetch(self) -> bool:
        now = clock.now()
        if self._next_fetch is not None and now < self._next_fetch:
            return False
        self._next_fetch = now + BETWEEN
        return True

    def _valid(self, number: int) -> RSAPublicKey | None:
        found, now = self._certificates.get(number), clock.now()
        if found is None or not found.not_valid_before_utc <= now <= found.not_valid_after_utc:
            return None
        key = found.public_key()
        return key if isinstance(key, RSAPublicKey) else None

    def _take(self, sealed: list[Mapping[str, Any]]) -> None:
        """Whoever sealed them has our key: that makes them genuine."""
        try:
            for each in sealed:
                found = load_pem_x509_certificate(
                    unsealed(self._settings, each["encrypt_certificate"])
                )
                self._certificates[found.serial_number] = found
        except (NotSealed, ValueError, KeyError, TypeError) as error:
            raise ProviderUnreachable from error


def _is_serial(words: str) -> bool:
    return 0 < len(words) <= 64 and all(letter in "0123456789abcdefABCDEF" for letter in words)
