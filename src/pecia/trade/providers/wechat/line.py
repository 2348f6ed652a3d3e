"""The line to WeChat Pay: signed requests, answers that are believed when signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pecia.trade.errors import NoticeRefused, ProviderUnreachable
from pecia.trade.providers import rsa
from pecia.trade.providers.fetching import Fetched, fetch
from pecia.trade.providers.headers import header
from pecia.trade.providers.wechat.platform_keys import PlatformKeys
from pecia.trade.providers.wechat.settings import WechatSettings
from pecia.trade.providers.wechat.signing import authorization, signed_message
from pecia.trade.providers.window import check_age

UNCLEAR = frozenset({"SYSTEM_ERROR", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED"})


class Refusal(Exception):
    """WeChat Pay understood, and did not do it; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """One for a provider."""

    def __init__(self, settings: WechatSettings) -> None:
        self._settings = settings
        self._keys = PlatformKeys(settings, self._certificates)

    def call(
        self, method: str, path: str, content: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        """What WeChat Pay answers. `Refusal`; `ProviderUnreachable`."""
        fetched = self._send(method, path, content)
        if fetched.status >= 500 or fetched.status == 429:
            raise ProviderUnreachable
        self._check_answer(fetched)
        said = _said(fetched.body)
        if 200 <= fetched.status < 300:
            return said
        code = str(said.get("code"))
        if code in UNCLEAR:
            raise ProviderUnreachable
        raise Refusal(code)

    def download(self, address: str) -> bytes:
        """A bill, which is not signed: its hash was, in the answer that gave the address."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != self._settings.api:
            raise ProviderUnreachable
        fetched = self._send("GET", f"{parts.path}?{parts.query}", None)
        if fetched.status != 200:
            raise ProviderUnreachable
        return fetched.body

    def check_signature(self, headers: Mapping[str, str], body: bytes) -> str:
        """The nonce, when it is signed by WeChat Pay and new. `NoticeRefused`."""
        timestamp, nonce = (
            header(headers, "Wechatpay-Timestamp"),
            header(headers, "Wechatpay-Nonce"),
        )
        signature, serial = (
            header(headers, "Wechatpay-Signature"),
            header(headers, "Wechatpay-Serial"),
        )
        check_age(timestamp)
        key = self._keys.find(serial)
        if key is None:
            raise NoticeRefused(reason="key")
        if not rsa.is_signed(key, signed_message(timestamp, nonce, body), signature):
            raise NoticeRefused(reason="signature")
        return nonce

    def _check_answer(self, fetched: Fetched) -> None:
        """Refusals may come without a signature, anything else is not believed then."""
        if fetched.status >= 400 and "Wechatpay-Signature" not in fetched.headers:
            return
        try:
            self.check_signature(fetched.headers, fetched.body)
        except NoticeRefused as error:
            raise ProviderUnreachable from error

    def _send(self, method: str, path: str, content: Mapping[str, object] | None) -> Fetched:
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Authorization": authorization(self._settings, method, path, body),
        }
        if self._settings.public_key_id:
            headers["Wechatpay-Serial"] = self._settings.public_key_id
        return fetch(method, self._settings.api + path, body, headers)

    def _certificates(self) -> list[Mapping[str, Any]]:
        fetched = self._send("GET", "/v3/certificates", None)
        if fetched.status != 200:
            raise ProviderUnreachable
        try:
            return list(_said(fetched.body)["data"])
        except (KeyError, TypeError) as error:
            raise ProviderUnreachable from error


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body) if body else {}
    except ValueError as error:
        raise ProviderUnreachable from error
    if not isinstance(said, dict):
        raise ProviderUnreachable
    return said
